import {
  EXECUTION_STATUSES,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
  OUTCOME_REASONS,
  type Outcome,
  type OutcomeReason,
  REQUEST_STATES,
} from "ess-request-machine";
import type { HistoryEntry, ObservedOutcome, ObservedRecord } from "ess-request-machine/analysis";
import { allRecords, apply, completed, type Input, isAccepted } from "./concrete.js";

/** Short histories as they are recorded, with much left out; and the same with one entry changed. */

export interface Dice {
  readonly chance: (probability: number) => boolean;
  readonly pick: <Value>(values: readonly Value[]) => Value;
}

export const diceOf = (random: () => number): Dice => ({
  chance: (probability) => random() < probability,
  pick: (values) => values[Math.floor(random() * values.length)] as never,
});

const HANDLES = ["first", "second", "third", "other"];

/** Without some of its members, and with labels for some handles. */
type Shown = <Value extends object>(value: Value) => Value;

function shownWith({ chance, pick }: Dice): Shown {
  const labelled = [pick(HANDLES), pick(HANDLES)];
  const labels = new Map(labelled.map((handle, index) => [handle, `label-${index}`]));
  const label = (handle: unknown) => (typeof handle === "string" && handle !== "" ? labels.get(handle) : handle);
  return (value) =>
    Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name === "status" || name === "type" || chance(0.8))
        .map(([name, one]) => {
          if (name === "requestHandle") return [name, label(one)];
          if (name !== "earlierHandles") return [name, one];
          const handles = one.map(label);
          return [name, handles.includes(undefined) ? undefined : handles];
        })
        .filter(([, one]) => one !== undefined),
    ) as never;
}

function anyInput({ chance, pick }: Dice, record: JobRequest): Input {
  const input = chance(0.5)
    ? { callback: { status: pick(EXECUTION_STATUSES) } }
    : { event: { type: pick(LIFECYCLE_EVENTS) } };
  const inputs = completed(input).filter((one) => isInOrder(record, one));
  const accepted = inputs.filter((one) => isAccepted(apply(record, one)));
  return pick(accepted.length > 0 && chance(0.7) ? accepted : inputs);
}

/** Whether an execution that the input begins has the next handle. */
const isInOrder = (record: JobRequest, input: Input): boolean => {
  const { requestHandle, earlierHandles } = apply(record, input).request;
  return requestHandle === record.requestHandle || requestHandle === HANDLES[earlierHandles.length];
};

const outcomeShown = (outcome: Outcome, shown: Shown): ObservedOutcome => {
  const { request: _, effects: _e, ...seen } = outcome;
  return shown(seen);
};

const { message: _m, update: _u, pausedState: _p, requestId: _i, schemaVersion: _v, ...COMPARED } = allRecords()[0]!;

/** The audit does not relate the number of retries to the number of earlier executions, so no record shows both. */
function recordShown(record: JobRequest, shown: Shown): ObservedRecord {
  const { retriedCount, ...seen } = shown(
    Object.fromEntries(Object.keys(COMPARED).map((name) => [name, record[name as keyof JobRequest]])) as ObservedRecord,
  );
  return seen.earlierHandles === undefined && retriedCount !== undefined ? { ...seen, retriedCount } : seen;
}

/** The history of one request, as a log might show it. */
export function recordedHistory(dice: Dice, length: number): readonly HistoryEntry[] {
  const { chance, pick } = dice;
  const shown = shownWith(dice);
  let record = pick(allRecords().filter(({ state }) => !isTerminal(state) || chance(0.1)));
  const history: HistoryEntry[] = chance(0.5) ? [{ record: recordShown(record, shown) }] : [];
  for (let left = length; left > 0; left -= 1) {
    const input = anyInput(dice, record);
    const outcome = apply(record, input);
    record = outcome.request;
    if (chance(0.25)) history.push({ gap: "callback" in input || chance(0.5) ? true : "events" });
    else {
      history.push("event" in input ? { event: shown(input.event) } : { callback: shown(input.callback) });
      if (chance(0.8)) history.push({ outcome: outcomeShown(outcome, shown) });
    }
    if (chance(0.1)) history.push({ state: record.state });
    if (chance(0.1)) history.push({ record: recordShown(record, shown) });
  }
  return history;
}

/** The history with one entry changed, so that it may have become impossible. */
export function changed(dice: Dice, history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const index = Math.floor(dice.pick(history.map((_, at) => at)));
  const other = changedEntry(dice, history[index] as HistoryEntry);
  return history.toSpliced(index, 1, ...other);
}

function changedEntry(dice: Dice, entry: HistoryEntry): readonly HistoryEntry[] {
  const { chance, pick } = dice;
  const label = pick(["label-0", "label-1"]);
  if ("callback" in entry) {
    if (chance(0.5)) return [{ callback: { ...entry.callback, requestHandle: label } }];
    return [{ callback: { ...entry.callback, status: pick(EXECUTION_STATUSES) } }];
  }
  if ("event" in entry) {
    const [first] = completed({ event: { type: pick(LIFECYCLE_EVENTS), requestHandle: label } });
    return [first as HistoryEntry];
  }
  if ("state" in entry) return [{ state: pick(REQUEST_STATES) }];
  if ("record" in entry) {
    const name = pick(Object.keys(COMPARED)) as keyof JobRequest;
    const isKept = ["requestHandle", "earlierHandles", "retriedCount"].includes(name);
    return [{ record: { ...entry.record, ...(!isKept && { [name]: pick(allRecords())[name] }) } }];
  }
  if ("gap" in entry) return [];
  const reason = pick(Object.keys(OUTCOME_REASONS)) as OutcomeReason;
  return [
    pick<HistoryEntry>([{ reason }, { outcome: { to: pick(REQUEST_STATES) } }, { outcome: { kind: "recorded" } }]),
  ];
}
