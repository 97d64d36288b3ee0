import type { HistoryEntry, ObservedCallback, ObservedEvent, ObservedOutcome, ObservedRecord } from "./history.js";

/** A callback or event of which not everything is known. */
export type ObservedInput = { readonly callback: ObservedCallback } | { readonly event: ObservedEvent };

/** The unit of an audit: a callback or event with all that is known of its outcome, or any other entry. */
export type Unit =
  | { readonly input: ObservedInput; readonly outcomes: readonly ObservedOutcome[] }
  | Exclude<HistoryEntry, ObservedInput | { readonly outcome: unknown } | { readonly reason: unknown }>;

/** Numbers of the labels of a history, in the order in which they occur: so that similar histories are equal. */
export type Labels = Map<string, number>;

/** The outcome that the entry shows, if it is an outcome's entry. */
export function outcomeIn(entry: HistoryEntry): ObservedOutcome | undefined {
  if ("outcome" in entry) return entry.outcome;
  return "reason" in entry ? { reason: entry.reason } : undefined;
}

/** The unit that an entry begins which shows no outcome, with numbers for labels and without texts. */
export function unitOf(entry: HistoryEntry, labels: Labels): Unit {
  if ("callback" in entry) return { input: { callback: readCallback(entry.callback, labels) }, outcomes: [] };
  if ("event" in entry) return { input: { event: readEvent(entry.event, labels) }, outcomes: [] };
  if ("record" in entry) return { record: readRecord(entry.record, labels) };
  if ("state" in entry) return { state: entry.state };
  return { gap: "gap" in entry ? entry.gap : true };
}

/** The handle of a label in candidates. Anything but a non-empty string is not a label. */
function handleOf<Value>(label: Value, labels: Labels): Value | string {
  if (typeof label !== "string" || label === "") return label;
  const number = labels.get(label) ?? labels.size;
  labels.set(label, number);
  return `=${number}`;
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function readCallback(callback: ObservedCallback, labels: Labels): ObservedCallback {
  if (!isObject(callback)) return callback;
  const { status, requestHandle } = callback;
  return { status, requestHandle: handleOf(requestHandle, labels) };
}

function readEvent(event: ObservedEvent, labels: Labels): ObservedEvent {
  if (!isObject(event)) return event;
  const { type, requestHandle, at, result, state, message } = event;
  return { type, requestHandle: handleOf(requestHandle, labels), at, result, state, message } as ObservedEvent;
}

function readRecord(record: ObservedRecord, labels: Labels): ObservedRecord {
  const { message: _, update: _u, pausedState: _p, requestId: _r, schemaVersion: _v, ...compared } = record;
  const { requestHandle, earlierHandles } = record;
  return {
    ...compared,
    ...(requestHandle !== undefined && { requestHandle: handleOf(requestHandle, labels) }),
    ...(earlierHandles !== undefined && { earlierHandles: earlierHandles.map((label) => handleOf(label, labels)) }),
  };
}
