import { OUTCOME_REASONS, type Outcome } from "../index.js";
import type { ObservedOutcome } from "./history.js";

const httpStatusOf = (outcome: Outcome): number =>
  "reason" in outcome ? OUTCOME_REASONS[outcome.reason].httpStatus : 200;

/** What an observed outcome shows of an outcome. */
function shownOf(outcome: Outcome): Required<ObservedOutcome> {
  const { kind, effects, request } = outcome;
  return {
    kind,
    from: kind === "transitioned" ? outcome.from : request.state,
    to: request.state,
    reason: "reason" in outcome ? outcome.reason : undefined,
    effects,
    httpStatus: httpStatusOf(outcome),
  };
}

/** Whether each member that was observed is as in the outcome. */
export function matchesOutcome(observed: ObservedOutcome, outcome: Outcome): boolean {
  const { effects, ...others } = shownOf(outcome);
  if (observed.effects !== undefined && observed.effects.join() !== effects?.join()) return false;
  return Object.entries(others).every(([member, value]) => {
    const seen = observed[member as keyof ObservedOutcome];
    return seen === undefined || seen === value;
  });
}

/** An outcome in the form of an entry. */
export function shortOutcome(outcome: Outcome): ObservedOutcome {
  if (outcome.kind === "transitioned") return { kind: outcome.kind, from: outcome.from, to: outcome.to };
  if (outcome.kind === "recorded") return { kind: outcome.kind };
  return { kind: outcome.kind, reason: outcome.reason };
}
