import type { Candidate } from "./candidate.js";
import { combine } from "./combine.js";
import { afterGap, unknownCandidates } from "./gap.js";
import type { HistoryEntry } from "./history.js";
import { matchesOutcome, shortOutcome } from "./match-outcome.js";
import { matchRecord, shownRecord } from "./match-record.js";
import type { Unit } from "./units.js";
import { type Step, stepsFrom } from "./unknowns.js";

/** How far an audit has come: the candidates that remain possible. There are none after a contradiction. */
export interface Progress {
  readonly candidates: readonly Candidate[];
  /** The next progress, by unit: cached where there are many candidates, as where a history begins and after a gap. */
  readonly following: Map<string, Progress> | undefined;
}

const MANY_CANDIDATES = 16;
const MAX_REMEMBERED_CANDIDATES = 200_000;

let root: Progress | undefined;
let remembered = 0;

/** The progress before the first entry. Clears the cache when it is too large. */
export function beginning(): Progress {
  if (root === undefined || remembered > MAX_REMEMBERED_CANDIDATES) {
    root = { candidates: unknownCandidates(), following: new Map() };
    remembered = 0;
  }
  return root;
}

/** Returns the progress after one more unit of the history. */
export function after(progress: Progress, unit: Unit): Progress {
  if (progress.following === undefined || !isCommon(unit))
    return { candidates: follow(progress, unit), following: undefined };
  const key = JSON.stringify(unit);
  const known = progress.following.get(key);
  if (known !== undefined) return known;
  const candidates = follow(progress, unit);
  const next = { candidates, following: candidates.length < MANY_CANDIDATES ? undefined : new Map() };
  progress.following.set(key, next);
  remembered += candidates.length;
  return next;
}

/** Whether the same unit may occur in another history: not if it contains a time. */
const isCommon = (unit: Unit): boolean =>
  !("record" in unit) && !("input" in unit && "event" in unit.input && typeof unit.input.event?.at === "number");

const follow = ({ candidates }: Progress, unit: Unit) => combine(candidatesAfter(candidates, unit));

function candidatesAfter(candidates: readonly Candidate[], unit: Unit): readonly Candidate[] {
  if ("input" in unit) return stepsOf(candidates, unit).map(({ candidate }) => candidate);
  if ("state" in unit) return candidates.filter(({ record }) => record.state === unit.state);
  if ("record" in unit) return candidates.flatMap((candidate) => matchRecord(candidate, unit.record));
  return afterGap(candidates, unit.gap);
}

/** The possible results of the input, as far as its outcome is known. */
const stepsOf = (
  candidates: readonly Candidate[],
  { input, outcomes }: Extract<Unit, { readonly input: unknown }>,
): readonly Step[] =>
  candidates.flatMap((candidate) =>
    stepsFrom(candidate, input).filter(({ outcome }) =>
      outcomes.every((observed) => matchesOutcome(observed, outcome)),
    ),
  );

/** The entries that would be possible in place of the last entry of an impossible unit. */
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
