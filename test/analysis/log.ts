import {
  createRequest,
  EXECUTION_STATUSES,
  isTerminal,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
} from "ess-request-machine";
import type { HistoryEntry } from "ess-request-machine/analysis";
import { randomFrom } from "../support/random.js";
import { apply, type Input } from "./concrete.js";

/** Logs of requests as a server might keep them. */

/** Whole: from the first record on. Late: the same, from somewhere on. Both have every outcome. */
export type LogKind = "whole" | "late";

export function logOf(kind: LogKind, id: number): readonly HistoryEntry[] {
  const random = randomFrom(id);
  const below = (limit: number) => Math.floor(random() * limit);
  const begin = createRequest({ requestId: id, retries: below(3) });
  const entries: HistoryEntry[] = kind === "whole" ? [{ record: begin }] : [];
  for (const { input, outcome } of steps(begin, below)) {
    entries.push(input as HistoryEntry, { outcome: shown(outcome) });
  }
  return kind === "late" ? entries.slice(2 * below(entries.length / 2)) : entries;
}

const shown = ({ request: _, ...outcome }: Outcome) => outcome;

type Below = (limit: number) => number;

function* steps(begin: JobRequest, below: Below) {
  let request = begin;
  for (let count = 0; count < 60 && !isTerminal(request.state); count += 1) {
    const input = nextInput(request, below);
    const outcome = apply(request, input);
    yield { input, outcome };
    request = outcome.request;
  }
}

const PAYLOAD_FREE = { WAIT: "dispatch", ERROR_AUTO_RETRY: "retry", ERROR_MANUAL_RECOVERY: "recover" } as const;

function nextInput(request: JobRequest, below: Below): Input {
  const { state, requestHandle, earlierHandles } = request;
  const begins = requestHandle === null ? 0 : earlierHandles.length + 1;
  if (state in PAYLOAD_FREE && below(4) > 0)
    return { event: { type: PAYLOAD_FREE[state as keyof typeof PAYLOAD_FREE] } };
  if (state === "READY") return { event: { type: "start", requestHandle: `${request.requestId}-${begins}` } };
  if (state === "PAUSED") return { event: { type: "resume", requestHandle: `${request.requestId}-${begins}` } };
  if (state === "COMPLETED" && below(4) > 0)
    return { event: { type: "postProcessed", result: below(2) ? "PROCEED" : "DELAY" } };
  if (below(10) === 0) return { event: eventWhileRunning(request, below) };
  const handles = [requestHandle, requestHandle, requestHandle, ...earlierHandles, "forged"];
  return {
    callback: { requestHandle: handles[below(handles.length)], status: EXECUTION_STATUSES[below(8)] ?? "UPDATE" },
  };
}

function eventWhileRunning({ requestHandle }: JobRequest, below: Below): LifecycleEvent {
  const at = 1_700_000_000_000 + below(7_200_000);
  const events: readonly LifecycleEvent[] = [
    { type: "cancel", at },
    { type: "checkIn", requestHandle: requestHandle ?? "forged", at },
    { type: "timeOut" },
    { type: "manualRecoveryRequired" },
    { type: "forceCancel", at },
  ];
  return events[below(events.length)] as LifecycleEvent;
}
