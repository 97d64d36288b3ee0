import {
  acceptedEvents,
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  EXECUTION_STATUSES,
  type ExecutionStatusInput,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  REQUEST_STATES,
} from "ess-request-machine";
import type { Draws } from "./draws.js";
import { MARK, MARKED_NUMBER, text } from "./values.js";
import { isStatus } from "./well-formed.js";

/** Generates valid records, and valid inputs for them. */

const HALF_HOUR = 30 * 60_000;
const RESULTS = ["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"] as const;
const COMPLETIONS = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"] as const;
const ID_BOUNDS = ["1", "9223372036854775807", "9223372036854775806", "9007199254740993"];

export function requestId(draws: Draws): string {
  return draws.chance(50) ? draws.pick(ID_BOUNDS) : String(1 + draws.below(2 ** 31));
}

const textOrNull = (draws: Draws) => draws.pick([null, MARK, "", `${MARK} of something`]);
const freshHandle = (draws: Draws) => `${MARK}-handle-${draws.below(2 ** 31)}`;

/** Returns mostly the current handle, else an earlier or a foreign one. */
function senderOf(draws: Draws, { requestHandle, earlierHandles }: JobRequest): string {
  if (draws.chance(20)) return draws.pick([freshHandle(draws), ...earlierHandles]);
  return requestHandle ?? freshHandle(draws);
}

export function callbackFor(draws: Draws, request: JobRequest): ExecutionStatusInput {
  const callback = { requestHandle: senderOf(draws, request), status: draws.pick(EXECUTION_STATUSES) };
  return draws.chance(60) ? { ...callback, statusMessage: textOrNull(draws) } : callback;
}

/** Returns an event of this type with the members of all events. */
function eventNamed(draws: Draws, type: string, request: JobRequest): LifecycleEvent {
  const startsExecution = type === "start" || type === "resume";
  return {
    type,
    requestHandle: startsExecution && !draws.chance(15) ? freshHandle(draws) : senderOf(draws, request),
    at: (request.cancelSeenAt ?? 0) + draws.pick([0, 1, HALF_HOUR - 1, HALF_HOUR, MARKED_NUMBER]),
    message: textOrNull(draws),
    result: draws.pick(RESULTS),
    state: draws.pick(COMPLETIONS),
  } as LifecycleEvent;
}

/** Returns mostly an event that the state may accept. */
export function eventFor(draws: Draws, request: JobRequest): LifecycleEvent {
  const accepted = acceptedEvents(request.state).filter((name) => !isStatus(name));
  const names = accepted.length === 0 || draws.chance(30) ? LIFECYCLE_EVENTS : accepted;
  return eventNamed(draws, draws.pick(names), request);
}

/** Preferred events: without a preference, few generated requests would start to run. */
const FORWARD = ["validationPassed", "dispatch", "start", "retry", "recover", "release", "unblock", "resume"];

function likelyName(draws: Draws, { state }: JobRequest) {
  const accepted = acceptedEvents(state);
  const forward = draws.chance(70) ? accepted.find((name) => FORWARD.includes(name)) : undefined;
  return forward ?? draws.pick(accepted);
}

/** Applies one input. Mostly skips inputs that would end the request. */
function stepped(draws: Draws, request: JobRequest): JobRequest {
  const name = likelyName(draws, request);
  if (name === undefined) return request;
  const next = isStatus(name)
    ? applyExecutionStatus(request, { ...callbackFor(draws, request), status: name } as ExecutionStatusInput).request
    : applyLifecycleEvent(request, eventNamed(draws, name, request)).request;
  return isTerminal(next.state) && !draws.chance(15) ? request : next;
}

const MAX_STEPS = 24;

/** Returns the record of a request after up to 24 random inputs. */
export function played(draws: Draws): JobRequest {
  const id = requestId(draws);
  let request = createRequest({ requestId: id, retries: draws.below(3), validated: !draws.chance(20) });
  for (let left = draws.below(MAX_STEPS + 1); left > 0; left -= 1) request = stepped(draws, request);
  return request;
}

const handles = (draws: Draws) => Array.from({ length: draws.below(17) }, () => `${MARK}-handle-${draws.below(20)}`);
const count = (draws: Draws) => draws.pick([0, 1, 2, 3, 2 ** 53, 1e300]);

const RIGHT_VALUES: { readonly [F in keyof JobRequest]: (draws: Draws) => JobRequest[F] } = {
  schemaVersion: () => 1,
  requestId,
  state: (draws) => draws.pick(REQUEST_STATES),
  requestHandle: (draws) => draws.pick([null, ...handles(draws)]),
  earlierHandles: handles,
  reportedStatus: (draws) =>
    draws.pick([null, "SUCCESS", "PAUSE", "WARNING", "ERROR", "BUSINESS_ERROR", "CANCEL", "SUSPEND"]),
  attempt: count,
  retries: count,
  retriedCount: count,
  message: textOrNull,
  update: textOrNull,
  pausedState: textOrNull,
  executableState: (draws) => draws.pick([null, "SUCCEEDED", "WARNING"]),
  errorType: (draws) => draws.pick([null, "SYSTEM", "BUSINESS", "TIMEOUT"]),
  timedOut: (draws) => draws.chance(50),
  cancelSeenAt: (draws) => draws.pick([null, 0, HALF_HOUR, Number.MAX_SAFE_INTEGER]),
};
const FIELDS = Object.keys(RIGHT_VALUES) as (keyof JobRequest)[];

/** Returns a record with fields of the right type that may contradict each other. */
export function typed(draws: Draws): JobRequest {
  const record: Record<string, unknown> = { ...played(draws) };
  for (let left = 1 + draws.below(4); left > 0; left -= 1) {
    const field = draws.pick(FIELDS);
    record[field] = RIGHT_VALUES[field](draws);
  }
  return record as unknown as JobRequest;
}

const LENGTHENED = ["0", "1", "-", "+", " ", ".0", "e3", "n", "\n", "١", MARK];

/** Returns an id in one of its notations, or a value similar to an id. */
export function nearId(draws: Draws): unknown {
  const id = requestId(draws);
  switch (draws.below(8)) {
    case 0:
    case 1:
      return id;
    case 2:
      return BigInt(id) + BigInt(draws.below(3) - 1);
    case 3:
      return Number(id);
    case 4:
      return draws.pick(LENGTHENED) + id;
    case 5:
      return id + draws.pick(LENGTHENED);
    case 6:
      return String(BigInt(id) * 10n ** BigInt(draws.below(4)) + BigInt(draws.below(3)));
    default:
      return text(draws);
  }
}
