import { EXECUTION_STATUSES, type JobRequest, LIFECYCLE_EVENTS, type Outcome } from "../index.js";
import type { Situation, Step, Taken } from "./steps.js";

/** What was met on the way, and what there is to be met. */

/** What came, by name; whatever has no known name counts as one thing. */
export function nameOf(step: Step): string {
  const [names, name, unknown]: readonly [readonly string[], string, string] =
    "callback" in step
      ? [EXECUTION_STATUSES, step.callback, "an unknown status"]
      : [LIFECYCLE_EVENTS, step.event, "an unknown event"];
  return names.includes(name) ? name : unknown;
}

/** A cell: in which state, what came, and what it led to. */
export const cellOf = ({ state }: JobRequest, step: Step, outcome: Outcome): string =>
  `${state}: ${nameOf(step)} ${resultOf(outcome)}`;

function resultOf(outcome: Outcome): string {
  if (outcome.kind === "transitioned") return `→ ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : `${outcome.kind} ${outcome.reason}`;
}

export const COVERED = ["states", "cells", "reasons", "effects"] as const;
export type Covered = (typeof COVERED)[number];

/** What can be met, or what was. */
export class Coverage implements Readonly<Record<Covered, ReadonlySet<string>>> {
  readonly states = new Set<string>();
  readonly cells = new Set<string>();
  readonly reasons = new Set<string>();
  readonly effects = new Set<string>();

  begin({ state }: JobRequest): void {
    this.states.add(state);
  }

  meet({ request }: Situation, step: Step, { outcome }: Taken): void {
    this.cells.add(cellOf(request, step, outcome));
    this.states.add(outcome.request.state);
    if ("reason" in outcome) this.reasons.add(outcome.reason);
    for (const effect of outcome.effects) this.effects.add(effect);
  }
}
