import fc from "fast-check";
import { FORCE_CANCEL_AFTER } from "../guards.js";
import { EXECUTION_STATUSES, type JobRequest, REQUEST_STATES, type RequestState } from "../index.js";
import { LARGEST_REQUEST_ID } from "../request-id.js";
import { EARLIER_HANDLES_KEPT } from "../updates.js";

/** Records as they may be stored, built to the rules rather than filtered by the parser. */

const NEVER_STARTED: readonly RequestState[] = [
  "PENDING_VALIDATION",
  "VALIDATION_FAILED",
  "EXPIRED",
  "SCHEDULE_ENDED",
  "FINISHED",
];
const ALWAYS_STARTED: readonly RequestState[] = [
  "RUNNING",
  "CANCELLING",
  "PAUSED",
  "ERROR_AUTO_RETRY",
  "ERROR_MANUAL_RECOVERY",
  "COMPLETED",
];
const MOST_HANDLES = EARLIER_HANDLES_KEPT + 1;

const orNull = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });
const text = orNull(fc.string());
const finalStatus = fc.constantFrom(...EXECUTION_STATUSES.filter((status) => status !== "UPDATE"));

/** Handles of executions, latest first: of one, and up to as many as a record keeps. */
const handles = fc
  .integer({ min: 1, max: MOST_HANDLES })
  .map((count) => Array.from({ length: count }, (_, i) => `handle-${count - i}`));

function startedIn(state: RequestState): fc.Arbitrary<boolean> {
  if (NEVER_STARTED.includes(state)) return fc.constant(false);
  return ALWAYS_STARTED.includes(state) ? fc.constant(true) : fc.boolean();
}

function reportedIn(state: RequestState): fc.Arbitrary<JobRequest["reportedStatus"]> {
  if (state === "RUNNING") return fc.constant(null);
  if (state === "PAUSED") return fc.constantFrom("PAUSE", "SUSPEND");
  if (state === "COMPLETED") return fc.constantFrom("SUCCESS", "WARNING");
  if (state === "ERROR_AUTO_RETRY") return fc.constant("ERROR");
  return orNull(finalStatus);
}

const drawnIn = (state: RequestState) =>
  fc.record({
    started: startedIn(state),
    requestId: fc.bigInt({ min: 1n, max: BigInt(LARGEST_REQUEST_ID) }).map(String),
    handles,
    reportedStatus: reportedIn(state),
    attempt: fc.integer({ min: 1, max: 9 }),
    retriedCount: fc.nat(3),
    retriesLeft: fc.integer({ min: state === "ERROR_AUTO_RETRY" ? 1 : 0, max: 2 }),
    message: text,
    update: text,
    pausedState: text,
    executableState: orNull(fc.constantFrom("SUCCEEDED" as const, "WARNING" as const)),
    errorType: orNull(fc.constantFrom("SYSTEM" as const, "BUSINESS" as const, "TIMEOUT" as const)),
    timedOut: fc.boolean(),
    cancelSeenAt: orNull(fc.nat(10 * FORCE_CANCEL_AFTER)),
  });

const recordIn = (state: RequestState): fc.Arbitrary<JobRequest> =>
  drawnIn(state).map(({ started, handles: [latest = "", ...earlier], retriesLeft, ...drawn }) => ({
    schemaVersion: 1,
    requestId: drawn.requestId,
    state,
    requestHandle: started ? latest : null,
    earlierHandles: started ? earlier : [],
    reportedStatus: started ? drawn.reportedStatus : null,
    attempt: started ? drawn.attempt : 0,
    retries: drawn.retriedCount + retriesLeft,
    retriedCount: drawn.retriedCount,
    message: drawn.message,
    update: drawn.update,
    pausedState: drawn.pausedState,
    executableState:
      state === "COMPLETED" ? (drawn.executableState ?? "SUCCEEDED") : started ? drawn.executableState : null,
    errorType: state === "ERROR" ? drawn.errorType : null,
    timedOut: drawn.timedOut,
    cancelSeenAt: state === "CANCELLING" ? (drawn.cancelSeenAt ?? 0) : drawn.cancelSeenAt,
  }));

/** The states from which most can happen come up more often than the rest. */
const anyState = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(...REQUEST_STATES) },
  { weight: 1, arbitrary: fc.constantFrom(...ALWAYS_STARTED) },
);

/**
 * A record that `parseJobRequest` takes: in the state that is asked for, or in any, those in which an execution has
 * begun more often than the rest. It has up to 17 handles, retries left or none, and texts of every kind.
 *
 * @param state its state; any unless told
 */
export const wellFormedRequest = (state?: RequestState): fc.Arbitrary<JobRequest> =>
  state === undefined ? anyState.chain(recordIn) : recordIn(state);
