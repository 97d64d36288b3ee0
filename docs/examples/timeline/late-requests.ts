import {
  type ChartEvent,
  chart,
  EXECUTION_STATUSES,
  isExecutionStatus,
  isLifecycleEventName,
  LIFECYCLE_EVENTS,
  REQUEST_STATES,
} from "ess-request-machine";
import type { Entry } from "./entry.js";
import { callbackText, eventText, noteText } from "./input-text.js";
import { isObject, type Members } from "./parse-line.js";
import { handlesOf } from "./safe-text.js";

/**
 * Requests whose log begins late: neither with `submit` nor with `record`. What happened before is not known, so neither
 * is the outcome of a line.
 */
export class LateRequests {
  /** The handles that their texts may quote. */
  readonly #handles = new Map<string, readonly string[]>();

  get ids(): Iterable<string> {
    return this.#handles.keys();
  }

  get size(): number {
    return this.#handles.size;
  }

  /** A `submit` or `record` line makes the request known. */
  delete(requestId: string): void {
    this.#handles.delete(requestId);
  }

  /** The entry for an `event` or `body` line. */
  add(requestId: string, { event, body, note }: Members): Entry {
    const isFirst = this.#handles.size === 0;
    const members = [event, body].find(isObject) ?? {};
    const received = [...handlesOf(undefined, members), ...(this.#handles.get(requestId) ?? [])];
    this.#handles.set(requestId, [...new Set(received)].slice(0, MAX_HANDLES));
    const handles = handlesOf(undefined, ...received.map((requestHandle) => ({ requestHandle })));
    const status = body !== undefined && isExecutionStatus(members.status) ? members.status : undefined;
    const type = event !== undefined && isLifecycleEventName(members.type) ? members.type : undefined;
    const name = status ?? type;
    return {
      kind: "begins late",
      requestId,
      input: body === undefined ? eventText(type, members, handles) : callbackText(status, members, handles),
      event: name,
      note: typeof note === "string" ? noteText(note, handles) : undefined,
      result: (name && RESULTS.get(name)) ?? UNKNOWN,
      explanation: isFirst ? EXPLANATION : undefined,
    };
  }
}

const MAX_HANDLES = 16;
const UNKNOWN = "not known";

const EXPLANATION =
  "The log of this request begins late: what happened before is not known. Begin with a submit or record line.";

const EITHER = new Intl.ListFormat("en", { type: "disjunction" });

/** By event: the states to which it can lead, from whatever state. */
const RESULTS: ReadonlyMap<ChartEvent, string> = new Map(
  [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS].map((event) => {
    const transitions = REQUEST_STATES.flatMap((state) => chart.states[state].on[event] ?? []);
    const targets = new Set(transitions.flatMap(({ target }) => target ?? []));
    return [event, targets.size === 0 ? UNKNOWN : `${EITHER.format(targets)} if accepted`];
  }),
);
