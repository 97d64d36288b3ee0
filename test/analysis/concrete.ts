import {
  acceptedEvents,
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type ExecutionStatusInput,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
} from "ess-request-machine";
import type { Gap, HistoryEntry, ObservedRecord } from "ess-request-machine/analysis";

/**
 * The audit by brute force, on real records only: every record that a request can have within bounds, every value for
 * what a history leaves out, and every meaning of its labels.
 *
 * Executions get their handles in this order, without loss of generality: handles are only compared for equality.
 */

const HANDLES = ["first", "second", "third"] as const;
const RETRIES = [0, 1, 3];
const HALF_HOUR = 30 * 60_000;
const TIMES = [0, 1, HALF_HOUR, HALF_HOUR + 1];
const RESULTS = ["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY", "unknown"];
const COMPLETIONS = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED", "unknown"];

export type Input = { readonly callback: ExecutionStatusInput } | { readonly event: LifecycleEvent };

/** The meaning of each label of a history: a handle of the request, or another one. */
type Meaning = ReadonlyMap<string, string>;

export const apply = (record: JobRequest, input: Input): Outcome =>
  "event" in input ? applyLifecycleEvent(record, input.event) : applyExecutionStatus(record, input.callback);

export const isAccepted = (outcome: Outcome): boolean => !("reason" in outcome);

const issuedTo = ({ requestHandle, earlierHandles }: JobRequest): number =>
  requestHandle === null ? 0 : earlierHandles.length + 1;

/** Whether the record is within the bounds: its executions have the handles in order. */
const isWithin = (record: JobRequest): boolean =>
  record.requestHandle === null || record.requestHandle === HANDLES[issuedTo(record) - 1];

const keyOf = (record: JobRequest): string => JSON.stringify({ ...record, attempt: Math.min(record.attempt, 1) });

const members = (values: readonly unknown[], name: string, events: readonly object[]): readonly object[] =>
  events.flatMap((event) => (name in event ? [event] : values.map((value) => ({ ...event, [name]: value }))));

/** Every way to fill in absent members. */
export function completed(input: { callback: object } | { event: object }): readonly Input[] {
  const handles = [...HANDLES, "other", ""];
  if ("callback" in input) {
    return members(handles, "requestHandle", [input.callback]).map((callback) => ({ callback }) as Input);
  }
  const { type } = input.event as LifecycleEvent;
  let events: readonly object[] = [input.event];
  if (["start", "resume", "checkIn"].includes(type)) events = members(handles, "requestHandle", events);
  if (["cancel", "checkIn", "forceCancel"].includes(type)) events = members([...TIMES, -1], "at", events);
  if (type === "postProcessed") events = members(RESULTS, "result", events);
  if (type === "complete") events = members(COMPLETIONS, "state", events);
  return events.map((event) => ({ event }) as Input);
}

/** Everything that can be accepted in the record's state. */
const hiddenInputs = ({ state }: JobRequest): readonly Input[] =>
  acceptedEvents(state).flatMap((name) =>
    completed(name === name.toUpperCase() ? { callback: { status: name } } : { event: { type: name } }),
  );

const hidden = new Map<string, readonly JobRequest[]>();

function afterHidden(record: JobRequest, gap: Gap): readonly JobRequest[] {
  const key = `${gap} ${keyOf(record)}`;
  let next = hidden.get(key);
  if (next === undefined) {
    const outcomes = hiddenInputs(record)
      .filter((input) => gap === true || "event" in input)
      .map((input) => apply(record, input));
    next = [...distinct(outcomes.filter(isAccepted).map(({ request }) => request))].filter(isWithin);
    hidden.set(key, next);
  }
  return next;
}

const distinct = (records: readonly JobRequest[]) => new Map(records.map((record) => [keyOf(record), record])).values();

/** All records after any number of hidden inputs. */
export function reachable(records: readonly JobRequest[], gap: Gap = true): readonly JobRequest[] {
  const found = new Map(records.map((record) => [keyOf(record), record]));
  for (const record of found.values())
    for (const next of afterHidden(record, gap)) found.set(keyOf(next), found.get(keyOf(next)) ?? next);
  return [...found.values()];
}

let all: readonly JobRequest[] | undefined;

/** All records within bounds. */
export function allRecords(): readonly JobRequest[] {
  all ??= reachable(
    RETRIES.flatMap((retries) => [true, false].map((validated) => createRequest({ requestId: 1, retries, validated }))),
  );
  return all;
}

/**
 * Whether some request, some values and some meaning of the labels give the history. Requests within the bounds forget
 * no handle.
 *
 * @param forgets whether an earlier handle may always be a forgotten one, as if there had been many more executions
 */
export function isPossible(history: readonly HistoryEntry[], forgets = false): boolean {
  return meaningsOf([...labelsIn(history)]).some((meaning) => survives(history, meaning, forgets));
}

function* labelsIn(history: readonly HistoryEntry[]): Iterable<string> {
  const found = new Set<string>();
  for (const text of JSON.stringify(history).matchAll(/"label-\d"/g)) found.add(JSON.parse(text[0]));
  yield* found;
}

function meaningsOf(labels: readonly string[]): readonly Meaning[] {
  const [label, ...others] = labels;
  if (label === undefined) return [new Map()];
  return meaningsOf(others).flatMap((meaning) => {
    const free = HANDLES.filter((handle) => ![...meaning.values()].includes(handle));
    return [...free, label].map((handle) => new Map([...meaning, [label, handle]]));
  });
}

const understood = <Value>(value: Value, meaning: Meaning): Value =>
  JSON.parse(JSON.stringify(value), (_, one) => (typeof one === "string" ? (meaning.get(one) ?? one) : one));

function survives(history: readonly HistoryEntry[], meaning: Meaning, forgets: boolean): boolean {
  let records = allRecords();
  let outcomes: readonly Outcome[] = [];
  for (const labelled of history) {
    const entry = understood(labelled, meaning);
    if ("callback" in entry || "event" in entry) {
      outcomes = records.flatMap((record) => outcomesOf(record, entry));
      if (forgets) outcomes = outcomes.flatMap((outcome) => [outcome, ...ifForgotten(outcome)]);
    } else if ("outcome" in entry) outcomes = outcomes.filter((outcome) => isAsObserved(outcome, entry.outcome));
    else if ("reason" in entry) outcomes = outcomes.filter((outcome) => isAsObserved(outcome, entry));
    else outcomes = after(records, entry).map((request) => ({ kind: "recorded", request, effects: [] }));
    records = [...distinct(outcomes.map(({ request }) => request))];
    if (records.length === 0) return false;
  }
  return true;
}

const outcomesOf = (record: JobRequest, input: { callback: object } | { event: object }): readonly Outcome[] =>
  completed(input)
    .map((complete) => apply(record, complete))
    .filter(({ request }) => isWithin(request));

const ifForgotten = (outcome: Outcome): readonly Outcome[] =>
  "reason" in outcome && outcome.reason === "STALE_HANDLE"
    ? [{ ...outcome, kind: "rejected", reason: "HANDLE_MISMATCH" }]
    : [];

function isAsObserved(outcome: Outcome, observed: object): boolean {
  const { state } = outcome.request;
  return Object.entries(observed).every(
    ([name, value]) => value === ({ from: state, to: state, ...outcome } as never)[name],
  );
}

function after(records: readonly JobRequest[], entry: HistoryEntry): readonly JobRequest[] {
  if ("gap" in entry) return reachable(records, entry.gap);
  const seen: ObservedRecord =
    "record" in entry ? entry.record : { state: (entry as { state: JobRequest["state"] }).state };
  return records.filter((record) => isAsSeen(record, seen));
}

/** Of the number of attempts only whether it is 0. */
const isAsSeen = (record: JobRequest, seen: ObservedRecord): boolean =>
  Object.entries(seen).every(([name, value]) => {
    const actual = record[name as keyof JobRequest];
    return name === "attempt" ? (actual === 0) === (value === 0) : JSON.stringify(actual) === JSON.stringify(value);
  });
