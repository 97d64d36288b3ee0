/**
 * The lifecycle of an Oracle Enterprise Scheduler (ESS) job request: a record, what a callback or an event does to it, and what
 * is owed for it then. Pure functions, with no dependencies.
 *
 * @module ess-request-machine
 */

export { applyExecutionStatus, applyLifecycleEvent } from "./apply.js";
export { chart } from "./chart.js";
export type {
  CallbackRefusal,
  Chart,
  Edge,
  EventRefusalReason,
  Foundation,
  RefusalAction,
  StateFacts,
  StateNode,
} from "./chart-types.js";
export type {
  ChartEvent,
  ExecutionStatusInput,
  LifecycleEvent,
  LifecycleEventOf,
  PayloadMembers,
} from "./events.js";
export { explain } from "./explain.js";
export {
  acceptedEvents,
  ignoresMessage,
  isTerminal,
  OUTCOME_REASONS,
  type ReasonFacts,
  requestStateFromCode,
} from "./facts.js";
export type { GuardName } from "./guards.js";
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
} from "./names.js";
export type {
  ExecutionStatusOutcome,
  Ignored,
  LifecycleOutcome,
  Outcome,
  Recorded,
  Rejected,
  Transitioned,
} from "./outcome.js";
export { parseJobRequest } from "./parse-job-request.js";
export type { Issue, ParseResult } from "./reading.js";
export { createRequest, type JobRequest, type NewRequest, type RequestContext } from "./request.js";
export { parseRequestId } from "./request-id.js";
export { executionStatusSchema, jobRequestSchema, type Schema } from "./schemas.js";
export type { UpdateName } from "./updates.js";
export {
  type Answerable,
  type HttpResponse,
  type MediaType,
  parseExecutionStatus,
  type ResponseOptions,
  type SelfLink,
  type SimpleExceptionDetail,
  toHttpResponse,
} from "./wire.js";
