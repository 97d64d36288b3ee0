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
import { bodyCase, callbackCase, eventCase, idCase, recordCase } from "./inputs.js";
import { played, typed } from "./records.js";
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
  parserTarget("parseExecutionStatus", parseExecutionStatus, bodyCase, BODY_SPEC),
  parserTarget("executionStatusSchema", executionStatusSchema["~standard"].validate, bodyCase, BODY_SPEC),
  parserTarget("parseJobRequest", parseJobRequest, recordCase, RECORD_SPEC),
  parserTarget("jobRequestSchema", jobRequestSchema["~standard"].validate, recordCase, RECORD_SPEC),
  parserTarget("parseRequestId", parseRequestId, idCase, ID_SPEC),
  applyTarget("applyExecutionStatus, played", applyExecutionStatus, callbackCase(played), CALLBACK_SPEC),
  applyTarget("applyExecutionStatus, typed", applyExecutionStatus, callbackCase(typed), CALLBACK_SPEC),
  applyTarget("applyLifecycleEvent, played", applyLifecycleEvent, eventCase(played), EVENT_SPEC),
  applyTarget("applyLifecycleEvent, typed", applyLifecycleEvent, eventCase(typed), EVENT_SPEC),
  fetchTarget("createFetchHandler", createFetchHandler),
];
