import { type Candidate, withoutDuplicates } from "./candidate.js";
import { afterGap, unknownCandidates } from "./gap.js";
import type { HistoryEntry } from "./history.js";
import { matchesOutcome, shortOutcome } from "./match-outcome.js";
import { matchRecord, shownRecord } from "./match-record.js";
import type { Unit } from "./units.js";
import { type Step, stepsFrom } from "./unknowns.js";

/** How far an audit has come: the candidates that remain possible. There are none after a contradiction. */
export interface Progress {
  readonly candidates: readonly Candidate[];
  /** What follows, by unit, as far as it is known. */
  readonly following: Map<string, Progress>;
}

/** Nothing is known yet. */
export const beginning = (): Progress => ({ candidates: unknownCandidates(), following: new Map() });

/** What remains possible after one more unit of the history. */
export function after(progress: Progress, unit: Unit): Progress {
  const key = JSON.stringify(unit);
  const known = progress.following.get(key);
  if (known !== undefined) return known;
  const candidates = withoutDuplicates(candidatesAfter(progress.candidates, unit));
  const next = { candidates, following: new Map() };
  progress.following.set(key, next);
  return next;
}

function candidatesAfter(candidates: readonly Candidate[], unit: Unit): readonly Candidate[] {
  if ("input" in unit) return stepsOf(candidates, unit).map(({ candidate }) => candidate);
  if ("state" in unit) return candidates.filter(({ record }) => record.state === unit.state);
  if ("record" in unit) return candidates.flatMap((candidate) => matchRecord(candidate, unit.record));
  return afterGap(candidates);
}

/** What the input can have done, as far as its outcome is known. */
const stepsOf = (
  candidates: readonly Candidate[],
  { input, outcomes }: Extract<Unit, { readonly input: unknown }>,
): readonly Step[] =>
  candidates.flatMap((candidate) =>
    stepsFrom(candidate, input).filter(({ outcome }) =>
      outcomes.every((observed) => matchesOutcome(observed, outcome)),
    ),
  );

/** What could be in the place of the last entry of a unit that is impossible. */
export function possibleInstead({ candidates }: Progress, unit: Unit): readonly HistoryEntry[] {
  const possible = entriesInstead(candidates, unit);
  return [...new Map(possible.map((one) => [JSON.stringify(one), one])).values()];
}

function entriesInstead(candidates: readonly Candidate[], unit: Unit): readonly HistoryEntry[] {
  if ("input" in unit) {
    const steps = stepsOf(candidates, { ...unit, outcomes: unit.outcomes.slice(0, -1) });
    return steps.map(({ outcome }) => ({ outcome: shortOutcome(outcome) }));
  }
  if ("record" in unit) return candidates.map((candidate) => ({ record: shownRecord(candidate, unit.record) }));
  return candidates.map(({ record }) => ({ state: record.state }));
}
