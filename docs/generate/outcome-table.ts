import {
  applyExecutionStatus,
  chart,
  createRequest,
  EXECUTION_STATUSES,
  OUTCOME_REASONS,
  type OutcomeReason,
  REQUEST_STATES,
  toHttpResponse,
} from "ess-request-machine";
import { code, table } from "./markdown.js";

/** The outcomes in few words, for the README. */

const HEAD = ["kind", "reason", "expected", "but found", "HTTP"];

/** Every sentence says what was expected and what was found, before it says what to do. */
function rowOf(reason: OutcomeReason): string[] {
  const { kind, httpStatus, sentence } = OUTCOME_REASONS[reason];
  const [, expected, found] = /^Expected (.+?), but found (.+?)\. /.exec(sentence) ?? [];
  if (expected === undefined || found === undefined)
    throw new Error(`${reason} says neither what it expected nor what it found`);
  return [kind, code(reason), expected, found, String(httpStatus)];
}

/** What every state answers to every status, of the latest execution, before its final report and after each. */
function answersToTheLatestExecution() {
  const reports = [null, ...EXECUTION_STATUSES.filter((status) => status !== "UPDATE")];
  return REQUEST_STATES.flatMap((state) =>
    reports.flatMap((reportedStatus) => {
      const request = {
        ...createRequest({ requestId: "1" }),
        state,
        attempt: 1,
        requestHandle: "handle",
        reportedStatus,
      };
      return EXECUTION_STATUSES.map((status) => applyExecutionStatus(request, { requestHandle: "handle", status }));
    }),
  );
}

/** Accepted is who passes the checks of the sender; what can befall the latest execution too is asked of the others. */
export function callbackOutcomes(): string {
  const answers = answersToTheLatestExecution();
  const afterwards = new Set(answers.map((answer) => ("reason" in answer ? answer.reason : undefined)));
  const accepted = answers.filter((answer) => !("reason" in answer));
  const acceptedRow = [
    [...new Set(accepted.map(({ kind }) => kind))].join(", "),
    "",
    "a callback of the latest execution, up to its first final report, in a state that takes callbacks",
    "exactly that",
    [...new Set(accepted.map((answer) => toHttpResponse(answer, { href: "/" }).status))].join(", "),
  ];
  const ofSender = chart.refusals.filter(({ reason }) => !afterwards.has(reason));
  const ofRequest = chart.refusals.filter(({ reason }) => afterwards.has(reason));
  return table(HEAD, [
    ...ofSender.map(({ reason }) => rowOf(reason)),
    acceptedRow,
    ...ofRequest.map(({ reason }) => rowOf(reason)),
  ]);
}
