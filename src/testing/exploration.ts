import { createRequest, type Outcome, type OutcomeReason } from "../index.js";
import { STEPS } from "./alphabet.js";
import { COVERAGE_KINDS, Coverage } from "./coverage.js";
import { applyStep, FOREIGN_HANDLE, type ModelState, modelStateOf } from "./model.js";
import type { Scenario } from "./scenario.js";
import type { Selection } from "./selection.js";
import type { Step } from "./steps.js";

/** A scenario so far, and where it leads. */
interface Place extends Scenario {
  readonly state: ModelState;
}

/** How many steps without effect a scenario makes one after another. */
const IN_A_ROW = 20;

/**
 * Enumerates short scenarios: tries every step in every situation that the guards distinguish (breadth first), and
 * keeps those that cover something new.
 */
export function exploreScenarios(selection: Selection): readonly Scenario[] {
  return new Exploration(selection).run();
}

class Exploration {
  readonly #selection: Selection;
  readonly #covered = new Coverage();
  readonly #scenarios: Scenario[] = [];
  readonly #queue: Place[] = [];
  readonly #situations = new Set<string>();
  readonly #rejected = new Map<string, Set<Step>>();

  constructor(selection: Selection) {
    this.#selection = selection;
  }

  run(): readonly Scenario[] {
    for (const validated of [true, false]) {
      for (const retries of [0, 1]) this.#reach(beginning(retries, validated));
    }
    // The queue grows while it is read.
    for (const place of this.#queue) this.#visit(place);
    return this.#scenarios;
  }

  #reach(place: Place): void {
    const { request } = place.state;
    const situation = guardedFacts(place.state);
    if (this.#situations.has(situation) || !this.#selection.beginsIn(request.state)) return;
    this.#situations.add(situation);
    this.#queue.push(place);
  }

  #visit(place: Place): void {
    const here = guardedFacts(place.state);
    const staying: Step[] = [];
    const triedHere = new Map<OutcomeReason, Set<Step>>();
    for (const step of STEPS) {
      const result = applyStep(place.state, step);
      if (result === undefined || !this.#selection.sends(place.state, step, result)) continue;
      if (this.#isKnown(place.state, step, result.outcome, triedHere)) continue;
      const there = { ...place, steps: [...place.steps, step], state: result.next };
      this.#reach(there);
      if (!this.#selection.counts(place.state, step, result)) continue;
      const before = this.#size();
      this.#covered.addStep(place.state, step, result);
      if (this.#size() === before) continue;
      if (guardedFacts(result.next) === here) staying.push(step);
      else this.#scenarios.push(there);
    }
    for (let i = 0; i < staying.length; i += IN_A_ROW) {
      this.#scenarios.push({ ...place, steps: [...place.steps, ...staying.slice(i, i + IN_A_ROW)] });
    }
  }

  /** A rejected step is tried once for each state and reason; for ALREADY_REPORTED, for each report too. */
  #isKnown({ request }: ModelState, step: Step, outcome: Outcome, here: Map<OutcomeReason, Set<Step>>): boolean {
    if (!("reason" in outcome)) return false;
    const { reason } = outcome;
    let tried = here.get(reason);
    if (tried === undefined) {
      const report = reason === "ALREADY_REPORTED" ? `${request.reportedStatus} ${request.timedOut}` : "";
      const key = `${request.state} ${reason} ${report}`;
      tried = this.#rejected.get(key) ?? new Set();
      this.#rejected.set(key, tried);
      here.set(reason, tried);
    }
    const { size } = tried;
    return tried.add(step).size === size;
  }

  #size(): number {
    return COVERAGE_KINDS.reduce((size, kind) => size + this.#covered[kind].size, 0);
  }
}

function beginning(retries: number, validated: boolean): Place {
  const created = { retries, validated };
  return { created, steps: [], state: modelStateOf(createRequest({ ...created, requestId: 1 }), FOREIGN_HANDLE) };
}

/**
 * Everything that the chart's guards read, unless it follows from the rest, and whether a retry was made. Two states
 * that agree in it take every step alike.
 */
function guardedFacts({ request }: ModelState): string {
  const { state, attempt, earlierHandles, reportedStatus, executableState, timedOut, retries, retriedCount } = request;
  const started = `${Boolean(attempt)} ${Boolean(earlierHandles.length)}`;
  return `${state} ${started} ${reportedStatus} ${executableState} ${timedOut} ${retries} ${retriedCount}`;
}
