import {
  applyExecutionStatus,
  applyLifecycleEvent,
  executionStatusSchema,
  jobRequestSchema,
  parseExecutionStatus,
  parseJobRequest,
  parseRequestId,
} from "ess-request-machine";
import { createFetchHandler } from "ess-request-machine/fetch";
import { fetchTarget } from "./fetch.js";
import { bodyCases, callbackCases, eventCases, idCases, recordCases, typed, wellFormed } from "./inputs.js";
import {
  applyTarget,
  BODY_SPEC,
  CALLBACK_SPEC,
  EVENT_SPEC,
  ID_SPEC,
  parserTarget,
  RECORD_SPEC,
  type Target,
} from "./targets.js";

/** The boundary of the library: all functions that take untrusted input. */
export const LIBRARY: readonly Target[] = [
  parserTarget("parseExecutionStatus", parseExecutionStatus, bodyCases, BODY_SPEC),
  parserTarget("executionStatusSchema", executionStatusSchema["~standard"].validate, bodyCases, BODY_SPEC),
  parserTarget("parseJobRequest", parseJobRequest, recordCases, RECORD_SPEC),
  parserTarget("jobRequestSchema", jobRequestSchema["~standard"].validate, recordCases, RECORD_SPEC),
  parserTarget("parseRequestId", parseRequestId, idCases, ID_SPEC),
  applyTarget("applyExecutionStatus, well formed", applyExecutionStatus, callbackCases(wellFormed), CALLBACK_SPEC),
  applyTarget("applyExecutionStatus, typed", applyExecutionStatus, callbackCases(typed), CALLBACK_SPEC),
  applyTarget("applyLifecycleEvent, well formed", applyLifecycleEvent, eventCases(wellFormed), EVENT_SPEC),
  applyTarget("applyLifecycleEvent, typed", applyLifecycleEvent, eventCases(typed), EVENT_SPEC),
  fetchTarget("createFetchHandler", createFetchHandler),
];
