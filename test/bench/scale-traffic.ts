import type { JobRequest, RequestState } from "ess-request-machine";
import { randomFrom } from "../support/random.js";
import { FINALS, LIVE } from "./callback-mix.js";
import { copied, drawers, repeated, TEXTS } from "./written.js";

/**
 * Callbacks for many requests at once, in the proportions of the mix. An execution that has reported is followed by the
 * next one, sometimes only after a repetition: so the proportions last, however many callbacks come.
 */

/** A line of the log, and the execution that begins once it was dealt with, if one does. */
export interface Callback {
  readonly id: string;
  readonly line: string;
  readonly next: Execution | undefined;
}

interface Execution {
  readonly state: RequestState;
  readonly requestHandle: string;
  readonly earlierHandles: readonly string[];
}

/** A final report is left to be repeated this often, which makes half of what comes late; the rest comes from before. */
const LEFT_TO_REPEAT = 6 / 25;
const SORTS = repeated({ update: 55, final: 25, stale: 6, wrongHandle: 8 });

const idOf = (index: number): string => String(3_000_000_000 + index);

/** Made of its two numbers, so that no table of handles takes up the memory that is measured. */
function handleOf(index: number, execution: number): string {
  const high = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  const low = Math.imul(high ^ (execution + 1), 0x85ebca6b) >>> 0;
  return `${high.toString(16).padStart(8, "0")}-${low.toString(16).padStart(8, "0")}-${String(index).padStart(8, "0")}-${String(execution).padStart(6, "0")}`;
}

const executionOf = (index: number, execution: number, state: RequestState): Execution => ({
  state,
  requestHandle: handleOf(index, execution),
  earlierHandles: [handleOf(index, execution - 1)],
});

/** A string that was just read: no other shares its memory. */
const flat = (text: string): string => Buffer.from(text, "latin1").toString("latin1");

/** The record of a request when an execution has begun. */
export const recordOf = (id: string, { state, requestHandle, earlierHandles }: Execution): JobRequest =>
  copied({
    ...{ schemaVersion: 1, requestId: flat(id), state, requestHandle: flat(requestHandle) },
    ...{ earlierHandles: earlierHandles.map(flat), reportedStatus: null, attempt: 2, retries: 3, retriedCount: 1 },
    ...{ message: null, update: null, pausedState: null, executableState: null, errorType: null, timedOut: false },
    cancelSeenAt: state === "CANCELLING" ? 1.7e12 : null,
  });

export function trafficFor(requestCount: number) {
  const { random, pick } = drawers(randomFrom(3));
  const executions = new Uint32Array(requestCount).fill(1);
  const reports = new Map<number, string>();

  const nextExecution = (index: number): Execution => {
    executions[index]! += 1;
    return executionOf(index, executions[index]!, pick(LIVE));
  };
  const lineOf = (requestHandle: string, status: string): string =>
    JSON.stringify({ requestHandle, status, ...(status !== "SUCCESS" && { statusMessage: pick(TEXTS) }) });

  function draw(): Callback {
    const index = Math.floor(random() * requestCount);
    const id = idOf(index);
    const repetition = reports.get(index);
    if (repetition !== undefined) {
      reports.delete(index);
      return { id, line: repetition, next: nextExecution(index) };
    }
    const latest = handleOf(index, executions[index]!);
    switch (pick(SORTS)) {
      case "update":
        return { id, line: lineOf(latest, "UPDATE"), next: undefined };
      case "stale":
        return { id, line: lineOf(handleOf(index, executions[index]! - 1), pick(FINALS)), next: undefined };
      case "wrongHandle":
        return { id, line: lineOf(handleOf(requestCount + index, 0), "UPDATE"), next: undefined };
      case "final": {
        const line = lineOf(latest, pick(FINALS));
        if (random() >= LEFT_TO_REPEAT) return { id, line, next: nextExecution(index) };
        reports.set(index, line);
        return { id, line, next: undefined };
      }
    }
  }

  return {
    draw,
    requests: (): Map<string, JobRequest> =>
      new Map(
        Array.from({ length: requestCount }, (_, index) => {
          const id = flat(idOf(index));
          return [id, recordOf(id, executionOf(index, 1, LIVE[index % LIVE.length]!))];
        }),
      ),
  };
}
