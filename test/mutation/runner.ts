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
import { GROUPS, testsOf } from "./groups.js";
import type { Result } from "./small-vitest.js";

/**
 * A test runner for Stryker. For each mutant it evaluates the sources and the tests again within one process, and runs
 * the tests until one fails. Most of this library is computed when its modules load, so nearly every mutant needs fresh
 * modules; vitest takes several seconds for that.
 */

/** The global object in which the mutated sources find the active mutant, and record which mutants they reach. */
const stryker: { -readonly [Member in keyof InstrumenterContext]: InstrumenterContext[Member] | undefined } = {};
Object.assign(globalThis, { [INSTRUMENTER_CONSTANTS.NAMESPACE]: stryker });

const LOADING = "loads";

/** Stryker's limit is a hundred times the hits of all tests together. Ten times are enough to detect an endless loop. */
const HIT_LIMIT_DIVISOR = 10;

/** Every tenth failure of a test is checked: the same tests must pass without the mutant. */
const CHECKED = 10;

/** A file that takes longer is slow. */
const QUICK_MS = 200;

const idOf = (file: string, index: number) => `${file} ${index}`;
const filesOf = (tests: readonly TestResult[]) => [...new Set(tests.map(({ id }) => id.split(" ")[0]!))];

const asTest = (file: string, { name, ms, failure }: Result, index: number): TestResult => {
  const common = { id: idOf(file, index), name: `${file}: ${name}`, timeSpentMs: ms };
  return failure === undefined
    ? { ...common, status: TestStatus.Success }
    : { ...common, status: TestStatus.Failed, failureMessage: String(failure) };
};

/** A test file that cannot be evaluated fails as one test. */
async function resultsOf(evaluate: () => void, run: () => Promise<Result[]>): Promise<Result[]> {
  const began = performance.now();
  try {
    evaluate();
  } catch (failure) {
    return [{ name: LOADING, ms: performance.now() - began, failure }];
  }
  return [{ name: LOADING, ms: performance.now() - began }, ...(await run())];
}

class FreshModulesRunner implements TestRunner {
  #evaluate!: () => Evaluated;
  #order: readonly string[] = [];
  /** The number of mutants that each test has detected. */
  readonly #detected = new Map<string, number>();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.#order = testsOf(GROUPS.find(({ name }) => name === process.env.MUTATION_GROUP)!);
    fc.configureGlobal({ seed: 1 });
    // XState throws the errors of a starting actor once more, outside any test.
    process.on("uncaughtException", () => {});
    this.#evaluate = await bundle(process.cwd(), this.#order);
  }

  async dryRun(): Promise<DryRunResult> {
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const tests = await this.#run(this.#order);
    // No coverage by test: all tests run for each mutant, since what one of them loads another may use.
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, hitLimit: hits }: MutantRunOptions): Promise<MutantRunResult> {
    const hitLimit = hits && hits / HIT_LIMIT_DIVISOR;
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const tests = await this.#run(this.#order);
    const loops = determineHitLimitReached(stryker.hitCount, hitLimit);
    Object.assign(stryker, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    if (loops !== undefined) return toMutantRunResult(loops);
    if (hasFailed(tests)) {
      await this.#check(tests);
      this.#putFirst(filesOf(tests).at(-1)!, tests);
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  /** A failure without the mutant would mean that earlier tests or mutants left something behind. */
  async #check(tests: readonly TestResult[]) {
    const files = filesOf(tests);
    const { id } = tests.at(-1)!;
    const count = this.#detected.get(id) ?? 0;
    this.#detected.set(id, count + 1);
    if (count % CHECKED !== 0) return;
    const again = await this.#run(files, tests.length);
    if (hasFailed(again)) throw new Error(`This also fails without a mutant, after ${files}: ${again.at(-1)?.name}`);
  }

  /** The next mutant is usually close to this one: the file that detected this one runs first, unless it is slow. */
  #putFirst(file: string, tests: readonly TestResult[]) {
    const times = tests.filter(({ id }) => id.startsWith(`${file} `)).map(({ timeSpentMs }) => timeSpentMs);
    if (times.reduce((sum, ms) => sum + ms, 0) > QUICK_MS) return;
    this.#order = [file, ...this.#order.filter((other) => other !== file)];
  }

  /** Runs the files up to the first failure, and at most `limit` tests. */
  async #run(files: readonly string[], limit = Number.POSITIVE_INFINITY): Promise<TestResult[]> {
    const tests: TestResult[] = [];
    const evaluated = this.#evaluate();
    for (const file of files) {
      const run = () => evaluated.runCollected(limit - tests.length - 1);
      tests.push(...(await resultsOf(evaluated.files[file]!, run)).map((result, index) => asTest(file, result, index)));
      if (hasFailed(tests)) break;
    }
    return tests;
  }
}

const hasFailed = (tests: readonly TestResult[]) => tests.at(-1)?.status === TestStatus.Failed;

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, "fresh-modules", () => new FreshModulesRunner()),
];
