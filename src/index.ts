/**
 * The lifecycle of an Oracle Enterprise Scheduler (ESS) job request: a record, what a callback or an event does to it, and what
 * is owed for it then. Pure functions, with no dependencies.
 *
 * @module ess-request-machine
 */

export { applyExecutionStatus, applyLifecycleEvent } from "./apply/apply.js";
export { explain } from "./apply/explain.js";
export type {
  ExecutionStatusOutcome,
  Ignored,
  LifecycleOutcome,
  Outcome,
  Recorded,
  Rejected,
  Transitioned,
} from "./apply/outcome.js";
export {
  type Answerable,
  type HttpResponse,
  type MediaType,
  parseExecutionStatus,
  type ResponseOptions,
  type SelfLink,
  type SimpleExceptionDetail,
  toHttpResponse,
} from "./http/response.js";
export { parseJobRequest } from "./input/parse-job-request.js";
export type { Issue, ParseResult } from "./input/reading.js";
export { parseRequestId } from "./input/request-id.js";
export { executionStatusSchema, jobRequestSchema, type Schema } from "./input/schemas.js";
export type { UpdateName } from "./lifecycle/assign-actions.js";
export { chart } from "./lifecycle/chart.js";
export type {
  CallbackRefusal,
  Chart,
  Edge,
  EventRefusalReason,
  Foundation,
  RefusalAction,
  StateFacts,
  StateNode,
} from "./lifecycle/chart-types.js";
export type {
  ChartEvent,
  ExecutionStatusInput,
  LifecycleEvent,
  LifecycleEventOf,
  PayloadMembers,
} from "./lifecycle/events.js";
export {
  acceptedEvents,
  ignoresMessage,
  isTerminal,
  OUTCOME_REASONS,
  type ReasonFacts,
  requestStateFromCode,
} from "./lifecycle/facts.js";
export type { GuardName } from "./lifecycle/guards.js";
export { createRequest, type JobRequest, type NewRequest, type RequestContext } from "./lifecycle/job-request.js";
export {
  COMPLETION_STATES,
  type CompletionState,
  EFFECTS,
  type Effect,
  type ErrorType,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  type ExecutionStatusIgnoredReason,
  type ExecutionStatusRejectedReason,
  type FinalStatus,
  type Grade,
  HANDLER_RESULTS,
  type HandlerResult,
  type IgnoredReason,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
  type LifecycleIgnoredReason,
  type LifecycleRejectedReason,
  type OutcomeReason,
  type Phase,
  REQUEST_STATES,
  type RejectedReason,
  type RequestState,
  type Result,
  type Source,
} from "./lifecycle/names.js";
