import {
  applyExecutionStatus,
  applyLifecycleEvent,
  COMPLETION_STATES,
  EVENT_PAYLOADS,
  type EventPayload,
  type ExecutionStatus,
  FORCE_CANCEL_AFTER_MS,
  HANDLER_RESULTS,
  isExecutionStatus,
  isLifecycleEventName,
  type JobRequest,
  type LifecycleEvent,
  type LifecycleEventName,
  type Outcome,
} from "../index.js";
import { PAYLOAD_VALIDATORS } from "../input/validators.js";
import type { ObservedCallback, ObservedEvent } from "./history.js";
import type { Sender } from "./positions.js";

/**
 * A callback or event of which not everything is known. Members that are not valid are all alike, and so are unknown
 * names.
 */
export interface Input {
  /** The status of a callback; undefined for an event. */
  readonly status?: ExecutionStatus | typeof INVALID;
  /** The name of an event; undefined for a callback. */
  readonly type?: LifecycleEventName | typeof INVALID;
  /** The known members of an event, except the handle and a valid time. */
  readonly payload: Partial<Record<keyof EventPayload, unknown>>;
  /** The handle of its label; null if it is missing, undefined if it is unknown. */
  readonly handle: string | null | undefined;
  /** The time, if it is known and valid. */
  readonly at: number | undefined;
  /** Equal for inputs that differ at most in handle and time. */
  readonly key: string;
}

/** A value that no member may have. */
const INVALID = -1;

type HandleOf = (label: unknown) => unknown;

export function readCallback(callback: ObservedCallback | undefined, handleOf?: HandleOf): Input {
  const { status, requestHandle } = callback ?? {};
  const handle = readHandle(requestHandle, handleOf);
  const known = isExecutionStatus(status) ? status : INVALID;
  return { status: known, payload: {}, handle, at: undefined, key: `${known}` };
}

export function readEvent(event: ObservedEvent | undefined, handleOf?: HandleOf): Input {
  const given: Partial<ObservedEvent> = event ?? {};
  const { type, requestHandle, at } = given;
  const known = isLifecycleEventName(type) ? type : INVALID;
  const members: readonly (keyof EventPayload)[] = known === INVALID ? [] : EVENT_PAYLOADS[known];
  const payload = Object.fromEntries(members.map((member) => [member, knownMember(member, given[member])]));
  const time = isTime(at) ? at : undefined;
  return {
    type: known,
    payload,
    handle: "requestHandle" in payload ? readHandle(requestHandle, handleOf) : null,
    at: time,
    key: `event ${known} ${Object.values(payload)} ${time === undefined}`,
  };
}

function readHandle(label: unknown, handleOf?: HandleOf): string | null | undefined {
  const handle = handleOf?.(label);
  return typeof handle === "string" && handle !== "" ? handle : handle === undefined ? undefined : null;
}

const isTime = (at: unknown): at is number => PAYLOAD_VALIDATORS.at.isValid(at);

/** Undefined for a value that is unknown or makes no difference. */
function knownMember(member: keyof EventPayload, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (!PAYLOAD_VALIDATORS[member].isValid(value)) return INVALID;
  return member === "result" || member === "state" ? value : undefined;
}

/** Applies the input to a record of a position, in every way in which its unknown members can be filled in. */
export function outcomesOf(record: JobRequest, input: Input, sender: Sender, isTooEarly?: boolean): readonly Outcome[] {
  const { status, type, payload } = input;
  if (status !== undefined)
    return [applyExecutionStatus(record, { status: status as ExecutionStatus, requestHandle: sender })];
  const unknown = (Object.keys(payload) as (keyof EventPayload)[]).filter((member) => payload[member] === undefined);
  const events = unknown.reduce<readonly object[]>(
    (filled, member) =>
      filled.flatMap((one) => choices(member, input, sender, isTooEarly).map((value) => ({ ...one, [member]: value }))),
    [{ ...payload, type }],
  );
  return events.map((event) => applyLifecycleEvent(record, event as LifecycleEvent));
}

/** Times in relation to a job that was last seen at 0. */
const [TOO_EARLY, LATE_ENOUGH] = [0, FORCE_CANCEL_AFTER_MS];

function choices(member: keyof EventPayload, { at }: Input, sender: Sender, isTooEarly?: boolean): readonly unknown[] {
  switch (member) {
    case "requestHandle":
      return [sender];
    case "at":
      return at === undefined ? [TOO_EARLY, LATE_ENOUGH, INVALID] : [isTooEarly ? TOO_EARLY : LATE_ENOUGH];
    case "message":
      return [undefined];
    case "result":
      return [...HANDLER_RESULTS, INVALID];
    case "state":
      return [...COMPLETION_STATES, INVALID];
  }
}
