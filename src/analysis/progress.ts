import { FORCE_CANCEL_AFTER_MS } from "../index.js";
import { afterMove, type Candidate } from "./candidate.js";
import { combine } from "./combine.js";
import { exhaustedIn } from "./counts.js";
import { afterGap } from "./gap.js";
import { identify } from "./handles.js";
import type { HistoryEntry } from "./history.js";
import type { Input } from "./input.js";
import { shortOutcome } from "./match-outcome.js";
import { inState, matchRecord, shownRecords } from "./match-record.js";
import type { Sender } from "./positions.js";
import { type Conditions, haveSameEffect, observedMoves, observedSteps } from "./steps.js";
import { type InputUnit, inputUnit, type Unit } from "./units.js";

/** What remains possible after one more unit of the history. After a contradiction nothing is. */
export const after = (candidates: readonly Candidate[], unit: Unit): readonly Candidate[] =>
  combine(candidates.flatMap((candidate) => candidatesAfter(candidate, unit)));

function candidatesAfter(candidate: Candidate, unit: Unit): readonly Candidate[] {
  if ("input" in unit) return afterInput(candidate, unit);
  if ("state" in unit) return inState(candidate, unit.state);
  if ("record" in unit) return matchRecord(candidate, unit.record);
  return afterGap(candidate, unit.gap);
}

/** Only an ERROR depends on the retries: all other inputs share the steps that are cached for these conditions. */
const conditionsOf = (candidate: Candidate, { status, at }: Input): Conditions => ({
  exhausted: status === "ERROR" ? exhaustedIn(candidate) : [false],
  isTooEarly: (at ?? Number.POSITIVE_INFINITY) - candidate.cancelSeenAt < FORCE_CANCEL_AFTER_MS,
});

function afterInput(candidate: Candidate, unit: InputUnit): readonly Candidate[] {
  const { input } = unit;
  const moves = observedMoves(candidate.positions, unit, conditionsOf(candidate, input));
  const isSame = (one: Sender, other: Sender) => haveSameEffect(moves(one), moves(other));
  return identify(candidate, input.handle, isSame).flatMap(({ sender, known }) =>
    moves(sender)
      // No handle is issued twice.
      .filter(({ begins }) => !(begins && candidate.past.some((one) => one === input.handle)))
      .map((move) => afterMove(known, move, input)),
  );
}

/** The entries that would be possible in place of the last entry of an impossible unit. */
export function possibleInstead(candidates: readonly Candidate[], unit: Unit): readonly HistoryEntry[] {
  const possible = candidates.flatMap((candidate) => entriesInstead(candidate, unit));
  return [...new Map(possible.map((one) => [JSON.stringify(one), one])).values()];
}

function entriesInstead(candidate: Candidate, unit: Unit): readonly HistoryEntry[] {
  if ("input" in unit) {
    const { input, outcomes } = unit;
    const conditions = conditionsOf(candidate, input);
    const steps = observedSteps(candidate.positions, inputUnit(input, ...outcomes.slice(0, -1)), conditions);
    const senders = identify(candidate, input.handle).map(({ sender }) => sender);
    return senders.flatMap(steps).map(({ outcome }) => ({ outcome: shortOutcome(outcome) }));
  }
  if ("record" in unit) return shownRecords(candidate, unit.record).map((record) => ({ record }));
  return candidate.positions.states.map((state) => ({ state }));
}
