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

/** Draws stored records. The parser selects the well-formed shapes; the other fields are drawn. */

const FIRST = "handle-1";
/** UPDATE is not a final status: the parser rejects it. */
const REPORTS = [null, ...EXECUTION_STATUSES] as readonly (FinalStatus | null)[];

/** Handles of executions, the latest first: from one execution to the most that a record keeps. */
const HANDLES = Array.from({ length: MAX_EARLIER_HANDLES + 1 }, (_, i) => `handle-${i + 1}`).reverse();
const handlesOfExecutions = fc.constantFrom(...HANDLES.map((_, i) => HANDLES.slice(-1 - i)));

/** Every combination of the fields that the rules of well-formed records read. */
function* shapesIn(state: RequestState, started: boolean): Generator<JobRequest> {
  const execution = started ? { attempt: 1, requestHandle: FIRST } : {};
  for (const retries of [0, 1])
    for (const reportedStatus of REPORTS)
      for (const executableState of [null, "SUCCEEDED", "WARNING"] as const)
        for (const errorType of [null, "SYSTEM", "BUSINESS", "TIMEOUT"] as const)
          for (const cancelSeenAt of [null, 0]) {
            const fields = { reportedStatus, executableState, errorType, cancelSeenAt };
            yield { ...createRequest({ requestId: 1, retries }), ...execution, ...fields, state };
          }
}

const isWellFormed = (request: JobRequest): boolean => parseJobRequest(request).issues === undefined;

/** Records with and without an execution are drawn equally often, although there are many more shapes with one. */
function shapeIn(state: RequestState): fc.Arbitrary<JobRequest> {
  const either = [true, false].map((started) => [...shapesIn(state, started)].filter(isWellFormed));
  return fc.oneof(...either.filter(({ length }) => length > 0).map((some) => fc.constantFrom(...some)));
}

/** Computed once for each state. */
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

/** The states whose records always have an execution. Most inputs matter there. */
const STARTED = REQUEST_STATES.filter((state) => !isWellFormed({ ...createRequest({ requestId: 1 }), state }));

/** Draws those more often than the others. */
const anyState = fc.oneof(fc.constantFrom(...REQUEST_STATES), fc.constantFrom(...STARTED));

/**
 * Draws a record that `parseJobRequest` accepts. It has up to 17 handles, some or no retries left, and texts of every
 * kind. States in which an execution has begun are drawn more often.
 *
 * @param state the record's state. Default: any
 */
export const wellFormedRequest = (state?: RequestState): fc.Arbitrary<JobRequest> =>
  state === undefined ? anyState.chain(recordIn) : recordIn(state);
