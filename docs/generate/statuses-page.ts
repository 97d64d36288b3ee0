import { chart, EXECUTION_STATUSES, type ExecutionStatus, ignoresMessage, REQUEST_STATES } from "ess-request-machine";
import { effectsOf, updatesOf } from "./chart-rows.js";
import { blocks, code, codes, foundation, GENERATED, GRADES, SOURCES, table } from "./markdown.js";
import { outcomeRows } from "./status-outcomes.js";
import { messageFields, statusTable } from "./status-table.js";

/** docs/statuses.md: the eight statuses, each with all that it does. */

/** What the author of a job has to know, which no chart can say. */
const ADVICE: Readonly<Record<ExecutionStatus, string>> = {
  SUCCESS:
    "Send it when the work is done. A text is of no use here: send an UPDATE before, if something is worth saying.",
  UPDATE:
    "Send it as often as there is something to tell. It is the one status after which the job goes on. Equal updates are not told apart: each counts.",
  PAUSE:
    "Send it when the job has to wait for its sub-requests, which start only then. Put into the text what the job needs to go on: it comes back when the request is resumed, in a new execution with a new handle.",
  WARNING: "Send it when the work is done and somebody should look at it all the same. Say at what.",
  ERROR:
    "Send it when the work failed for a reason that may pass. Whether it is tried again is for the request's retries to say, not for the job.",
  BUSINESS_ERROR: "Send it when the work failed and would fail again. It is never retried.",
  CANCEL: "Send it when the job has stopped because the request was cancelled, or has cancelled its own execution.",
  SUSPEND: "Send it when the job stops by itself and is to be resumed by somebody else. No sub-request starts.",
};

function facts(status: ExecutionStatus): string {
  const ends =
    status === "UPDATE"
      ? "The execution goes on: it is no final report."
      : "It is a final report: the execution has ended, and of its final reports the first counts.";
  const text = ignoresMessage(status)
    ? "`statusMessage` is ignored."
    : `\`statusMessage\` goes to ${messageFields(status)}; without one that field is emptied.`;
  return `${ends} ${text}`;
}

const takenTable = (status: ExecutionStatus): string =>
  table(
    ["in state", "guard", "target", "record updates", "effects", "grade", "source", "description"],
    REQUEST_STATES.flatMap((state) =>
      (chart.states[state].on[status] ?? []).map((edge) => [
        code(state),
        edge.guard ? code(edge.guard) : "",
        edge.target ? code(edge.target) : "stays",
        codes(updatesOf(edge)),
        codes(effectsOf(edge)),
        ...foundation(edge.meta),
        edge.description,
      ]),
    ),
  );

const HEAD = [
  "in state",
  "of the latest execution, no final report yet",
  "after its final report",
  "before any execution",
];

const section = (status: ExecutionStatus): string[] => [
  `## ${status}`,
  ADVICE[status],
  facts(status),
  "Where it is accepted:",
  takenTable(status),
  "And in every state:",
  table(HEAD, outcomeRows(status)),
];

const INTRODUCTION = `What each of the eight execution statuses does, for whoever writes a job that reports, or answers one. ${GENERATED}

- A status counts from the latest execution only, and only until that execution has sent its final report. What comes from an
  earlier execution is ignored (\`STALE_HANDLE\`), from anybody else rejected (\`HANDLE_MISMATCH\`), in every state.
- What is accepted or ignored is answered with 200: the job need not send it again. [reasons.md](reasons.md) has the answer and
  the meaning of each reason.
- A dash stands where no request can be so: one that is PAUSED, say, has always reported.
- The **grade** says how well founded a row is. ${GRADES}
- ${SOURCES}`;

export const statusesPage = (): string =>
  blocks("# Execution statuses", INTRODUCTION, "## In short", statusTable(), ...EXECUTION_STATUSES.flatMap(section));
