/**
 * The lifecycle of an Oracle Enterprise Scheduler (ESS) job request: a record, what a callback or an event does to it,
 * and the effects to perform afterwards. Pure functions without dependencies.
 *
 * @module ess-request-machine
 */

export { applyExecutionStatus } from "./apply/callbacks.js";
export { applyLifecycleEvent } from "./apply/events.js";
export { explain } from "./apply/explain.js";
export {
  type ExecutionStatusIgnoredReason,
  type ExecutionStatusOutcome,
  type ExecutionStatusRejectedReason,
  type Ignored,
  isAccepted,
  type LifecycleIgnoredReason,
  type LifecycleOutcome,
  type LifecycleRejectedReason,
  type Outcome,
  type Recorded,
  type Rejected,
  shouldStop,
  type Transitioned,
} from "./apply/outcome.js";
export { type Replay, type RequestInput, replay } from "./apply/replay.js";
export {
  type Answerable,
  type HttpResponse,
  type MediaType,
  type ResponseOptions,
  type SelfLink,
  type SimpleExceptionDetail,
  toHttpResponse,
} from "./http/response.js";
export { createRequest, type NewRequest } from "./input/create-request.js";
export { parseExecutionStatus } from "./input/parse-execution-status.js";
export { parseJobRequest } from "./input/parse-job-request.js";
export { parseLifecycleEvent } from "./input/parse-lifecycle-event.js";
export type { Issue, ParseResult } from "./input/read.js";
export { parseRequestId } from "./input/request-id.js";
export { parseRequestState, requestStateFromCode } from "./input/request-state.js";
export { executionStatusSchema, jobRequestSchema, lifecycleEventSchema, type Schema } from "./input/schemas.js";
export {
  type AnnotatedState,
  type AnnotatedTransition,
  type AnnotatedTransitions,
  type Chart,
  type ChartGuardName,
  chart,
  type NoEffectAction,
  type TransitionMeta,
} from "./lifecycle/annotated-chart.js";
export type { AssignActionName } from "./lifecycle/assign-actions.js";
export { acceptedEvents, ignoresMessage } from "./lifecycle/chart-queries.js";
export {
  EVENT_PAYLOADS,
  type EventPayload,
  type ExecutionStatusInput,
  type LifecycleEvent,
  type LifecycleEventOf,
} from "./lifecycle/events.js";
export type { GuardName } from "./lifecycle/guards.js";
export type { EffectHandlers, JobRequest, RequestContext } from "./lifecycle/job-request.js";
export {
  type ChartEvent,
  COMPLETION_STATES,
  type CompletionState,
  EFFECTS,
  type Effect,
  type ErrorType,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  type FinalStatus,
  HANDLER_RESULTS,
  type HandlerResult,
  isExecutionStatus,
  isLifecycleEventName,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
} from "./lifecycle/names.js";
export {
  type IgnoredReason,
  OUTCOME_REASONS,
  type OutcomeReason,
  type Provenance,
  type ReasonEntry,
  type RejectedReason,
  type Source,
} from "./lifecycle/reasons.js";
export {
  FORCE_CANCEL_AFTER_MS,
  forceCancelAllowedAt,
  isAwaitingCallback,
  wasCancelling,
} from "./lifecycle/request-queries.js";
export {
  isRequestState,
  isTerminal,
  type Phase,
  REQUEST_STATES,
  type RequestState,
  type Result,
  type TerminalState,
} from "./lifecycle/states.js";
