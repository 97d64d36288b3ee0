import {
  applyExecutionStatus,
  chart,
  createRequest,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  ignoresMessage,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { code, table } from "./markdown.js";

/** What each status does in the states that take callbacks, and where its message goes. */

const TAKERS = REQUEST_STATES.filter((state) => EXECUTION_STATUSES.some((status) => chart.states[state].on[status]));

function cellOf(state: RequestState, status: ExecutionStatus): string {
  const edges = chart.states[state].on[status] ?? [];
  return edges
    .map(({ guard, target, meta }, index) => {
      // The last edge has the guard that every callback has.
      const condition = index < edges.length - 1 ? ` if ${code(String(guard))}, else` : "";
      return `${target === undefined ? "recorded" : `→ ${code(target)}`} (${meta.grade})${condition}`;
    })
    .join(" ");
}

/** Found by trying: the field of the record that holds the message afterwards. */
function fieldOf(state: RequestState, status: ExecutionStatus): string[] {
  const callback = { requestHandle: "handle", status, statusMessage: "the message" };
  const request = { ...createRequest({ requestId: "1" }), state, attempt: 1, requestHandle: callback.requestHandle };
  const after = Object.entries(applyExecutionStatus(request, callback).request);
  return after.filter(([, value]) => value === callback.statusMessage).map(([field]) => code(field));
}

/** Where the message goes, in any of the states that take the status. */
export const messageFields = (status: ExecutionStatus): string =>
  [...new Set(TAKERS.flatMap((state) => fieldOf(state, status)))].join(", ");

const messageCell = (status: ExecutionStatus): string => (ignoresMessage(status) ? "ignored" : messageFields(status));

export const statusTable = (): string =>
  table(
    ["status", ...TAKERS.map(code), "`statusMessage` goes to"],
    EXECUTION_STATUSES.map((status) => [
      code(status),
      ...TAKERS.map((state) => cellOf(state, status)),
      messageCell(status),
    ]),
  );
