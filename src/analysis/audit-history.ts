import { REQUEST_STATES } from "../index.js";
import type { Candidate } from "./candidate.js";
import { checkEntry } from "./check-entry.js";
import { findConflict, type PlacedUnit } from "./conflict.js";
import { describeConflict } from "./describe-conflict.js";
import { unknownCandidates } from "./gap.js";
import type { ConsistentHistory, HistoryAudit, HistoryEntry, InconsistentHistory, ObservedOutcome } from "./history.js";
import { after, possibleInstead } from "./progress.js";
import { inputUnit, type Labels, outcomeIn, type Unit, unitOf } from "./units.js";

/** How far an audit has come. Its last unit may get another outcome. */
interface Progress {
  /** What was possible before the last unit. */
  readonly before: readonly Candidate[];
  readonly unit: Unit | undefined;
  /** What is possible after the last unit; undefined where that was not needed, never where there is no unit. */
  readonly now: readonly Candidate[] | undefined;
  readonly labels: Labels;
}

/** From where consistent audits can continue. Kept apart from the results, which are plain data. */
const progressOf = new WeakMap<ConsistentHistory, Progress>();

const beginning = (): Progress => ({
  before: unknownCandidates(),
  unit: undefined,
  now: unknownCandidates(),
  labels: new Map(),
});

/**
 * Checks a recorded history of one request against the lifecycle.
 *
 * The history may begin anywhere: nothing is assumed about what happened before its first entry. Without `{ gap: true
 * }`, nothing happened between two entries.
 *
 * @param entries the history, oldest first
 * @param previous the result for the entries before, to audit a long history piece by piece; indices then count from
 * the first of the new entries
 * @returns `{ consistent: true, states }`, or `{ consistent: false, index, possible, conflict, message }`. Contains no
 * handle.
 * @throws TypeError for an entry that is not a history entry, such as an outcome that follows no callback or event
 */
export function auditHistory(entries: Iterable<HistoryEntry>, previous?: ConsistentHistory): HistoryAudit {
  const begin = (previous && progressOf.get(previous)) ?? beginning();
  const labels = new Map(begin.labels);
  const units: PlacedUnit[] = begin.unit === undefined ? [] : [{ unit: begin.unit, position: 0, indices: [] }];
  const audited: HistoryEntry[] = [];
  let { before, now } = begin;
  for (const entry of entries) {
    const last = units.at(-1);
    checkEntry(entry, audited.length, last !== undefined && "input" in last.unit);
    const observed = outcomeIn(entry);
    if (observed !== undefined) units.splice(-1, 1, withOutcome(last as PlacedUnit, observed, audited.length));
    else {
      before = now ?? after(before, (last as PlacedUnit).unit);
      units.push({ unit: unitOf(entry, labels), position: units.length, indices: [audited.length] });
    }
    audited.push(entry);
    const { unit } = units.at(-1) as PlacedUnit;
    now = isDecided(unit) ? after(before, unit) : undefined;
    if (now?.length === 0) {
      return inconsistent(audited, possibleInstead(before, unit), () => findConflict(begin.before, units));
    }
  }
  return consistent({ before, unit: units.at(-1)?.unit, now, labels });
}

/** A callback or event alone is always possible. */
const isDecided = (unit: Unit): boolean => !("input" in unit) || unit.outcomes.length > 0;

function withOutcome({ unit, position, indices }: PlacedUnit, observed: ObservedOutcome, index: number): PlacedUnit {
  const extended = "input" in unit ? inputUnit(unit.input, ...unit.outcomes, observed) : unit;
  return { unit: extended, position, indices: [...indices, index] };
}

function consistent({ before, unit, now, labels }: Progress): ConsistentHistory {
  const candidates = now ?? after(before, unit as Unit);
  const found = new Set(candidates.flatMap(({ positions }) => positions.states));
  const result = { consistent: true, states: REQUEST_STATES.filter((state) => found.has(state)) } as const;
  progressOf.set(result, { before, unit, now: candidates, labels });
  return result;
}

/** The conflict is searched for when it is asked for: that takes longer than the audit. */
function inconsistent(
  entries: readonly HistoryEntry[],
  possible: readonly HistoryEntry[],
  search: () => readonly number[],
): InconsistentHistory {
  let found: readonly number[] | undefined;
  return {
    consistent: false,
    index: entries.length - 1,
    possible,
    get conflict() {
      found ??= search();
      return found;
    },
    get message() {
      return describeConflict(entries, this.conflict, possible);
    },
  };
}
