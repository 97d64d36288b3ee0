import {
  COMPLETION_STATES,
  EVENT_PAYLOADS,
  type EventPayload,
  EXECUTION_STATUSES,
  FORCE_CANCEL_AFTER_MS,
  HANDLER_RESULTS,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
} from "../index.js";
import { MINUTE } from "./step-builders.js";
import type { CallbackStep, EventStep, HandleKind, HandleVariation, Step } from "./steps.js";
import {
  EXTRA_MEMBERS,
  INVALID_HANDLES,
  INVALID_MESSAGES,
  INVALID_TIMES,
  invalidNames,
  UNKNOWN_EVENTS,
  UNKNOWN_STATUSES,
} from "./values.js";

/**
 * Every step that the systematic part tries in every situation. Steps with a text come first, the plainest first of
 * all.
 */

const WRONG_HANDLES: readonly HandleKind[] = [
  "earlier",
  "unknown",
  "missing",
  "foreign",
  "oldest",
  "forgotten",
  "empty",
];
/** One for each reason. */
const SOME_WRONG_HANDLES = WRONG_HANDLES.slice(0, 3);

/** A handle that is almost the current one is unknown. */
export const LOOKALIKES: readonly HandleVariation[] = [
  "upper case",
  "space before",
  "space after",
  "last character",
  "shorter",
  "longer",
];

const lookalikes = (handle: "unknown" | "new") => LOOKALIKES.map((variation) => ({ handle, variation }));

function callbacksOf(callback: string): readonly CallbackStep[] {
  const isTypical = callback === "SUCCESS" || callback === "UPDATE";
  const current = { callback, handle: "current" as const };
  return [
    ...["text", "", null].map((text) => ({ ...current, text })),
    current,
    ...(isTypical ? WRONG_HANDLES : SOME_WRONG_HANDLES).map((handle) => ({ callback, handle, text: "text" })),
    ...(isTypical ? invalidCallbacks(callback) : []),
    { ...current, members: extraMembers(["requestHandle"]) },
  ];
}

/** Members that the input does not carry, valid where another input carries them: they are ignored. */
const extraMembers = (carried: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(EXTRA_MEMBERS).filter(([name]) => !carried.includes(name)));

const invalidCallbacks = (callback: string): readonly CallbackStep[] => [
  ...lookalikes("unknown").map((handle) => ({ callback, ...handle })),
  { callback, handle: "current", variation: "in an array" },
  ...INVALID_HANDLES.map((requestHandle) => ({ callback, handle: "missing" as const, members: { requestHandle } })),
];

/** An event step without its name. */
type Payload = Omit<EventStep, "event">;

/** `undefined` leaves the member out. */
const membersOf = (member: string, values: readonly unknown[]): readonly Payload[] =>
  values.map((value) => (value === undefined ? {} : { members: { [member]: value } }));

/** The times of events for which more than `DEFAULT_WAITS` makes a difference. */
const WAITS: { readonly [E in LifecycleEventName]?: readonly number[] } = {
  checkIn: [MINUTE, 1, 0, -1],
  forceCancel: [
    FORCE_CANCEL_AFTER_MS,
    FORCE_CANCEL_AFTER_MS - 1,
    FORCE_CANCEL_AFTER_MS - MINUTE,
    0,
    2 * FORCE_CANCEL_AFTER_MS,
    -1,
  ],
};
const DEFAULT_WAITS = [0, MINUTE];

/** The values of a member of an event's payload, a valid one first. */
function payloadsOf(event: LifecycleEventName, member: keyof EventPayload): readonly Payload[] {
  switch (member) {
    case "requestHandle":
      return [...(event === "checkIn" ? senders() : newcomers()), ...membersOf(member, INVALID_HANDLES)];
    case "at":
      return [...(WAITS[event] ?? DEFAULT_WAITS).map((wait) => ({ wait })), ...membersOf(member, INVALID_TIMES)];
    case "message":
      return membersOf(member, ["text", "", null, undefined, ...INVALID_MESSAGES]);
    case "result":
      return membersOf(member, [...HANDLER_RESULTS, ...invalidNames("PROCEED", "SUCCEEDED", "SUCCESS")]);
    case "state":
      return membersOf(member, [...COMPLETION_STATES, ...invalidNames("SUCCEEDED", "EXPIRED", "COMPLETED", "SUCCESS")]);
  }
}

const senders = (): readonly Payload[] => [
  ...(["current", ...WRONG_HANDLES] as const).map((handle) => ({ handle })),
  ...lookalikes("unknown"),
  { handle: "current", variation: "in an array" },
];

/** Whether a forgotten or foreign handle may begin an execution is unspecified. */
const newcomers = (): readonly Payload[] => [
  ...(["new", "current", "earlier", "missing", "oldest", "empty"] as const).map((handle) => ({ handle })),
  ...lookalikes("new"),
  { handle: "current", variation: "in an array" },
];

/** A later payload replaces the parts of an earlier one that it gives: a time by `at` one by `wait`, say. */
function merged(event: string, payloads: readonly Payload[]): EventStep {
  const members = Object.assign({}, ...payloads.map((payload) => payload.members));
  const step: EventStep = Object.assign({ event }, ...payloads);
  const { members: _, ...rest } = step;
  return Object.keys(members).length === 0 ? rest : { ...rest, members };
}

/** The valid payload, and then each member varied in turn. */
function variantsOf(event: LifecycleEventName): readonly EventStep[] {
  const names: readonly (keyof EventPayload)[] = EVENT_PAYLOADS[event];
  const valid = names.map((member) => payloadsOf(event, member)[0]!);
  const varied = names.flatMap((member, i) => {
    const others = valid.filter((_, j) => j !== i);
    return payloadsOf(event, member)
      .slice(1)
      .map((payload) => merged(event, [...others, payload]));
  });
  return [merged(event, valid), ...varied, merged(event, [...valid, { members: extraMembers(names) }])];
}

export const STEPS: readonly Step[] = [
  ...EXECUTION_STATUSES.flatMap(callbacksOf),
  ...UNKNOWN_STATUSES.map((callback) => ({ callback, handle: "current" as const })),
  ...WRONG_HANDLES.map((handle) => ({ callback: UNKNOWN_STATUSES[0], handle })),
  ...LIFECYCLE_EVENTS.flatMap(variantsOf),
  ...UNKNOWN_EVENTS.map((event) => ({ event })),
];
