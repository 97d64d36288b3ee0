import { EXECUTION_STATUSES, type JobRequest, LIFECYCLE_EVENTS, type Outcome } from "../index.js";
import type { ModelState, StepResult } from "./model.js";
import { situationsOf } from "./situations.js";
import { isCallback, type Step } from "./steps.js";

/** The name of a step's input. All unknown statuses have one name, and all unknown events. */
export function nameOf(step: Step): string {
  const [names, name, unknown]: readonly [readonly unknown[], unknown, string] = isCallback(step)
    ? [EXECUTION_STATUSES, step.callback, "an unknown status"]
    : [LIFECYCLE_EVENTS, step.event, "an unknown event"];
  return names.includes(name) ? String(name) : unknown;
}

/** The state, the input and what it led to, such as `RUNNING: SUCCESS → COMPLETED`. */
const outcomeName = ({ state }: JobRequest, step: Step, outcome: Outcome): string =>
  `${state}: ${nameOf(step)} ${resultOf(outcome)}`;

function resultOf(outcome: Outcome): string {
  if (outcome.kind === "transitioned") return `→ ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : `${outcome.kind} ${outcome.reason}`;
}

export const COVERAGE_KINDS = ["states", "outcomes", "situations", "reasons", "effects"] as const;
export type CoverageKind = (typeof COVERAGE_KINDS)[number];

/** The names of covered or reachable items. */
export class Coverage implements Readonly<Record<CoverageKind, ReadonlySet<string>>> {
  readonly states = new Set<string>();
  readonly outcomes = new Set<string>();
  readonly situations = new Set<string>();
  readonly reasons = new Set<string>();
  readonly effects = new Set<string>();

  addCreation({ state }: JobRequest): void {
    this.states.add(state);
  }

  addStep(before: ModelState, step: Step, { outcome }: StepResult): void {
    const name = outcomeName(before.request, step, outcome);
    this.outcomes.add(name);
    this.states.add(before.request.state).add(outcome.request.state);
    if ("reason" in outcome) this.reasons.add(outcome.reason);
    for (const effect of outcome.effects) this.effects.add(effect);
    for (const situation of situationsOf(before, step, outcome)) this.situations.add(`${name} ${situation}`);
  }
}
