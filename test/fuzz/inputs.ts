import {
  acceptedEvents,
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  EXECUTION_STATUSES,
  type JobRequest,
  LIFECYCLE_EVENTS,
} from "ess-request-machine";
import { type Input, inputsFrom, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { rightlyTyped } from "../support/arbitraries.js";
import { type Change, disguised, hostile, nameAt } from "./hostile.js";
import { anyJson, anyObject, anyValue, MARK, text } from "./values.js";
import { isStatus } from "./well-formed.js";

/** Draws the inputs of targets: valid ones, half of which are then damaged. */

export interface Case {
  /** The input, or what it is made of. */
  readonly input: unknown;
  /** The record that the input is applied to, if the target takes one. */
  readonly request?: JobRequest;
}

const MARKED = ["requestHandle", "message", "statusMessage", "update", "pausedState"];
const mark = (value: unknown) => (typeof value === "string" && value !== "" ? `${MARK}-${value}` : value);

/** Marks all handles and texts. */
function marked<Members extends object>(members: Members): Members {
  const { earlierHandles } = members as Partial<JobRequest>;
  const texts = Object.entries(members).map(([name, value]) => [name, MARKED.includes(name) ? mark(value) : value]);
  return { ...Object.fromEntries(texts), ...(earlierHandles && { earlierHandles: earlierHandles.map(mark) }) };
}

const applied = (request: JobRequest, { callback, event }: Input): JobRequest =>
  (event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event)).request;

/** The record of a request after some inputs. */
const played = fc.tuple(fc.nat(2), fc.boolean()).chain(([retries, validated]) => {
  const created = createRequest({ requestId: 1, retries, validated });
  return inputsFrom(created, 24).map((inputs) => inputs.reduce(applied, created));
});

/** The first two draw what the parser accepts, so they would not show a record that the parser rejects wrongly. */
export const wellFormed = fc.oneof(
  { weight: 6, arbitrary: wellFormedRequest() },
  { weight: 2, arbitrary: wellFormedRequest("RUNNING") },
  { weight: 1, arbitrary: played },
);

const count = fc.constantFrom(0, 1, 2, 3, 2 ** 53, 1e300);
const handles = fc.array(fc.nat(20), { maxLength: 17 }).map((numbers) => numbers.map((number) => `handle-${number}`));
const unlikely = fc.record(
  { attempt: count, retries: count, retriedCount: count, earlierHandles: handles },
  { requiredKeys: [] },
);

/** A record with fields of the right types that may contradict each other. */
export const typed = fc
  .tuple(rightlyTyped, fc.oneof(fc.constant({}), unlikely))
  .map(([request, fields]) => ({ ...request, ...fields }));

/** Mostly the handle of the current execution, else a new or an earlier one. */
const senderOf = ({ requestHandle, earlierHandles }: JobRequest) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(requestHandle ?? "handle-18") },
    { weight: 1, arbitrary: fc.constant("handle-19") },
    { weight: 1, arbitrary: fc.constantFrom("handle-20", ...earlierHandles) },
  );

const message = fc.constantFrom(null, "", "text");
export const callbackFor = (request: JobRequest) =>
  fc.record(
    { requestHandle: senderOf(request), status: fc.constantFrom(...EXECUTION_STATUSES), statusMessage: message },
    { requiredKeys: ["requestHandle", "status"] },
  );

const HALF_HOUR = 30 * 60_000;

/** Mostly an event that the state may accept, with the members of all events. */
export function eventFor(request: JobRequest) {
  const accepted = acceptedEvents(request.state).filter((name) => !isStatus(name));
  return fc.record({
    type: fc.oneof(
      { weight: 7, arbitrary: fc.constantFrom(...(accepted.length > 0 ? accepted : LIFECYCLE_EVENTS)) },
      { weight: 3, arbitrary: fc.constantFrom(...LIFECYCLE_EVENTS) },
    ),
    requestHandle: senderOf(request),
    at: fc.constantFrom(0, 1, HALF_HOUR - 1, HALF_HOUR).map((after) => (request.cancelSeenAt ?? 0) + after),
    message,
    result: fc.constantFrom("PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"),
    state: fc.constantFrom("SUCCEEDED", "WARNING", "ERROR", "CANCELLED"),
  });
}

/** Omits or replaces one member. */
const wrongMember = fc.record({ at: fc.nat(15), value: fc.oneof(text, anyValue), isOmitted: fc.boolean() }).map(
  ({ at, value, isOmitted }): Change =>
    (right) => {
      const { [nameAt(right, at)]: _, ...others } = right as Record<string, unknown>;
      return isOmitted ? others : { ...others, [nameAt(right, at)]: value };
    },
);

const damage: fc.Arbitrary<Change> = fc.oneof(
  { withCrossShrink: true },
  { weight: 47, arbitrary: fc.constant((right: object) => right) },
  { weight: 25, arbitrary: wrongMember },
  { weight: 8, arbitrary: disguised },
  { weight: 8, arbitrary: hostile },
  { weight: 6, arbitrary: anyValue.map((value) => () => value) },
  { weight: 6, arbitrary: anyJson.map((value) => () => value) },
);

/** Draws a record and an input for it, with all content marked. */
export const valid = (requests: fc.Arbitrary<JobRequest>, inputFor: (request: JobRequest) => fc.Arbitrary<object>) =>
  requests.chain((request) => inputFor(request).map((right) => ({ request: marked(request), right: marked(right) })));

const damaged = (drawn: ReturnType<typeof valid>) =>
  fc.tuple(drawn, damage).map(([{ request, right }, change]) => ({ request, input: change(right) }));

export const callbackCases = (requests: fc.Arbitrary<JobRequest>) => damaged(valid(requests, callbackFor));
export const eventCases = (requests: fc.Arbitrary<JobRequest>) => damaged(valid(requests, eventFor));

export const bodyCases = callbackCases(wellFormed).map(({ input }): Case => ({ input }));
export const recordCases = fc
  .tuple(fc.oneof(wellFormed, typed), damage)
  .map(([request, change]): Case => ({ input: change(marked(request)) }));

const id = fc.bigInt({ min: 0n, max: 2n ** 63n });
const affix = fc.constantFrom("0", "1", "-", "+", " ", ".0", "e3", "n", "\n", "١", MARK);

/** An id in one of its notations, or something similar. */
export const nearId = fc.oneof(
  id.map(String),
  id,
  id.map(Number),
  fc.maxSafeInteger(),
  fc.double(),
  fc.tuple(affix, id).map(([before, digits]) => before + digits),
  fc.tuple(id, affix).map(([digits, after]) => digits + after),
  text,
);
export const idCases = fc
  .oneof({ weight: 9, arbitrary: nearId }, { weight: 1, arbitrary: anyValue })
  .map((input): Case => ({ input }));

const INTERNAL_NAMES = "element issues problem reason kind guard noEffect target assigns effects value path get then";
const POLLUTABLE = ["status", "requestHandle", "statusMessage", "type", "at", "state", ...INTERNAL_NAMES.split(" ")];

/** Members that prototype pollution through JSON could add to Object.prototype. Valid ones are the most dangerous. */
export const pollution: fc.Arbitrary<object> = fc.oneof(
  { withCrossShrink: true },
  fc.constant({}),
  fc
    .tuple(fc.constantFrom(...POLLUTABLE), fc.oneof(fc.constantFrom(MARK, 1), anyObject))
    .map(([name, value]) => ({ [name]: value })),
  wellFormedRequest().map(marked),
  valid(wellFormed, (request) => fc.oneof(callbackFor(request), eventFor(request))).map(({ right }) => right),
);
