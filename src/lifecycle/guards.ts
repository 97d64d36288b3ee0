import type { JobRequest, RequestContext } from "./job-request.js";
import { type CompletionState, type HandlerResult, isExecutionStatus } from "./names.js";
import { FORCE_CANCEL_AFTER_MS, isCallbackAwaited } from "./request-queries.js";
import { TERMINAL_STATES } from "./states.js";

/**
 * The guards of the chart, shared by the pure functions and the XState machine. The second parameter of a guard states
 * what it reads of the callback or event; the type of the chart allows a guard only where the event carries that.
 */

/** A callback or a `checkIn`: its sender identifies itself by a handle. */
interface Sender {
  readonly requestHandle?: unknown;
}

export const isNonEmptyString = (value: unknown): value is string => typeof value === "string" && value !== "";

/** A loop, since most records have no earlier handles and `includes` takes longer than an empty loop. */
function isStaleHandle({ earlierHandles }: RequestContext, { requestHandle }: Sender): boolean {
  for (let i = 0; i < earlierHandles.length; i++) if (earlierHandles[i] === requestHandle) return true;
  return false;
}

const isResult = (result: HandlerResult) => (_: RequestContext, event: { readonly result: HandlerResult }) =>
  event.result === result;

const choseState = (state: CompletionState) => (_: RequestContext, event: { readonly state: CompletionState }) =>
  event.state === state;

export const guards = {
  // Fencing: the handle is the fencing token. Only the latest execution may report, and only until its final report.
  mayReport: (request: RequestContext, { requestHandle }: Sender) =>
    request.reportedStatus === null && isNonEmptyString(requestHandle) && requestHandle === request.requestHandle,

  // Why a callback or a check-in has no effect.
  isUnknownStatus: (_: RequestContext, input: { readonly status?: unknown }) => !isExecutionStatus(input.status),
  isHandleMissing: (_: RequestContext, { requestHandle }: Sender) => !isNonEmptyString(requestHandle),
  isStaleHandle,
  isHandleMismatch: (request: RequestContext, { requestHandle }: Sender) => requestHandle !== request.requestHandle,
  isDuplicateReport: (request: RequestContext, input: { readonly status?: unknown }) =>
    input.status === request.reportedStatus,
  hasReported: (request: RequestContext) => request.reportedStatus !== null,
  hasEnded: (request: JobRequest) => TERMINAL_STATES.has(request.state),

  // Guards of ERROR.
  canRetry: (request: RequestContext) => request.retriedCount < request.retries,

  // Why a lifecycle event has no effect.
  hasStarted: (request: RequestContext) => request.attempt !== 0,
  isHandleReused: (request: RequestContext, event: { readonly requestHandle: string }) =>
    event.requestHandle === request.requestHandle || isStaleHandle(request, event),
  isTimedOut: (request: RequestContext) => request.timedOut,
  isNotTimedOut: (request: RequestContext) => !request.timedOut,
  isCallbackAwaited,
  isNoCallbackAwaited: (request: RequestContext) => !isCallbackAwaited(request),
  isTooEarly: (request: RequestContext, event: { readonly at: number }) =>
    request.cancelSeenAt !== null && event.at - request.cancelSeenAt < FORCE_CANCEL_AFTER_MS,
  isNotPostProcessing: (request: RequestContext) =>
    request.reportedStatus !== "SUCCESS" && request.reportedStatus !== "WARNING",

  // The answer of the post-processing handler.
  isProceedAfterWarning: (request: RequestContext, event: { readonly result: HandlerResult }) =>
    event.result === "PROCEED" && request.executableState === "WARNING",
  isProceed: isResult("PROCEED"),
  isWarn: isResult("WARN"),
  isBizError: isResult("BIZ_ERROR"),
  isSystemError: isResult("SYSTEM_ERROR"),
  isCancel: isResult("CANCEL"),
  isDelay: isResult("DELAY"),

  // The operator's choice.
  choseSucceeded: choseState("SUCCEEDED"),
  choseWarning: choseState("WARNING"),
  choseError: choseState("ERROR"),
  choseCancelled: choseState("CANCELLED"),
};

/** The guards by name, as functions. */
export type Guards = typeof guards;

/**
 * The name of a guard.
 *
 * @useDeclaredType
 */
export type GuardName = keyof Guards;
