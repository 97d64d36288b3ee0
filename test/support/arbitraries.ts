import {
  acceptedEvents,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  type ExecutionStatusInput,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  type LifecycleEventName,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { type Input, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { isExecutionStatus } from "../../src/names.js";

/** What the properties need beside the arbitraries of the testing entry. */

const HALF_HOUR = 30 * 60 * 1000;
export const FOREIGN_HANDLE = "handle-of-another-request";

/** A well-formed record in one state. */
export const recordIn = (state: RequestState): fc.Arbitrary<JobRequest> => wellFormedRequest(state);

export const anyState = fc.constantFrom(...REQUEST_STATES);
export const liveState = fc.constantFrom(...REQUEST_STATES.filter((state) => !isTerminal(state)));
export const wellFormed = wellFormedRequest();

/** Right types, but the fields need not agree: what the functions must answer all the same. */
export const rightlyTyped: fc.Arbitrary<JobRequest> = fc
  .tuple(wellFormed, wellFormed, fc.array(fc.boolean(), { minLength: 16, maxLength: 16 }))
  .map(([one, other, picks]) => {
    const fields = Object.keys(one) as (keyof JobRequest)[];
    return Object.fromEntries(
      fields.map((field, i) => [field, (picks[i] ? one : other)[field]]),
    ) as unknown as JobRequest;
  });

/** What a sequence needs for one step, whatever the state is by then: drawn first, interpreted when it is reached. */
export interface Draw {
  readonly wild: boolean;
  readonly ends: boolean;
  readonly name: number;
  readonly handle: number;
  readonly text: string | null | undefined;
  readonly result: "PROCEED" | "WARN" | "BIZ_ERROR" | "SYSTEM_ERROR" | "CANCEL" | "DELAY";
  readonly state: "SUCCEEDED" | "WARNING" | "ERROR" | "CANCELLED";
  readonly wait: number;
}

export const draw: fc.Arbitrary<Draw> = fc.record({
  wild: fc.nat(9).map((n) => n === 0),
  ends: fc.nat(9).map((n) => n === 0),
  name: fc.nat(999),
  handle: fc.nat(19),
  text: fc.oneof(fc.string(), fc.constantFrom(null, undefined, "")),
  result: fc.constantFrom("PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"),
  state: fc.constantFrom("SUCCEEDED", "WARNING", "ERROR", "CANCELLED"),
  wait: fc.constantFrom(0, 1, HALF_HOUR - 1, HALF_HOUR, 2 * HALF_HOUR),
});

/** The latest handle mostly; else an earlier one, a foreign one or none. */
function handleOf(request: JobRequest, { handle }: Draw): string | undefined {
  if (handle <= 16) return request.requestHandle ?? FOREIGN_HANDLE;
  if (handle === 17) return request.earlierHandles.at(-1) ?? FOREIGN_HANDLE;
  return handle === 18 ? FOREIGN_HANDLE : undefined;
}

export function callbackFrom(request: JobRequest, drawn: Draw): ExecutionStatusInput {
  return {
    requestHandle: handleOf(request, drawn),
    status: EXECUTION_STATUSES[drawn.name % EXECUTION_STATUSES.length]!,
    statusMessage: drawn.text,
  };
}

/** An event of one name, with a payload that fits. A start or a resume gets a new handle mostly. */
export function eventNamed(type: LifecycleEventName, request: JobRequest, drawn: Draw): LifecycleEvent {
  const begins = type === "start" || type === "resume";
  const fresh = `${request.requestHandle ?? "handle"}'`;
  const requestHandle = begins && drawn.handle <= 17 ? fresh : (handleOf(request, drawn) ?? FOREIGN_HANDLE);
  const at = (request.cancelSeenAt ?? 0) + drawn.wait;
  return { type, requestHandle, at, message: drawn.text, result: drawn.result, state: drawn.state } as LifecycleEvent;
}

export type Step = Input;

/** What the state may accept; after its final report nothing that an execution sends. */
function acceptableIn({ state, reportedStatus }: JobRequest): readonly (ExecutionStatus | LifecycleEventName)[] {
  const accepted = acceptedEvents(state);
  return reportedStatus === null ? accepted : accepted.filter((name) => !isExecutionStatus(name));
}

/** What the draw means for this record: nine times of ten something acceptable. */
export function stepFrom(request: JobRequest, drawn: Draw): Step {
  const accepted = acceptableIn(request);
  const names = drawn.wild || accepted.length === 0 ? [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS] : accepted;
  const name = names[drawn.name % names.length]!;
  if (isExecutionStatus(name)) return { callback: { ...callbackFrom(request, drawn), status: name } };
  return { event: eventNamed(name, request, drawn) };
}
