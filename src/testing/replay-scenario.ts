import { MAX_REQUEST_ID } from "../input/request-id.js";
import type { ConformanceAdapter } from "./adapter.js";
import { ConformanceError, failureMessage, unsupportedMessage } from "./conformance-error.js";
import { checkAdapter } from "./options.js";
import type { ConformanceReport } from "./report.js";
import { runScenario } from "./run-scenario.js";
import { Selection } from "./selection.js";
import type { Step } from "./steps.js";
import { Tally } from "./tally.js";
import { requestIdOf } from "./values.js";

/** How the request of a replayed scenario is created. */
export interface ReplayOptions {
  /** A decimal string. Default: 9007199254740992. */
  readonly requestId?: string | undefined;
  /** Automatic retries allowed. Default: 0. */
  readonly retries?: number | undefined;
  /** False: the request begins in PENDING_VALIDATION. Default: true. */
  readonly validated?: boolean | undefined;
  /** Milliseconds that each call of the adapter may take. Default: 10000. */
  readonly timeLimit?: number | undefined;
}

/**
 * Runs one scenario, such as the counterexample of a {@link ConformanceError}.
 *
 * @typeParam Key what the adapter's `create` returns
 * @param adapter connects the kit to the implementation
 * @param steps what is sent: `error.steps`, or written by hand
 * @param options how the request is created: `error.created`
 * @returns what was covered and compared; everything covered counts as reachable
 * @throws ConformanceError (the promise rejects) if the implementation differs
 */
export async function replayScenario<Key>(
  adapter: ConformanceAdapter<Key>,
  steps: readonly Step[],
  { requestId = requestIdOf(0, 0), retries = 0, validated = true, timeLimit = 10_000 }: ReplayOptions = {},
): Promise<ConformanceReport> {
  checkAdapter(adapter);
  const tally = new Tally();
  const context = { adapter, selection: new Selection(), timeLimit };
  const ids = { own: requestId, foreign: neighbour(requestId) };
  const failure = await runScenario(context, { created: { retries, validated }, steps }, ids, tally);
  const report = tally.report(0);
  if (failure === undefined && !tally.hasOnlyUnsupported) return report;
  const message = failure && failureMessage(failure, { isRepeatable: true });
  const error = new ConformanceError(message ?? unsupportedMessage(report), () => report, failure);
  Error.captureStackTrace?.(error, replayScenario);
  throw error;
}

/** In a run too, the other request of a scenario mostly has the next id. */
function neighbour(requestId: string): string {
  const id = BigInt(requestId);
  return String(id < BigInt(MAX_REQUEST_ID) ? id + 1n : id - 1n);
}
