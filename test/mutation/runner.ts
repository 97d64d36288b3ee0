import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core";
import { declareFactoryPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import fc from "fast-check";
import { bundle, type Evaluated } from "./bundle.js";
import { currentGroup } from "./groups.js";
import type { Result } from "./vitest-in-small.js";

/**
 * A test runner for Stryker, for a library without state or I/O: for each mutant the sources and the tests are
 * evaluated afresh within one process, and the tests run until one fails. All that a mutant changes when the module
 * loads (most of this library is worked out then) is so changed as well; and it takes a fraction of the time that
 * vitest needs to begin.
 */

/** Where the mutated sources look up which mutant is active, and note which they came by. */
const stryker: { -readonly [Member in keyof InstrumenterContext]: InstrumenterContext[Member] | undefined } = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: stryker });

const LOADING = "loads";

const asTest = (file: string, { name, ms, failure }: Result, index: number): TestResult => {
  const facts = { id: `${file} ${index}`, name: `${file}: ${name}`, timeSpentMs: ms };
  return failure === undefined
    ? { ...facts, status: TestStatus.Success }
    : { ...facts, status: TestStatus.Failed, failureMessage: String(failure) };
};

/** A test file that cannot be evaluated fails, as one test. */
async function resultsOf(evaluate: () => void, run: Evaluated["runCollected"]): Promise<Result[]> {
  const from = performance.now();
  try {
    evaluate();
  } catch (failure) {
    return [{ name: LOADING, ms: performance.now() - from, failure }];
  }
  return [{ name: LOADING, ms: performance.now() - from }, ...(await run())];
}

class AfreshRunner implements TestRunner {
  #evaluate!: () => Evaluated;
  #order: readonly string[] = currentGroup().tests;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // Stryker has gone to its copy of the project by now. What happens by chance is the same for every mutant.
    fc.configureGlobal({ seed: 1 });
    // What an actor throws when it begins, XState throws once more, outside of any test.
    process.on("uncaughtException", () => {});
    this.#evaluate = await bundle(process.cwd(), this.#order);
  }

  async dryRun(): Promise<DryRunResult> {
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const result = await this.#run();
    // All tests are asked about each mutant, as what one of them has worked out may be what another one finds.
    return { ...result, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    stryker.activeMutant = activeMutant.id;
    stryker.hitCount = 0;
    stryker.hitLimit = hitLimit;
    const result = await this.#run();
    return toMutantRunResult(determineHitLimitReached(stryker.hitCount, hitLimit) ?? result);
  }

  async #run() {
    const tests: TestResult[] = [];
    const { files, runCollected } = this.#evaluate();
    for (const file of this.#order) {
      const results = await resultsOf(files[file]!, runCollected);
      tests.push(...results.map((result, i) => asTest(file, result, i)));
      if (tests.at(-1)?.status !== TestStatus.Failed) continue;
      // The next mutant is mostly the neighbour of this one: what has found this one goes first.
      this.#order = [file, ...this.#order.filter((other) => other !== file)];
      break;
    }
    return { status: DryRunStatus.Complete as const, tests };
  }
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "afresh", () => new AfreshRunner())];
