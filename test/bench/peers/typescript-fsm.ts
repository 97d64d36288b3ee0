import type { ExecutionStatusInput, JobRequest } from "ess-request-machine";
import { SyncStateMachine, t } from "typescript-fsm";
import { guards } from "../../../src/lifecycle/guards.js";
import { CALLBACK_EDGES, recordSide } from "./from-chart.js";

/**
 * typescript-fsm: a list of transitions with callbacks, no guards and no data. So the fence is asked before, an ERROR that
 * is retried is an event of its own, and the callback hands the new record out. A machine for each record. It says neither
 * why nothing happened nor what is owed.
 */

const RETRIED = "isAwaitedWithRetriesLeft";
let answer: JobRequest;

const TRANSITIONS = CALLBACK_EDGES.map(({ from, status, to, guardName, update }) =>
  t<string, string, (request: JobRequest, input: ExecutionStatusInput) => void>(
    from,
    guardName === RETRIED ? `${status} ${RETRIED}` : status,
    to,
    (request, input) => {
      answer = update(request, input);
    },
  ),
);
const silent = { error: () => {} };

export const typescriptFsm = recordSide((request, input) => {
  answer = request;
  if (!guards.isAwaited(request, input)) return answer;
  const event = guards[RETRIED](request, input) ? retriedOr(request, input) : input.status;
  new SyncStateMachine<string, string>(request.state, TRANSITIONS as never, silent).syncDispatch(event, request, input);
  return answer;
});

const retriedOr = ({ state }: JobRequest, { status }: ExecutionStatusInput): string =>
  state === "RUNNING" && status === "ERROR" ? `${status} ${RETRIED}` : status;
