import type { Gap, HistoryEntry, ObservedOutcome, ObservedRecord } from "./history.js";
import { type Input, readCallback, readEvent } from "./input.js";

/** A callback or event with all that is known of its outcome. */
export interface InputUnit {
  readonly input: Input;
  readonly outcomes: readonly ObservedOutcome[];
  /** Of all that is known, except handle and time. */
  readonly key: string;
}

/** The unit of an audit: a callback or event, or any other entry. */
export type Unit =
  | InputUnit
  | Extract<HistoryEntry, { readonly state: unknown } | { readonly record: unknown } | { readonly gap: unknown }>;

/** Numbers of the labels of a history, in the order in which they occur. */
export type Labels = Map<string, number>;

/** The outcome that the entry shows, if it is an outcome's entry. */
export function outcomeIn(entry: HistoryEntry): ObservedOutcome | undefined {
  if ("outcome" in entry) return entry.outcome;
  return "reason" in entry ? { reason: entry.reason } : undefined;
}

export const inputUnit = (input: Input, ...outcomes: readonly ObservedOutcome[]): InputUnit => ({
  input,
  outcomes,
  key: [input.key, ...outcomes.map(textOf)].join(),
});

const textOf = ({ kind, from, to, reason, effects, httpStatus }: ObservedOutcome): string =>
  `${kind} ${from} ${to} ${reason} ${effects} ${httpStatus}`;

/** The unit that an entry begins which shows no outcome, with numbers for labels and without texts. */
export function unitOf(entry: HistoryEntry, labels: Labels): Unit {
  const handleOf = <Value>(label: Value) => numbered(label, labels);
  if ("callback" in entry) return inputUnit(readCallback(entry.callback, handleOf));
  if ("event" in entry) return inputUnit(readEvent(entry.event, handleOf));
  if ("record" in entry) return { record: readRecord(entry.record, handleOf) };
  if ("state" in entry) return { state: entry.state };
  return { gap: (entry as { gap: Gap }).gap };
}

/** The handle of a label in candidates. Anything but a non-empty string is not a label. */
function numbered<Value>(label: Value, labels: Labels): Value | string {
  if (typeof label !== "string" || label === "") return label;
  const number = labels.get(label) ?? labels.size;
  labels.set(label, number);
  return `=${number}`;
}

function readRecord(record: ObservedRecord, handleOf: (label: string | null) => string | null): ObservedRecord {
  const { message: _, update: _u, pausedState: _p, requestId: _r, schemaVersion: _v, ...compared } = record;
  const { requestHandle, earlierHandles } = record;
  return {
    ...compared,
    ...(requestHandle !== undefined && { requestHandle: handleOf(requestHandle) }),
    ...(earlierHandles !== undefined && { earlierHandles: earlierHandles.map((label) => handleOf(label) as string) }),
  };
}
