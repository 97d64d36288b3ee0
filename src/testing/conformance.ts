import fc from "fast-check";
import type { ConformanceAdapter } from "./adapter.js";
import { lives } from "./arbitraries.js";
import { explore } from "./explore.js";
import { type Life, LONG_LIFE } from "./life.js";
import { type Failure, play } from "./play.js";
import { type ConformanceReport, formatReport, isFull, Tally } from "./report.js";
import { shrink } from "./shrink.js";
import type { Step } from "./steps.js";

/** How much is tried, and what is demanded. */
export interface ConformanceOptions {
  /** How many lives are drawn at random, after those that meet every cell. 100 unless told. */
  readonly numRuns?: number | undefined;
  /** What the random lives are drawn from: the same seed gives the same lives. A fixed one unless told. */
  readonly seed?: number | undefined;
  /** The longest life, in steps. 50 unless told; what takes more is left out, and may then never be met. */
  readonly maxSteps?: number | undefined;
  /** `full` fails where anything that can be reached was never met; `report` only says so. `report` unless told. */
  readonly coverage?: "full" | "report" | undefined;
}

/**
 * An implementation did otherwise than the library, or not everything was met that had to be. Its message is the story, or the
 * report of what was not met.
 */
export class ConformanceError extends Error {
  /** Tells it from other errors. */
  override readonly name = "ConformanceError";
  // Private, so that nothing prints them all where an error is printed.
  readonly #failure: Failure | undefined;
  readonly #report: ConformanceReport;

  /** @internal */
  constructor(report: ConformanceReport, failure?: Failure) {
    super(
      failure?.story ??
        `Expected everything that can be reached to be met, but found what never was.\n\n${formatReport(report)}`,
      failure !== undefined && "cause" in failure ? { cause: failure.cause } : {},
    );
    this.#failure = failure;
    this.#report = report;
  }

  /**
   * What was sent, what should have come of it, and where the implementation differs; undefined if something was only
   * not met.
   */
  get story(): string | undefined {
    return this.#failure?.story;
  }

  /** The steps of the story: handles and times only by what they mean. */
  get steps(): readonly Step[] {
    return this.#failure?.life.steps ?? [];
  }

  /** What was covered until then. */
  get report(): ConformanceReport {
    return this.#report;
  }
}

/** Fits no double: whoever takes an id for a number meets the wrong request. */
const FIRST_ID = 9_007_199_254_740_993n;
const SEED = 1;

/**
 * Leads an implementation through the lives of many requests, beside the library, and compares every answer and every
 * record with the library's. First every cell that can be reached is met, then lives are drawn at random.
 *
 * @typeParam Key whatever the adapter's `create` gives
 * @param adapter stands between the suite and the implementation
 * @param options how much is tried, and what is demanded
 * @returns what was covered and compared
 * @throws ConformanceError (the promise rejects) with the shortest story that was found of how the two differ; or, if full
 * coverage is demanded, because something was never met
 */
export async function conformance<Key>(
  adapter: ConformanceAdapter<Key>,
  { numRuns = 100, seed = SEED, maxSteps = 50, coverage = "report" }: ConformanceOptions = {},
): Promise<ConformanceReport> {
  let id = FIRST_ID;
  const newId = () => String(id++);
  const tally = new Tally();
  for (const life of livesOf(seed, numRuns, maxSteps)) {
    const failure = await play({ adapter, tally, newId }, life);
    if (failure === undefined) continue;
    const report = tally.report(seed);
    throw new ConformanceError(
      report,
      await shrink(failure, (shorter) => play({ adapter, tally: new Tally(), newId }, shorter)),
    );
  }
  const report = tally.report(seed);
  if (coverage === "full" && !isFull(report)) throw new ConformanceError(report);
  return report;
}

/** None is drawn before it is needed. */
function* livesOf(seed: number, numRuns: number, maxSteps: number): Generator<Life> {
  yield* [...explore().lives, LONG_LIFE].filter(({ steps }) => steps.length <= maxSteps);
  yield* fc.sample(lives(maxSteps), { seed, numRuns });
}
