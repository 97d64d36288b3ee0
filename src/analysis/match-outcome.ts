import { OUTCOME_REASONS, type Outcome } from "../index.js";
import type { ObservedOutcome } from "./history.js";

/** Whether each member that was observed is as in the outcome. */
export const matchesOutcome = (observed: ObservedOutcome, outcome: Outcome): boolean =>
  isAsObserved(observed.kind, outcome.kind) &&
  isAsObserved(observed.reason, reasonOf(outcome)) &&
  isAsObserved(observed.from, stateBefore(outcome)) &&
  isAsObserved(observed.to, outcome.request.state) &&
  isAsObserved(observed.effects?.join(), outcome.effects.join()) &&
  isAsObserved(observed.httpStatus, httpStatusOf(outcome));

const isAsObserved = (observed: unknown, actual: unknown): boolean => observed === undefined || observed === actual;

const reasonOf = (outcome: Outcome) => ("reason" in outcome ? outcome.reason : undefined);

const stateBefore = (outcome: Outcome) => (outcome.kind === "transitioned" ? outcome.from : outcome.request.state);

const httpStatusOf = (outcome: Outcome): number =>
  "reason" in outcome ? OUTCOME_REASONS[outcome.reason].httpStatus : 200;

/** An outcome as `possible` lists it: its kind, with the states of a transition or the reason. */
export function shortOutcome(outcome: Outcome): ObservedOutcome {
  if (outcome.kind === "transitioned") return { kind: outcome.kind, from: outcome.from, to: outcome.to };
  if (outcome.kind === "recorded") return { kind: outcome.kind };
  return { kind: outcome.kind, reason: outcome.reason };
}
