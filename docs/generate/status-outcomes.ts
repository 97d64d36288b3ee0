import {
  applyExecutionStatus,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  type ExecutionStatusOutcome,
  type JobRequest,
  parseJobRequest,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { code, codes } from "./markdown.js";

/** What a status comes to in each state, found by sending it to records of every kind that can be there. */

const HANDLE = "handle";

const FINAL = EXECUTION_STATUSES.filter((status) => status !== "UPDATE");

/** Every well-formed record of the state, as far as a callback can tell them apart. */
function recordsIn(state: RequestState, isStarted: boolean, reports: readonly unknown[]): JobRequest[] {
  const started = isStarted ? { attempt: 1, requestHandle: HANDLE } : { attempt: 0, requestHandle: null };
  const texts = { message: null, update: null, pausedState: null, errorType: null, timedOut: false };
  const drafts = reports.flatMap((reportedStatus) =>
    [null, "SUCCEEDED", "WARNING"].flatMap((executableState) =>
      [0, 1].flatMap((retries) =>
        [null, 0].map((cancelSeenAt) => ({ reportedStatus, executableState, retries, cancelSeenAt })),
      ),
    ),
  );
  const common = { schemaVersion: 1, requestId: "1", state, earlierHandles: [], retriedCount: 0, ...texts, ...started };
  return drafts.flatMap((draft) => {
    const parsed = parseJobRequest({ ...common, ...draft });
    return parsed.issues ? [] : parsed.value;
  });
}

function inWords(outcome: ExecutionStatusOutcome): string {
  if ("reason" in outcome) return `${outcome.kind}: ${code(outcome.reason)}`;
  const change = outcome.kind === "transitioned" ? `→ ${code(outcome.to)}` : "recorded";
  return outcome.effects.length > 0 ? `${change}, owed: ${codes(outcome.effects)}` : change;
}

const answers = (status: ExecutionStatus, requests: readonly JobRequest[]): string =>
  [
    ...new Set(requests.map((request) => inWords(applyExecutionStatus(request, { requestHandle: HANDLE, status })))),
  ].join("; or ") || "–";

/** One row for all the states that answer alike; a dash where no request can be so. */
export function outcomeRows(status: ExecutionStatus): string[][] {
  const rows = new Map<string, { states: RequestState[]; cells: string[] }>();
  for (const state of REQUEST_STATES) {
    const cells = [
      answers(status, recordsIn(state, true, [null])),
      answers(status, recordsIn(state, true, FINAL)),
      answers(status, recordsIn(state, false, [null])),
    ];
    const row = rows.get(cells.join()) ?? { states: [], cells };
    rows.set(cells.join(), { ...row, states: [...row.states, state] });
  }
  return [...rows.values()].map(({ states, cells }) => [codes(states), ...cells]);
}
