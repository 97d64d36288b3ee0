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

/** Stryker calls it endless what comes by a hundred times as often as in all tests together; ten times are enough. */
const SOONER = 10;

/** What has found this many mutants since it was last doubted is doubted again. */
const TRUSTED = 10;

/** Its file and its number there. */
const idOf = (file: string, index: number) => `${file} ${index}`;
const filesOf = (tests: readonly TestResult[]) => [...new Set(tests.map(({ id }) => id.split(" ")[0]!))];

const asTest = (file: string, { name, ms, failure }: Result, index: number): TestResult => {
  const facts = { id: idOf(file, index), name: `${file}: ${name}`, timeSpentMs: ms };
  return failure === undefined
    ? { ...facts, status: TestStatus.Success }
    : { ...facts, status: TestStatus.Failed, failureMessage: String(failure) };
};

/** A test file that cannot be evaluated fails, as one test. */
async function resultsOf(evaluate: () => void, run: () => Promise<Result[]>): Promise<Result[]> {
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
  /** By test: how many mutants it has found. */
  readonly #found = new Map<string, number>();

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
    const tests = await this.#run(this.#order);
    // All tests are asked about each mutant, as what one of them has worked out may be what another one finds.
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, hitLimit: given }: MutantRunOptions): Promise<MutantRunResult> {
    const hitLimit = given && given / SOONER;
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const tests = await this.#run(this.#order);
    const loops = determineHitLimitReached(stryker.hitCount, hitLimit);
    Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    if (loops !== undefined) return toMutantRunResult(loops);
    if (hasFailed(tests)) {
      await this.#doubt(tests);
      this.#putFirst(filesOf(tests).at(-1)!);
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  /** The very same without the mutant must pass: else it is not the mutant that was found. */
  async #doubt(tests: readonly TestResult[]) {
    const files = filesOf(tests);
    const { id } = tests.at(-1)!;
    const found = this.#found.get(id) ?? 0;
    this.#found.set(id, found + 1);
    if (found % TRUSTED !== 0) return;
    const again = await this.#run(files, tests.length);
    if (hasFailed(again)) throw new Error(`Without any mutant this fails, after ${files}: ${again.at(-1)?.name}`);
  }

  /** The next mutant is mostly the neighbour of this one: what has found this one goes first. */
  #putFirst(finder: string) {
    this.#order = [finder, ...this.#order.filter((other) => other !== finder)];
  }

  /** Up to the first test that fails, and so many at the most. */
  async #run(order: readonly string[], most = Number.POSITIVE_INFINITY): Promise<TestResult[]> {
    const tests: TestResult[] = [];
    const { files, runCollected } = this.#evaluate();
    for (const file of order) {
      const results = await resultsOf(files[file]!, () => runCollected(most - tests.length - 1));
      tests.push(...results.map((result, i) => asTest(file, result, i)));
      if (hasFailed(tests)) break;
    }
    return tests;
  }
}

const hasFailed = (tests: readonly TestResult[]) => tests.at(-1)?.status === TestStatus.Failed;

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, "afresh", () => new AfreshRunner())];
