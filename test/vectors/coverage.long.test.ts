import {
  chart,
  EFFECTS,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  LIFECYCLE_EVENTS,
  OUTCOME_REASONS,
  REQUEST_STATES,
} from "ess-request-machine";
import { expect, test } from "vitest";
import { everythingReachable, HALF_HOUR } from "../support/reachable-trials.js";
import {
  type Case,
  cases,
  cellOf,
  edgesIn,
  isCallback,
  membersOf,
  nameOf,
  outcomeOf,
  precedencesOf,
  reasonOf,
  type Trial,
  trialsOf,
} from "../support/vector-trials.js";

/** The test vectors are complete: every kind of case that the chart and an independent search find is there. */

const accepted = (trial: Trial): boolean => reasonOf(outcomeOf(trial)) === undefined;
const MESSAGES = ["nothing", "null", "an empty text", "a text", "no text"];
const messageOf = (value: unknown): string => {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  return value === "" ? "an empty text" : typeof value === "string" ? "a text" : "no text";
};

/** Details of a case: the text of a callback, the payload of an event, the facts of the record. */
function callbackDetails(trial: Trial): readonly string[] {
  const { request } = trial;
  const place = `${request.state} ${nameOf(trial)}`;
  if (!accepted(trial)) return [];
  return [
    `${place} with ${messageOf(membersOf(trial).statusMessage)}`,
    `${place} ${request.retriedCount < request.retries ? "retry left" : "no retry left"}`,
    ...(request.timedOut ? [`${place} after the time-out`] : []),
  ];
}

function eventDetails(trial: Trial): readonly string[] {
  const { state, timedOut, reportedStatus, cancelSeenAt, attempt } = trial.request;
  const { type, message, at, result, state: chosen } = membersOf(trial);
  const place = `${state} ${type}`;
  const waited = Number(at) - (cancelSeenAt ?? 0);
  const taken = accepted(trial);
  return [
    `${place} with ${messageOf(message)}`,
    ...(taken && type === "complete" ? [`${place} as ${chosen} ${timedOut}`] : []),
    ...(taken && type === "postProcessed" ? [`${place} ${result} after ${reportedStatus}`] : []),
    ...(taken && type === "checkIn" ? [`${place} ${waited > 0 ? "later" : "earlier"} than the last`] : []),
    ...(taken && type === "start" ? [`${place} ${attempt === 0 ? "first" : "again"}`] : []),
    ...(type === "forceCancel" ? [`${place} ${waited - HALF_HOUR} ms after 30 minutes`] : []),
  ];
}

function detailsOf(trial: Trial): readonly string[] {
  const unknown = JSON.stringify(trial.callback ?? trial.event)?.replace(/"handle-\d+"/, "latest");
  if (nameOf(trial) === undefined) return [`unknown: ${unknown}`];
  const full = trial.request.earlierHandles.length === 16;
  return [
    ...(isCallback(trial) ? callbackDetails(trial) : eventDetails(trial)),
    ...(full ? [`${cellOf(trial)} with all handles kept`] : []),
  ];
}

const kindsOf = (trial: Trial): readonly string[] => [cellOf(trial), ...precedencesOf(trial), ...detailsOf(trial)];

const taking = (status: ExecutionStatus) =>
  REQUEST_STATES.filter((state) => chart.states[state].on[status] !== undefined);

const REQUIRED_DETAILS: readonly string[] = [
  ...EXECUTION_STATUSES.flatMap((status) =>
    taking(status).flatMap((state) => [
      ...MESSAGES.map((message) => `${state} ${status} with ${message}`),
      `${state} ${status} after the time-out`,
    ]),
  ),
  ...["PENDING_VALIDATION validationFailed", "RUNNING manualRecoveryRequired", "RUNNING complete"].flatMap((place) =>
    MESSAGES.map((message) => `${place} with ${message}`),
  ),
  ...["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"].flatMap((state) => [
    `RUNNING complete as ${state} true`,
    `ERROR_MANUAL_RECOVERY complete as ${state} true`,
    `ERROR_MANUAL_RECOVERY complete as ${state} false`,
  ]),
  ...["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"].flatMap((result) =>
    ["COMPLETED", "CANCELLING"].flatMap((state) =>
      ["SUCCESS", "WARNING"].map((report) => `${state} postProcessed ${result} after ${report}`),
    ),
  ),
  "CANCELLING forceCancel 0 ms after 30 minutes",
  "CANCELLING forceCancel -1 ms after 30 minutes",
  "CANCELLING checkIn later than the last",
  "CANCELLING checkIn earlier than the last",
  "READY start 0 with all handles kept",
  "READY start 1 with all handles kept",
  "PAUSED resume 0 with all handles kept",
  "PAUSED resume 1 with all handles kept",
  "RUNNING SUCCESS STALE_HANDLE with all handles kept",
  "RUNNING SUCCESS HANDLE_MISMATCH with all handles kept",
  "READY start first",
  "READY start again",
  ...["RUNNING", "CANCELLING", "ERROR_MANUAL_RECOVERY"].flatMap((state) => [
    `${state} ERROR retry left`,
    `${state} ERROR no retry left`,
  ]),
  ...LIFECYCLE_EVENTS.map((status) => `unknown: {"requestHandle":latest,"status":"${status}"}`),
  ...EXECUTION_STATUSES.map((type) => `unknown: {"type":"${type}"}`),
];

const reachable = everythingReachable();
const REACHABLE_CELLS: ReadonlySet<string> = new Set(reachable.map(cellOf));
const REQUIRED: ReadonlySet<string> = new Set([
  ...REACHABLE_CELLS,
  ...reachable.flatMap(precedencesOf),
  ...REQUIRED_DETAILS,
]);

const kindsByCase = new Map(cases.map((one) => [one, new Set(trialsOf(one).flatMap(kindsOf))]));

const missingFrom = (chosen: readonly Case[], kinds: Iterable<string> = REQUIRED): readonly string[] =>
  [...kinds].filter((kind) => !chosen.some((one) => kindsByCase.get(one)!.has(kind)));

test("everything that can be reached has its case", () => {
  expect(missingFrom(cases)).toEqual([]);
});

test("no case is about something that cannot be reached", () => {
  const named = cases.flatMap(trialsOf).map(cellOf);
  expect(named.filter((cell) => !REACHABLE_CELLS.has(cell))).toEqual([]);
});

test("every transition of every state can be reached", () => {
  const names = [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS];
  const own = REQUEST_STATES.flatMap((state) =>
    names.flatMap((name) => edgesIn(state, name).map(({ place }) => place)),
  );
  expect(own.filter((place) => !place.includes(" any ") && !REACHABLE_CELLS.has(place))).toEqual([]);
});

test("every pair of a state and an event that the chart does not have is a case of UNSUPPORTED_STATE", () => {
  const cells = new Set(cases.flatMap(trialsOf).map(cellOf));
  for (const state of REQUEST_STATES) {
    for (const event of LIFECYCLE_EVENTS) {
      expect(cells.has(`${state} ${event} UNSUPPORTED_STATE`), `${event} in ${state}`).toBe(
        edgesIn(state, event).length === 0,
      );
    }
  }
});

test("every reason and every effect has its case", () => {
  const outcomes = cases.flatMap(trialsOf).map(outcomeOf);
  expect(new Set(outcomes.flatMap((outcome) => reasonOf(outcome) ?? []))).toEqual(
    new Set(Object.keys(OUTCOME_REASONS)),
  );
  expect(new Set(outcomes.flatMap(({ effects }) => [...effects]))).toEqual(new Set(EFFECTS));
});

test("without the cases of any one kind, that kind is missing", () => {
  for (const kind of REQUIRED) {
    const others = cases.filter((one) => !kindsByCase.get(one)!.has(kind));
    expect(cases.length - others.length, kind).toBeGreaterThan(0);
    expect(missingFrom(others, [kind])).toEqual([kind]);
  }
});
