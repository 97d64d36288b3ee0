import { ANSWER_MEMBERS, RECORD_FIELDS } from "./comparison.js";
import { COVERAGE_KINDS, Coverage, type CoverageKind } from "./coverage.js";
import type { ModelState, StepResult } from "./model.js";
import type { ConformanceReport, CoverageItems } from "./report.js";
import type { Selection } from "./selection.js";
import type { Step } from "./steps.js";

/** A step that was compared, and that counts for the coverage. */
interface CoveredStep {
  readonly before: ModelState;
  readonly step: Step;
  readonly result: StepResult;
}

const MAX_PENDING = 10_000;

/** Counts during a run. Names of covered items are computed on demand: they take longer than comparisons. */
export class Tally {
  readonly #covered = new Coverage();
  #pending: CoveredStep[] = [];
  readonly #compared = new Map<string, number>([...ANSWER_MEMBERS, ...RECORD_FIELDS].map((name) => [name, 0]));
  #requests = 0;
  #steps = 0;
  #unsupported = 0;
  #executions = 0;

  get steps(): number {
    return this.#steps;
  }

  get hasOnlyUnsupported(): boolean {
    return this.#steps === 0 && this.#unsupported > 0;
  }

  addCreation({ request }: ModelState): void {
    this.#requests += 1;
    this.#covered.addCreation(request);
  }

  addStep(before: ModelState, step: Step, result: StepResult, selection: Selection): void {
    this.#steps += 1;
    this.#executions = Math.max(this.#executions, result.next.handles.length);
    if (!selection.counts(before, step, result)) return;
    this.#pending.push({ before, step, result });
    if (this.#pending.length === MAX_PENDING) this.#coverage();
  }

  #coverage(): Coverage {
    for (const { before, step, result } of this.#pending) this.#covered.addStep(before, step, result);
    this.#pending = [];
    return this.#covered;
  }

  addUnsupported(): void {
    this.#unsupported += 1;
  }

  addCompared(names: readonly string[]): void {
    for (const name of names) this.#compared.set(name, this.#compared.get(name)! + 1);
  }

  /** Default for `reachable`: everything that was covered. */
  report(seed: number, reachable = this.#coverage()): ConformanceReport {
    const covered = this.#coverage();
    const itemsOf = (kind: CoverageKind): CoverageItems => {
      const names = [...reachable[kind]];
      const isCovered = (name: string) => covered[kind].has(name);
      return { covered: names.filter(isCovered), uncovered: names.filter((name) => !isCovered(name)) };
    };
    return {
      seed,
      requests: this.#requests,
      steps: this.#steps,
      unsupported: this.#unsupported,
      executions: this.#executions,
      ...(Object.fromEntries(COVERAGE_KINDS.map((kind) => [kind, itemsOf(kind)])) as Record<
        CoverageKind,
        CoverageItems
      >),
      compared: Object.fromEntries(this.#compared),
    };
  }
}
