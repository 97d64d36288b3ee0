import {
  acceptedEvents,
  type ChartEvent,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
} from "ess-request-machine";
import { MAX_EARLIER_HANDLES } from "../../src/lifecycle/assign-actions.js";
import { EVENT_PAYLOADS, type EventPayload } from "../../src/lifecycle/events.js";
import { COMPLETION_STATES, HANDLER_RESULTS, isExecutionStatus } from "../../src/lifecycle/names.js";
import { FORCE_CANCEL_AFTER_MS as FORCE_CANCEL_AFTER } from "../../src/lifecycle/request-queries.js";
import { INVALID_MEMBERS, INVALID_STATUSES, INVALID_TYPES, inWords, type Named } from "./vectors-invalid-values.js";

/** The inputs of the test vectors: valid, late, foreign and malformed. */

const MINUTE = 60_000;

export type Input = { readonly callback: unknown } | { readonly event: unknown };

export interface Probe {
  /** The status or the event; `callback` or `event` for one without a name. */
  readonly name: string;
  readonly input: Input;
  /** What distinguishes it from the plain input of this name; empty for the plain one. */
  readonly words: string;
}

/** When a request is cancelled, in epoch milliseconds: beyond 32 bits. */
export const CANCELLED_AT = 1_700_000_000_000;

const FOREIGN = "handle-of-another-request";
const numberOf = (handle: string | null): number => Number(handle?.split("-")[1] ?? 0);
const nextHandle = ({ requestHandle }: JobRequest): string => `handle-${numberOf(requestHandle) + 1}`;

/** A text that the record does not contain yet, so that the field shows to which it goes. */
function freshText({ message, update, pausedState }: JobRequest): string {
  const there = [message, update, pausedState];
  return ["text 1", "text 2", "text 3", "text 4"].find((text) => !there.includes(text)) ?? "";
}

const texts = (request: JobRequest): readonly Named[] => [
  { words: "", value: undefined },
  { words: "with text", value: freshText(request) },
  { words: "with empty text", value: "" },
  { words: "with null for text", value: null },
];
const statusMessages = (request: JobRequest): readonly Named[] => [
  ...texts(request),
  { words: "with a number for text", value: 5 },
];

const isFull = ({ earlierHandles }: JobRequest): boolean => earlierHandles.length === MAX_EARLIER_HANDLES;

/** The handles of other senders than the current execution. */
function otherHandles(request: JobRequest): readonly Named[] {
  const { requestHandle, earlierHandles } = request;
  const full = request.state === "RUNNING" && isFull(request);
  const forgotten = `handle-${numberOf(requestHandle) - MAX_EARLIER_HANDLES - 1}`;
  return [
    { words: "", value: FOREIGN },
    ...earlierHandles.slice(-1).map((value) => ({ words: full ? "the oldest that is kept" : "", value })),
    ...(full ? [{ words: "older than those that are kept", value: forgotten }] : []),
  ];
}

const callback = (status: unknown, requestHandle: unknown, words: string, statusMessage?: unknown): Probe => ({
  name: typeof status === "string" ? status : "callback",
  input: { callback: { requestHandle, status, statusMessage } },
  words,
});

function callbacks(status: ExecutionStatus, request: JobRequest): readonly Probe[] {
  const { requestHandle } = request;
  const messages = requestHandle === null ? [] : statusMessages(request);
  return [
    ...messages.map(({ words, value }) => callback(status, requestHandle, words, value)),
    ...otherHandles(request).map(({ words, value }) => callback(status, value, words)),
  ];
}

/** Valid values of a payload member; the first is the plain one. */
function validValues(event: LifecycleEventName, member: keyof EventPayload, request: JobRequest): readonly Named[] {
  if (member === "requestHandle") return event === "checkIn" ? checkInHandles(request) : newHandles(request);
  if (member === "at") return times(event, request);
  if (member === "message") return texts(request);
  if (member === "result") return HANDLER_RESULTS.map((value) => ({ words: value, value }));
  return COMPLETION_STATES.map((value) => ({ words: "", value })); // The outcome says which.
}

const checkInHandles = (request: JobRequest): readonly Named[] => [
  ...(request.requestHandle === null ? [] : [{ words: "", value: request.requestHandle }]),
  ...otherHandles(request),
];

const newHandles = (request: JobRequest): readonly Named[] => [
  { words: "", value: nextHandle(request) },
  ...(request.requestHandle === null ? [] : [{ words: "the latest handle again", value: request.requestHandle }]),
  ...request.earlierHandles.slice(-1).map((value) => ({
    words: isFull(request) ? "the oldest handle that is kept again" : "an earlier handle again",
    value,
  })),
];

function times(event: LifecycleEventName, { cancelSeenAt }: JobRequest): readonly Named[] {
  const seen = cancelSeenAt ?? CANCELLED_AT;
  if (event === "cancel") return [{ words: "", value: CANCELLED_AT }];
  if (event === "checkIn") {
    return [
      { words: "", value: seen + MINUTE },
      { words: "with a time before the last", value: seen - 1 },
    ];
  }
  return [
    { words: "", value: seen + FORCE_CANCEL_AFTER },
    { words: "1 ms less", value: seen + FORCE_CANCEL_AFTER - 1 },
  ];
}

type Payload = { readonly [M in keyof EventPayload]?: unknown };

const event = (type: unknown, words: string, payload: Payload = {}): Probe => ({
  name: typeof type === "string" ? type : "event",
  input: { event: { type, ...payload } },
  words,
});

const membersOf = (type: LifecycleEventName): readonly (keyof EventPayload)[] => EVENT_PAYLOADS[type];

/** An event with every valid payload: all combinations of its members' values. */
function events(type: LifecycleEventName, request: JobRequest): readonly Probe[] {
  let payloads: readonly { words: string; payload: Payload }[] = [{ words: "", payload: {} }];
  for (const member of membersOf(type)) {
    const values = validValues(type, member, request);
    payloads = payloads.flatMap(({ words, payload }) =>
      values.map(({ words: more, value }) => ({
        words: [words, more].filter((some) => some !== "").join(" "),
        payload: { ...payload, [member]: value },
      })),
    );
  }
  return payloads.map(({ words, payload }) => event(type, words, payload));
}

/** Events with one invalid member, and one with only invalid members. */
function invalidEvents(type: LifecycleEventName, request: JobRequest): readonly Probe[] {
  const members = membersOf(type);
  const plain = Object.fromEntries(members.map((member) => [member, validValues(type, member, request)[0]?.value]));
  const one = members.flatMap((member) =>
    INVALID_MEMBERS[member].map(({ words, value }) => event(type, words, { ...plain, [member]: value })),
  );
  return members.length < 2
    ? one
    : [...one, event(type, "no member is valid", Object.fromEntries(members.map((member) => [member, 0.5])))];
}

const probesNamed = (names: readonly ChartEvent[], request: JobRequest): readonly Probe[] =>
  names.flatMap((name) => (isExecutionStatus(name) ? callbacks(name, request) : events(name, request)));

/** Every valid input, accepted or not. */
export const validProbes = (request: JobRequest): readonly Probe[] =>
  probesNamed([...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS], request);

/** Every valid input that the state may accept. */
export const acceptableProbes = (request: JobRequest): readonly Probe[] =>
  probesNamed(acceptedEvents(request.state), request);

const NON_OBJECTS: readonly unknown[] = [null, [], "SUCCESS", 7];

/** Malformed inputs: an invalid member, an unknown name, or a non-object. */
export function invalidProbes(request: JobRequest): readonly Probe[] {
  const { requestHandle, earlierHandles } = request;
  const statuses = [...INVALID_STATUSES, ...named(LIFECYCLE_EVENTS, "an event's name")];
  const types = [...INVALID_TYPES, ...named(EXECUTION_STATUSES, "a status")];
  return [
    ...EXECUTION_STATUSES.flatMap((status) =>
      INVALID_MEMBERS.requestHandle.map(({ words, value }) => callback(status, value, words)),
    ),
    ...LIFECYCLE_EVENTS.flatMap((type) => invalidEvents(type, request)),
    ...statuses.map(({ words, value }) => ({ ...callback(value, requestHandle, words), name: "callback" })),
    ...earlierHandles
      .slice(-1)
      .map((handle) => ({ ...callback("DONE", handle, "status: DONE, of an earlier execution"), name: "callback" })),
    ...types.map(({ words, value }) => ({ ...event(value, words), name: "event" })),
    ...NON_OBJECTS.flatMap((value) => [
      { name: "callback", words: inWords(value), input: { callback: value } },
      { name: "event", words: inWords(value), input: { event: value } },
    ]),
  ];
}

const named = (values: readonly string[], what: string): readonly Named[] =>
  values.map((value) => ({ words: `${what}: ${value}`, value }));
