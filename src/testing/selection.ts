import type { ChartEvent, OutcomeReason, RequestState } from "../index.js";
import { nameOf } from "./coverage.js";
import type { ModelState, StepResult } from "./model.js";
import type { Step } from "./steps.js";

/** Which steps of a run an entry of `only` or `skip` concerns: those that match all of its members. */
export interface Selector {
  /** The state in which the step is sent, or to which it leads. */
  readonly state?: RequestState | undefined;
  /** The status of a callback, or the name of an event. */
  readonly event?: ChartEvent | undefined;
  /** Why the step has no effect. */
  readonly reason?: OutcomeReason | undefined;
}

const matches = (
  { state, event, reason }: Selector,
  { request }: ModelState,
  step: Step,
  result: StepResult,
): boolean => {
  const { outcome } = result;
  return (
    (state === undefined || state === request.state || state === outcome.request.state) &&
    (event === undefined || event === nameOf(step)) &&
    (reason === undefined || ("reason" in outcome && outcome.reason === reason))
  );
};

/** Decides which steps a run sends, and which of them count for the coverage. */
export class Selection {
  readonly #only: readonly Selector[];
  readonly #skip: readonly Selector[];

  constructor(only: readonly Selector[] = [], skip: readonly Selector[] = []) {
    this.#only = only;
    this.#skip = skip;
  }

  /** Equal for equal selections. */
  get key(): string {
    return JSON.stringify([this.#only, this.#skip]);
  }

  /** Whether a request may begin in this state. */
  beginsIn(state: RequestState): boolean {
    return !this.#skip.some((skip) => skip.state === state && skip.event === undefined && skip.reason === undefined);
  }

  /** Whether the step is sent: what leads to the selected steps always is. */
  sends(before: ModelState, step: Step, result: StepResult): boolean {
    if (this.#skip.some((skip) => matches(skip, before, step, result))) return false;
    return this.counts(before, step, result) || !("reason" in result.outcome);
  }

  /** Whether the step counts for the coverage. */
  counts(before: ModelState, step: Step, result: StepResult): boolean {
    return this.#only.length === 0 || this.#only.some((only) => matches(only, before, step, result));
  }
}
