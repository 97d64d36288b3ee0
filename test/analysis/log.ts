import {
  createRequest,
  EXECUTION_STATUSES,
  isTerminal,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { auditHistory, type HistoryEntry } from "ess-request-machine/analysis";
import { randomFrom } from "../support/random.js";
import { apply, type Input } from "./concrete.js";

/** Logs of requests as a server might keep them. */

/**
 * Whole: from the first record on, with every outcome. Late: the same, from somewhere on. Callbacks: what an endpoint
 * receives, before which anything else may have happened.
 */
export const LOG_KINDS = ["whole", "late", "callbacks"] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export function logOf(kind: LogKind, id: number): readonly HistoryEntry[] {
  const random = randomFrom(id);
  const below = (limit: number) => Math.floor(random() * limit);
  const begin = createRequest({ requestId: id, retries: below(3) });
  const entries: HistoryEntry[] = kind === "whole" ? [{ record: begin }] : [];
  for (const { input, outcome } of steps(begin, below)) {
    entries.push(input as HistoryEntry, { outcome: shown(outcome) });
  }
  if (kind === "callbacks") return entries.flatMap((entry) => ("callback" in entry ? [{ gap: "events" }, entry] : []));
  return kind === "late" ? entries.slice(2 * below(entries.length / 2)) : entries;
}

/** In the end, the request is seen in a state that is impossible after the entries before. */
export const withWrongState = (log: readonly HistoryEntry[]): readonly HistoryEntry[] => {
  const audit = auditHistory(log);
  const states: readonly RequestState[] = audit.consistent ? audit.states : [];
  return [...log, { state: REQUEST_STATES.find((state) => !states.includes(state)) ?? "WAIT" }];
};

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
