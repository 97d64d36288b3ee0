import fc from "fast-check";
import type { ConformanceAdapter } from "./adapter.js";
import { scenarios } from "./arbitraries.js";
import { ConformanceError, failureMessage, uncoveredMessage, unsupportedMessage } from "./conformance-error.js";
import { type CheckedOptions, type ConformanceOptions, checkAdapter, checkOptions } from "./options.js";
import { runInOrder } from "./parallel.js";
import { type ConformanceReport, isFull } from "./report.js";
import { type Failure, type RequestIds, type RunContext, runScenario } from "./run-scenario.js";
import type { Scenario } from "./scenario.js";
import { shrink } from "./shrink.js";
import { type Systematic, systematicPart } from "./systematic.js";
import { Tally } from "./tally.js";
import { requestIdOf } from "./values.js";

/** The maximum number of attempts to shrink a failing scenario. */
const MAX_ATTEMPTS = 1000;

/**
 * Model-based test of an implementation: runs many scenarios with it and with the library, and compares every answer
 * and every record. The systematic scenarios cover everything that can be reached; random ones follow.
 *
 * @typeParam Key what the adapter's `create` returns
 * @param adapter connects the kit to the implementation
 * @param options how much is tried, and what is demanded
 * @returns what was covered and compared
 * @throws ConformanceError (the promise rejects) with the shortest counterexample that was found; or, if full coverage
 * is demanded, because something is uncovered
 * @throws TypeError (the promise rejects) for an incomplete adapter and for invalid options
 */
export async function conformance<Key>(
  adapter: ConformanceAdapter<Key>,
  options: ConformanceOptions = {},
): Promise<ConformanceReport> {
  checkAdapter(adapter);
  const run = new Run(adapter, checkOptions(options));
  const error = await run.error();
  if (error === undefined) return run.report;
  // The stack begins where the caller waits, so that an uncaught error shows no source of this library.
  Error.captureStackTrace?.(error, conformance);
  throw error;
}

class Run<Key> {
  readonly #context: RunContext<Key>;
  readonly #options: CheckedOptions;
  readonly #systematic: Systematic;
  readonly #scenarios: readonly Scenario[];
  readonly #tally = new Tally();
  #random: readonly Scenario[] | undefined;
  #attempts = 0;

  constructor(adapter: ConformanceAdapter<Key>, options: CheckedOptions) {
    const { selection, timeLimit, maxTextLength, maxSteps } = options;
    this.#context = { adapter, selection, timeLimit };
    this.#options = options;
    this.#systematic = systematicPart(selection, maxTextLength);
    this.#scenarios = this.#systematic.scenarios.filter(({ steps }) => steps.length <= maxSteps);
  }

  /** Random scenarios are drawn when the first one is needed. */
  #scenarioAt(index: number): Scenario {
    const systematic = this.#scenarios;
    if (index < systematic.length) return systematic[index]!;
    const { selection, maxTextLength, maxSteps, seed, numRuns } = this.#options;
    this.#random ??= fc.sample(scenarios({ maxSteps, maxTextLength, selection }), { seed, numRuns });
    return this.#random[index - systematic.length]!;
  }

  get report(): ConformanceReport {
    return this.#tally.report(this.#options.seed, this.#systematic.reachable);
  }

  get #total(): number {
    return this.#scenarios.length + this.#options.numRuns;
  }

  async error(): Promise<ConformanceError | undefined> {
    const { parallel, onProgress, coverage } = this.#options;
    const total = this.#total;
    let done = 0;
    const first = await runInOrder(total, parallel, async (index) => {
      const failure = await this.#run(this.#scenarioAt(index), idsOf(index, Math.floor(index / 4)), this.#tally);
      done += 1;
      onProgress({ phase: "running", done, total, steps: this.#tally.steps });
      return failure;
    });
    if (first !== undefined) return this.#shrunk(first.result, first.index);
    const { report } = this;
    if (this.#tally.hasOnlyUnsupported) return new ConformanceError(unsupportedMessage(report), () => report);
    const isEnough = coverage === "report" || isFull(report);
    return isEnough ? undefined : new ConformanceError(uncoveredMessage(report), () => report);
  }

  /** A hanging implementation would take the time limit for each attempt. */
  async #shrunk(failure: Failure, index: number): Promise<ConformanceError> {
    const again = (scenario: Scenario) => this.#rerun(scenario, index);
    const repeated = failure.isHanging ? failure : await again(failure.scenario);
    const shortest = failure.isHanging || repeated === undefined ? failure : await shrink(repeated, again);
    this.#attempts = 0;
    const isRepeatable =
      failure.isHanging || (repeated !== undefined && (await again(shortest.scenario)) !== undefined);
    const message = failureMessage(shortest, { seed: this.#options.seed, isRepeatable });
    return new ConformanceError(message, () => this.report, shortest);
  }

  /** Returns nothing, as if it passed, when there were too many attempts. */
  async #rerun(scenario: Scenario, index: number): Promise<Failure | undefined> {
    if (this.#attempts >= MAX_ATTEMPTS) return undefined;
    this.#attempts += 1;
    const tally = new Tally();
    const failure = await this.#run(scenario, idsOf(index, this.#nextNumber()), tally);
    const { onProgress } = this.#options;
    onProgress({ phase: "shrinking", done: this.#attempts, total: MAX_ATTEMPTS, steps: tally.steps });
    return failure;
  }

  #used = 0;

  /** Ids of the same range, so that a fault of ids is found again, and never used before. */
  #nextNumber(): number {
    this.#used += 1;
    return this.#total + this.#used;
  }

  #run(scenario: Scenario, ids: RequestIds, tally: Tally): Promise<Failure | undefined> {
    return runScenario(this.#context, scenario, ids, tally);
  }
}

/** @param number different for every scenario of one range */
const idsOf = (range: number, number: number): RequestIds => ({
  own: requestIdOf(range, 2 * number),
  foreign: requestIdOf(range, 2 * number + 1),
});
