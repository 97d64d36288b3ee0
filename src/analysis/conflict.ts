import type { Candidate } from "./candidate.js";
import { after } from "./progress.js";
import { inputUnit, type Unit } from "./units.js";

/** Finds the entries of a history that contradict each other, by leaving out as many of the others as possible. */

/** A unit that was not left out. */
export interface PlacedUnit {
  readonly unit: Unit;
  /** Its position among the units of the history. */
  readonly position: number;
  /** Indices of its entries. */
  readonly indices: readonly number[];
}

/**
 * @param begin what was possible before the first unit
 * @param units a history whose last entry is the first impossible one
 * @returns indices of the contradicting entries; the last is that of the last entry
 */
export function findConflict(begin: readonly Candidate[], units: readonly PlacedUnit[]): readonly number[] {
  const isImpossible: Test = (kept) => isContradiction(begin, kept);
  const kept = leaveOutOutcomes(leaveOutUnits(shortestEnd(units, isImpossible), isImpossible), isImpossible);
  return kept.flatMap(({ indices }) => indices);
}

type Test = (kept: readonly PlacedUnit[]) => boolean;

/** Anything may have happened where units were left out. */
function isContradiction(begin: readonly Candidate[], kept: readonly PlacedUnit[]): boolean {
  let candidates = begin;
  let next = 0;
  for (const { position, unit } of kept) {
    if (position !== next) candidates = after(candidates, { gap: true });
    candidates = after(candidates, unit);
    next = position + 1;
  }
  return candidates.length === 0;
}

/** An end of the history that suffices, found by doubling its length. */
function shortestEnd(all: readonly PlacedUnit[], isImpossible: Test): readonly PlacedUnit[] {
  for (let length = 1; length < all.length; length *= 2) {
    const end = all.slice(-length);
    if (isImpossible(end)) return end;
  }
  return all;
}

/** Leaves out large parts first, then single units; never the last. */
function leaveOutUnits(units: readonly PlacedUnit[], isImpossible: Test): readonly PlacedUnit[] {
  let kept = units;
  for (let length = kept.length >> 1; length > 0; length >>= 1) {
    for (let start = 0; start < kept.length - 1; ) {
      const end = Math.min(start + length, kept.length - 1);
      const fewer = [...kept.slice(0, start), ...kept.slice(end)];
      if (isImpossible(fewer)) kept = fewer;
      else start = end;
    }
  }
  return kept;
}

/** Leaves out the outcomes that do not matter of callbacks and events that do. */
function leaveOutOutcomes(units: readonly PlacedUnit[], isImpossible: Test): readonly PlacedUnit[] {
  let kept = units;
  for (const [place, { unit, position, indices }] of units.slice(0, -1).entries()) {
    if (!("input" in unit) || unit.outcomes.length === 0) continue;
    const fewer = kept.with(place, { unit: inputUnit(unit.input), position, indices: indices.slice(0, 1) });
    if (isImpossible(fewer)) kept = fewer;
  }
  return kept;
}
