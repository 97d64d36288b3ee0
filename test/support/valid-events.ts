import { COMPLETION_STATES, EVENT_PAYLOADS, HANDLER_RESULTS, type LifecycleEvent } from "ess-request-machine";

/** At least one valid event of each name, with every result and every completion state. */

const VALUES = {
  requestHandle: ["handle-of-the-event"],
  at: [0, Number.MAX_SAFE_INTEGER],
  message: ["", "text"],
  result: HANDLER_RESULTS,
  state: COMPLETION_STATES,
} as const;

type Fields = Readonly<Record<string, unknown>>;

const combine = (events: readonly Fields[], member: keyof typeof VALUES): readonly Fields[] =>
  events.flatMap((event) => VALUES[member].map((value) => ({ ...event, [member]: value })));

export const VALID_EVENTS = Object.entries(EVENT_PAYLOADS).flatMap(([type, members]) =>
  members.reduce(combine, [{ type }]),
) as unknown as readonly LifecycleEvent[];
