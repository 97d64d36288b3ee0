import { isTerminal } from "./facts.js";
import type { JobRequest, RequestContext } from "./job-request.js";
import type { CompletionState, HandlerResult } from "./names.js";
import { isExecutionStatus } from "./names.js";

/**
 * The chart's guards: plain predicates, used by the table and by the machine alike. What a guard asks of its input is
 * in its signature, and the chart's type lets it stand only on the edges of events that carry that.
 */

/** Whoever reports or asks: a callback or a `checkIn`. */
interface Sender {
  readonly requestHandle?: unknown;
}

export const MINUTE = 60_000;

/** How long a cancelled job must not have been seen before it can be given up, in milliseconds. */
export const FORCE_CANCEL_AFTER = 30 * MINUTE;

export const isNonEmptyString = (value: unknown): value is string => typeof value === "string" && value !== "";

const isEarlier = ({ earlierHandles }: RequestContext, handle: unknown): boolean =>
  (earlierHandles as readonly unknown[]).includes(handle);

const isStaleHandle = (request: RequestContext, { requestHandle }: Sender): boolean =>
  isEarlier(request, requestHandle);

const isAwaitingCallback = (request: RequestContext): boolean =>
  request.requestHandle !== null && request.reportedStatus === null;

/**
 * The fence: the sender is the latest execution and has sent no final report yet. It is asked of every callback, so the
 * cheap questions come first; a handle that is both latest and earlier (in a record that is not well formed) is stale.
 */
const isAwaited = (request: RequestContext, { requestHandle }: Sender): boolean =>
  requestHandle === request.requestHandle &&
  request.reportedStatus === null &&
  isNonEmptyString(requestHandle) &&
  !isEarlier(request, requestHandle);

const isResult = (expected: HandlerResult) => (_: RequestContext, event: { readonly result: HandlerResult }) =>
  event.result === expected;

const isCompletedAs = (expected: CompletionState) => (_: RequestContext, event: { readonly state: CompletionState }) =>
  event.state === expected;

export const guards = {
  // Why a callback, or a check-in, came to nothing.
  isUnknownStatus: (_: RequestContext, input: { readonly status?: unknown }) => !isExecutionStatus(input.status),
  isHandleMissing: (_: RequestContext, sender: Sender) => !isNonEmptyString(sender.requestHandle),
  isStaleHandle,
  isHandleMismatch: (request: RequestContext, sender: Sender) => sender.requestHandle !== request.requestHandle,
  isDuplicateReport: (request: RequestContext, input: { readonly status?: unknown }) =>
    request.reportedStatus === input.status,
  isAlreadyReported: (request: RequestContext) => request.reportedStatus !== null,
  hasEnded: (request: JobRequest) => isTerminal(request.state),

  // Whether a callback is taken, and what an ERROR leads to.
  isAwaited,
  isAwaitedWithRetriesLeft: (request: RequestContext, sender: Sender) =>
    isAwaited(request, sender) && request.retriedCount < request.retries,

  // Why a lifecycle event is refused.
  hasStarted: (request: RequestContext) => request.attempt !== 0,
  isHandleReused: (request: RequestContext, event: { readonly requestHandle: string }) =>
    event.requestHandle === request.requestHandle || isStaleHandle(request, event),
  isTimedOut: (request: RequestContext) => request.timedOut,
  isNotTimedOut: (request: RequestContext) => !request.timedOut,
  isAwaitingCallback,
  isNotAwaitingCallback: (request: RequestContext) => !isAwaitingCallback(request),
  isTooEarly: (request: RequestContext, event: { readonly at: number }) =>
    request.cancelSeenAt !== null && event.at - request.cancelSeenAt < FORCE_CANCEL_AFTER,
  isNotPostProcessing: (request: RequestContext) =>
    request.reportedStatus !== "SUCCESS" && request.reportedStatus !== "WARNING",

  // What a post-processing handler answered.
  isProceedAfterWarning: (request: RequestContext, event: { readonly result: HandlerResult }) =>
    event.result === "PROCEED" && request.executableState === "WARNING",
  isProceed: isResult("PROCEED"),
  isWarn: isResult("WARN"),
  isBizError: isResult("BIZ_ERROR"),
  isSystemError: isResult("SYSTEM_ERROR"),
  isCancel: isResult("CANCEL"),
  isDelay: isResult("DELAY"),

  // What the operator chose.
  isCompletedAsSucceeded: isCompletedAs("SUCCEEDED"),
  isCompletedAsWarning: isCompletedAs("WARNING"),
  isCompletedAsError: isCompletedAs("ERROR"),
  isCompletedAsCancelled: isCompletedAs("CANCELLED"),
};

export type Guards = typeof guards;
/**
 * The name of a guard, as the chart has it.
 *
 * @useDeclaredType
 */
export type GuardName = keyof Guards;
