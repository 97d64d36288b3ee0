import type { Submission } from "./adapter.js";
import { type ConformanceReport, formatReport } from "./report.js";
import type { Failure } from "./run-scenario.js";
import { escapeInvisible } from "./shown-values.js";
import type { Step } from "./steps.js";

/**
 * The implementation differs from the library, or the coverage is not what was demanded. The message is the
 * counterexample with the command that replays it, or the report.
 */
export class ConformanceError extends Error {
  /** Distinguishes it from other errors. */
  override readonly name = "ConformanceError";
  // Private, so that printing the error does not print all of it.
  readonly #failure: Failure | undefined;
  readonly #report: () => ConformanceReport;

  /** @internal */
  constructor(message: string, report: () => ConformanceReport, failure?: Failure) {
    super(message, failure !== undefined && "cause" in failure ? { cause: failure.cause } : {});
    this.#failure = failure;
    this.#report = report;
  }

  /** What was sent, what it should have led to and where the implementation differs; undefined without a difference. */
  get counterexample(): string | undefined {
    return this.#failure?.text;
  }

  /** The differences at the last step, one sentence each. */
  get differences(): readonly string[] {
    return this.#failure?.differences ?? [];
  }

  /** The steps of the counterexample, as plain data for `replayScenario`. */
  get steps(): readonly Step[] {
    return this.#failure?.scenario.steps ?? [];
  }

  /** How the request of the counterexample was created, for `replayScenario`; undefined without a difference. */
  get created(): Submission | undefined {
    return this.#failure && { requestId: this.#failure.requestId, ...this.#failure.scenario.created };
  }

  /** The coverage until then. */
  get report(): ConformanceReport {
    return this.#report();
  }

  /** Everything as plain data. */
  toJSON(): object {
    const { name, message, counterexample, differences, steps, created, report } = this;
    return { name, message, counterexample, differences, steps, created, report };
  }
}

export interface FailureNotes {
  /** Absent for a scenario that was replayed. */
  readonly seed?: number;
  /** Whether the same steps failed when they were repeated. */
  readonly isRepeatable: boolean;
}

export function failureMessage(failure: Failure, { seed, isRepeatable }: FailureNotes): string {
  const { scenario, requestId, text } = failure;
  const { retries, validated } = scenario.created;
  const options = { requestId, ...(retries > 0 && { retries }), ...(!validated && { validated }) };
  const seedText = seed === undefined ? "" : `Seed ${seed}. `;
  const steps = escapeInvisible(JSON.stringify(scenario.steps));
  const replay = `await replayScenario(adapter, ${steps}, ${JSON.stringify(options)})`;
  return [text, ...(isRepeatable ? [] : [NOT_REPEATABLE]), `${seedText}To replay it: ${replay}`].join("\n");
}

const NOT_REPEATABLE =
  "Not deterministic: the same steps passed when they were repeated. The implementation depends on chance, on time, " +
  "or on what was done to other requests.";

export const uncoveredMessage = (report: ConformanceReport): string =>
  `Coverage is not full. Send what is uncovered, or leave it out with skip.\n\n${formatReport(report)}`;

export const unsupportedMessage = (report: ConformanceReport): string =>
  `The adapter answered "unsupported" to every step, so nothing was tested.\n\n${formatReport(report)}`;
