import {
  type ChartEvent,
  chart,
  EXECUTION_STATUSES,
  isExecutionStatus,
  isLifecycleEventName,
  LIFECYCLE_EVENTS,
  parseExecutionStatus,
  parseLifecycleEvent,
  parseRequestState,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { auditHistory, type ConsistentHistory, type HistoryEntry } from "ess-request-machine/analysis";
import { type Entry, malformed } from "./entry.js";
import { callbackText, eventText, noteText } from "./input-text.js";
import { isObject, type Members } from "./parse-line.js";
import { handlesOf } from "./safe-text.js";

interface LateRequest {
  /** The handles that its texts may quote. */
  readonly handles: readonly string[];
  /** The audit, once the request was seen in a state. */
  readonly audit?: ConsistentHistory | undefined;
}

/**
 * Requests with a log that begins late: neither with `submit` nor with `record`. What happened before is not known, so
 * a line has no known outcome. Once a request was seen in a state, an audit follows the states that remain possible.
 */
export class LateRequests {
  readonly #requests = new Map<string, LateRequest>();

  get size(): number {
    return this.#requests.size;
  }

  /** The requests with the states that are possible now; undefined if that is not known. */
  *states(): Generator<readonly [requestId: string, states: readonly RequestState[] | undefined]> {
    for (const [requestId, { audit }] of this.#requests) yield [requestId, audit?.states];
  }

  /** A `submit` or `record` line makes the request known. */
  delete(requestId: string): void {
    this.#requests.delete(requestId);
  }

  /** Adds an `event`, `body` or `state` line. */
  add(requestId: string, line: Members): Entry {
    const isFirst = this.#requests.size === 0;
    const entry = Object.hasOwn(line, "state")
      ? this.#addState(requestId, line.state)
      : this.#addInput(requestId, line);
    return isFirst && entry.explanation === undefined ? { ...entry, explanation: EXPLANATION } : entry;
  }

  #addInput(requestId: string, { event, body, note }: Members): Entry {
    const late = this.#requests.get(requestId);
    const members = [event, body].find(isObject) ?? {};
    const received = [...handlesOf(undefined, members), ...(late?.handles ?? [])];
    const handles = handlesOf(undefined, ...received.map((requestHandle) => ({ requestHandle })));
    const audit = late?.audit && audited(late.audit, event, body);
    this.#requests.set(requestId, { handles: [...new Set(received)].slice(0, MAX_HANDLES), audit });

    const status = body !== undefined && isExecutionStatus(members.status) ? members.status : undefined;
    const type = event !== undefined && isLifecycleEventName(members.type) ? members.type : undefined;
    const name = status ?? type;
    return {
      kind: "begins late",
      requestId,
      note: typeof note === "string" ? noteText(note, handles) : undefined,
      input: body === undefined ? eventText(type, members, handles) : callbackText(status, members, handles),
      event: name,
      result: statesText(audit?.states) ?? (name && IF_ACCEPTED.get(name)) ?? "not known",
    };
  }

  #addState(requestId: string, value: unknown): Entry {
    const parsed = parseRequestState(value);
    if (parsed.issues !== undefined) return malformed(parsed.issues.map(({ message }) => message).join(" "), requestId);
    const state = parsed.value;
    const { handles = [], audit } = this.#requests.get(requestId) ?? {};
    const result = auditHistory([{ state }], audit);
    // After a contradiction, the audit begins anew.
    this.#requests.set(requestId, { handles, audit: result.consistent ? result : beginAudit(state) });
    const entry: Entry = { kind: "state seen", requestId, input: "state", result: state };
    if (result.consistent) return entry;
    const possible = result.possible.flatMap((other) => ("state" in other ? other.state : []));
    const explanation = `After the lines before, only ${EITHER.format(possible)} is possible.`;
    return { ...entry, kind: "contradiction", result: `contradiction: ${state}`, explanation };
  }
}

const MAX_HANDLES = 16;
const MAX_STATES = 4;

const EXPLANATION =
  "The log of this request begins late: what happened before is not known. Begin with a submit or record line.";

const EITHER = new Intl.ListFormat("en", { type: "disjunction" });

/** A state alone contradicts nothing. */
function beginAudit(state: RequestState): ConsistentHistory | undefined {
  const audit = auditHistory([{ state }]);
  return audit.consistent ? audit : undefined;
}

/** An invalid callback or event changes nothing. */
function audited(audit: ConsistentHistory, event: unknown, body: unknown): ConsistentHistory {
  const callback = parseExecutionStatus(body);
  const parsed = parseLifecycleEvent(event);
  const entries: HistoryEntry[] = [];
  if (callback.issues === undefined) entries.push({ callback: callback.value });
  else if (parsed.issues === undefined) entries.push({ event: parsed.value });
  const result = auditHistory(entries, audit);
  return result.consistent ? result : audit;
}

const statesText = (states: readonly RequestState[] | undefined): string | undefined =>
  states && states.length <= MAX_STATES ? `now ${EITHER.format(states)}` : undefined;

/** By event: the states to which it can lead, from any state. */
const IF_ACCEPTED: ReadonlyMap<ChartEvent, string> = new Map(
  [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS].flatMap((event) => {
    const transitions = REQUEST_STATES.flatMap((state) => chart.states[state].on[event] ?? []);
    const targets = new Set(transitions.flatMap(({ target }) => target ?? []));
    return targets.size === 0 ? [] : [[event, `${EITHER.format(targets)} if accepted`] as const];
  }),
);
