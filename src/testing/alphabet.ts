import { EXECUTION_STATUSES, LIFECYCLE_EVENTS, type LifecycleEventName } from "../index.js";
import { EVENT_PAYLOADS, type EventPayload } from "../lifecycle/events.js";
import { FORCE_CANCEL_AFTER_MS as FORCE_CANCEL_AFTER } from "../lifecycle/request-queries.js";

const MINUTE = 60_000;

import { COMPLETION_STATES, HANDLER_RESULTS } from "../lifecycle/names.js";
import type { CallbackStep, EventStep, Step, Whose } from "./steps.js";

/**
 * Every step that is told from the others: honest, stale, foreign and malformed ones. Those with a text come first, so
 * that there is one to be lost or kept when those without come.
 */

const WRONG_SENDERS: readonly Whose[] = ["earlier", "nobody's", "missing", "another's", "oldest", "forgotten", "empty"];
/** One for each reason. */
const SOME_WRONG_SENDERS = WRONG_SENDERS.slice(0, 3);

/** One is longer in bytes than in characters, and has what JSON escapes and what some databases refuse: NUL, and half a surrogate pair. */
const TEXTS = ["text", "", 'Überlast "☂"\n\u0000\ud800', null];

const UNKNOWN_STATUSES = ["PAUSED", "success", "start", "toString"];
const UNKNOWN_EVENTS = ["suspend", "SUCCESS", "toString"];

function callbacksOf(callback: string): readonly CallbackStep[] {
  const whose = "latest";
  const senders = callback === "SUCCESS" || callback === "UPDATE" ? WRONG_SENDERS : SOME_WRONG_SENDERS;
  return [
    ...TEXTS.map((text) => ({ callback, whose, text }) as const),
    { callback, whose },
    ...senders.map((whose) => ({ callback, whose, text: "text" })),
  ];
}

/** What an event carries, without its name. */
type Payload = Omit<EventStep, "event">;

const membersOf = (member: keyof EventPayload, values: readonly unknown[]): readonly Payload[] =>
  values.map((value) => ({ payload: { [member]: value } }));

/** The events that come at a time. */
type TimedEvent = "cancel" | "checkIn" | "forceCancel";

const WAITS: { readonly [E in TimedEvent]: readonly number[] } = {
  cancel: [0, MINUTE],
  checkIn: [MINUTE, 0, -1],
  forceCancel: [0, FORCE_CANCEL_AFTER - MINUTE, FORCE_CANCEL_AFTER - 1, FORCE_CANCEL_AFTER, 2 * FORCE_CANCEL_AFTER],
};

/** What a member of an event's payload may be: what fits first. */
function payloadsOf(event: LifecycleEventName, member: keyof EventPayload): readonly Payload[] {
  switch (member) {
    case "requestHandle": {
      const asks = event === "checkIn";
      // That another request has the handle is not for this one to know.
      const others = WRONG_SENDERS.filter((whose) => asks || whose !== "another's");
      return [...(asks ? [] : ["new" as const]), "latest" as const, ...others].map((whose) => ({ whose }));
    }
    case "at":
      return [...WAITS[event as TimedEvent].map((wait) => ({ wait })), ...membersOf(member, [undefined, -1, 0.5, "0"])];
    case "message":
      return membersOf(member, ["text", "", null, undefined, 7]);
    case "result":
      return membersOf(member, [...HANDLER_RESULTS, "SUCCEEDED", undefined]);
    case "state":
      return membersOf(member, [...COMPLETION_STATES, "EXPIRED", undefined]);
  }
}

const merged = (event: string, payloads: readonly Payload[]): EventStep => {
  const payload = Object.assign({}, ...payloads.map((each) => each.payload));
  const step: EventStep = Object.assign({ event }, ...payloads);
  return Object.keys(payload).length === 0 ? step : { ...step, payload };
};

/** The event with what fits, then with one member after another varied. */
function variantsOf(event: LifecycleEventName): readonly EventStep[] {
  const members: readonly (keyof EventPayload)[] = EVENT_PAYLOADS[event];
  const fitting = members.map((member) => payloadsOf(event, member)[0]!);
  const varied = members.flatMap((member) => payloadsOf(event, member).slice(1));
  return [merged(event, fitting), ...varied.map((payload) => merged(event, [...fitting, payload]))];
}

export const STEPS: readonly Step[] = [
  ...EXECUTION_STATUSES.flatMap(callbacksOf),
  ...UNKNOWN_STATUSES.map((callback) => ({ callback, whose: "latest" as const })),
  ...WRONG_SENDERS.map((whose) => ({ callback: "PAUSED", whose })),
  ...LIFECYCLE_EVENTS.flatMap(variantsOf),
  ...UNKNOWN_EVENTS.map((event) => ({ event })),
];
