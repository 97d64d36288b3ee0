import fc from "fast-check";
import {
  createRequest,
  EXECUTION_STATUSES,
  type FinalStatus,
  type JobRequest,
  parseJobRequest,
  REQUEST_STATES,
  type RequestState,
} from "../index.js";
import { MAX_REQUEST_ID } from "../input/request-id.js";
import { MAX_EARLIER_HANDLES } from "../lifecycle/assign-actions.js";
import { FORCE_CANCEL_AFTER_MS } from "../lifecycle/request-queries.js";

/** Records as they may be stored: the parser is asked which shapes those have, and the rest is drawn. */

const FIRST = "handle-1";
/** The parser sees to it that UPDATE is none. */
const REPORTS = [null, ...EXECUTION_STATUSES] as readonly (FinalStatus | null)[];

/** Of executions, latest first: of one, and up to as many as a record keeps. */
const HANDLES = Array.from({ length: MAX_EARLIER_HANDLES + 1 }, (_, i) => `handle-${i + 1}`).reverse();
const handlesOfExecutions = fc.constantFrom(...HANDLES.map((_, i) => HANDLES.slice(-1 - i)));

/** All that the rules of well-formed records speak of, in every combination. */
function* shapesIn(state: RequestState, started: boolean): Generator<JobRequest> {
  const execution = started ? { attempt: 1, requestHandle: FIRST } : {};
  for (const retries of [0, 1])
    for (const reportedStatus of REPORTS)
      for (const executableState of [null, "SUCCEEDED", "WARNING"] as const)
        for (const errorType of [null, "SYSTEM", "BUSINESS", "TIMEOUT"] as const)
          for (const cancelSeenAt of [null, 0]) {
            const told = { reportedStatus, executableState, errorType, cancelSeenAt };
            yield { ...createRequest({ requestId: 1, retries }), ...execution, ...told, state };
          }
}

const isWellFormed = (request: JobRequest): boolean => parseJobRequest(request).issues === undefined;

/** Executed or not, where both may be, equally often: there are many more shapes of what was. */
function shapeIn(state: RequestState): fc.Arbitrary<JobRequest> {
  const either = [true, false].map((started) => [...shapesIn(state, started)].filter(isWellFormed));
  return fc.oneof(...either.filter(({ length }) => length > 0).map((some) => fc.constantFrom(...some)));
}

/** Worked out once for a state. */
const shapes = new Map<RequestState, fc.Arbitrary<JobRequest>>();

const text = fc.option(fc.string());

function recordIn(state: RequestState): fc.Arbitrary<JobRequest> {
  const shape = shapes.get(state) ?? shapeIn(state);
  shapes.set(state, shape);
  return fc
    .record({
      shape,
      requestId: fc.bigInt({ min: 1n, max: BigInt(MAX_REQUEST_ID) }).map(String),
      handles: handlesOfExecutions,
      attempt: fc.integer({ min: 1, max: 9 }),
      retriedCount: fc.nat(3),
      retriesLeft: fc.integer({ min: 1, max: 2 }),
      message: text,
      update: text,
      pausedState: text,
      timedOut: fc.boolean(),
      seenAt: fc.nat(10 * FORCE_CANCEL_AFTER_MS),
    })
    .map(({ shape, handles, attempt, retriesLeft, seenAt, ...drawn }) => {
      const begun = { requestHandle: handles[0]!, earlierHandles: handles.slice(1), attempt };
      return {
        ...shape,
        ...drawn,
        ...(shape.requestHandle === null ? {} : begun),
        retries: drawn.retriedCount + shape.retries * retriesLeft,
        cancelSeenAt: shape.cancelSeenAt === null ? null : seenAt,
      };
    });
}

/** The states from which most can happen: whatever is in one has begun to be executed. */
const STARTED = REQUEST_STATES.filter((state) => ![...shapesIn(state, false)].some(isWellFormed));

/** They come up more often than the rest. */
const anyState = fc.oneof(fc.constantFrom(...REQUEST_STATES), fc.constantFrom(...STARTED));

/**
 * A record that `parseJobRequest` takes: in the state that is asked for, or in any, those in which an execution has
 * begun more often than the rest. It has up to 17 handles, retries left or none, and texts of every kind.
 *
 * @param state its state; any unless told
 */
export const wellFormedRequest = (state?: RequestState): fc.Arbitrary<JobRequest> =>
  state === undefined ? anyState.chain(recordIn) : recordIn(state);
