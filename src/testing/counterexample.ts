import { explain } from "../index.js";
import type { ModelState, StepResult } from "./model.js";
import type { Creation } from "./scenario.js";
import { textOf } from "./step-text.js";
import type { Step } from "./steps.js";

/** The text of a counterexample: what was sent, what it should have led to, and where the implementation differs. */

/** A step that was sent. */
export interface SentStep {
  readonly before: ModelState;
  readonly step: Step;
  readonly result: StepResult;
}

export function counterexampleText(
  { retries, validated }: Creation,
  requestId: string,
  sent: readonly SentStep[],
  differences: readonly string[],
): string {
  const created = `${retries === 1 ? "1 retry" : `${retries} retries`}${validated ? "" : ", not validated yet"}`;
  const lines = [`Request ${requestId} is created with ${created}.`];
  for (let i = 0; i < sent.length; i += 1) {
    lines.push(...stepLines(i + 1, sent[i]!));
    const again = repetitionsAt(sent, i);
    if (again > 1) lines.push(`   Steps ${i} and ${i + 1} are repeated ${again} times.`);
    if (again > 1) i += 2 * again;
  }
  const where = sent.length === 0 ? "after the request was created" : `at step ${sent.length}`;
  return [...lines, `The implementation differs ${where}:`, ...differences.map((line) => `   ${line}`)].join("\n");
}

function stepLines(number: number, { step, result }: SentStep): string[] {
  const { callback, event } = result.input;
  return [`${number}. ${textOf(step)}`, `   ${explain(result.outcome, callback ?? event)}`];
}

/** How often this step and the one before it follow again, with the same outcomes. The last step is always shown. */
function repetitionsAt(sent: readonly SentStep[], i: number): number {
  const pairUpTo = (last: number) =>
    sent
      .slice(last - 1, last + 1)
      .flatMap((step) => stepLines(0, step))
      .join();
  let times = 0;
  for (let next = i + 2; next < sent.length - 1 && pairUpTo(next) === pairUpTo(i); next += 2) times += 1;
  return times;
}
