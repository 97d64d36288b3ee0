import { createRequest, EXECUTION_STATUSES, type JobRequest, type Outcome } from "ess-request-machine";
import { auditHistory, type HistoryEntry } from "ess-request-machine/analysis";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../support/random.js";
import { apply, type Input } from "./concrete.js";
import { type Dice, diceOf } from "./histories.js";

/** A record keeps 16 earlier handles. A request with more executions forgets the oldest, also where a log has a gap. */

/** Without some of its members. */
const shortened = <Value extends object>(value: Value, { chance }: Dice): Value =>
  Object.fromEntries(
    Object.entries(value).filter(([name]) => name === "type" || name === "status" || chance(0.8)),
  ) as Value;

const shownInput = (input: Input, dice: Dice): HistoryEntry =>
  "event" in input ? { event: shortened(input.event, dice) } : { callback: shortened(input.callback, dice) };

const shownOutcome = ({ request: _, ...outcome }: Outcome, dice: Dice): HistoryEntry => ({
  outcome: shortened(outcome, dice),
});

const gap: HistoryEntry = { gap: true };

function nextInput({ state, requestHandle, earlierHandles }: JobRequest, execution: number, dice: Dice): Input {
  const { chance, pick } = dice;
  const handles = Array.from({ length: execution }, (_, number) => `execution-${number}`);
  if (chance(0.4)) {
    const requestHandle = pick([...handles.slice(-18), "forged"]);
    const status = pick(requestHandle === handles.at(-1) ? (["UPDATE"] as const) : EXECUTION_STATUSES);
    return chance(0.8)
      ? { callback: { status, requestHandle } }
      : { event: { type: "checkIn", requestHandle, at: 1000 } };
  }
  if (state === "WAIT") return { event: { type: "dispatch" } };
  if (state === "READY") return { event: { type: "start", requestHandle: `execution-${execution}` } };
  if (state === "PAUSED") return { event: { type: "resume", requestHandle: `execution-${execution}` } };
  if (state === "ERROR_MANUAL_RECOVERY") return { event: { type: "recover" } };
  const callback = { status: "PAUSE", requestHandle: requestHandle ?? earlierHandles[0] ?? "" } as const;
  return chance(0.7) ? { callback } : { event: { type: "manualRecoveryRequired" } };
}

/** A log of a request with dozens of executions. It begins anywhere, has gaps, short and long, and omits members. */
function logWithGaps(dice: Dice): readonly HistoryEntry[] {
  let request = createRequest({ requestId: 1 });
  let execution = 0;
  let isShown = dice.chance(0.5);
  const log: HistoryEntry[] = isShown ? [{ record: request }] : [];
  for (let count = 0; count < 250; count += 1) {
    const input = nextInput(request, execution, dice);
    const outcome = apply(request, input);
    if (outcome.request.requestHandle !== request.requestHandle) execution += 1;
    request = outcome.request;
    if (dice.chance(0.05)) isShown = !isShown;
    if (!isShown && log.length > 0 && !("gap" in (log.at(-1) as HistoryEntry))) log.push(gap);
    if (!isShown) continue;
    log.push(shownInput(input, dice));
    if (dice.chance(0.8)) log.push(shownOutcome(outcome, dice));
    if (dice.chance(0.05)) log.push({ record: shortened(request, dice) });
  }
  return log;
}

describe("a correct log of more executions than a record remembers", () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))("is consistent, regardless of its gaps: seed %i", (seed) => {
    const log = logWithGaps(diceOf(randomFrom(seed)));
    expect(log.length).toBeGreaterThan(20);
    expect(auditHistory(log)).toHaveProperty("states");
  });
});
