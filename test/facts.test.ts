import {
  acceptedEvents,
  type ChartEvent,
  chart,
  EFFECTS,
  EXECUTION_STATUSES,
  ignoresMessage,
  isTerminal,
  LIFECYCLE_EVENTS,
  OUTCOME_REASONS,
  REQUEST_STATES,
  type RequestState,
  requestStateFromCode,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { updates } from "../src/lifecycle/assign-actions.js";
import { guards } from "../src/lifecycle/guards.js";

/** What is known of states, statuses, events, reasons and effects without any request. */

const TERMINAL = true;
const LIVE = false;
const STATES: [code: number, state: RequestState, phase: string, terminal: boolean, result: string | null][] = [
  [14, "PENDING_VALIDATION", "waiting", LIVE, null],
  [1, "WAIT", "waiting", LIVE, null],
  [2, "READY", "waiting", LIVE, null],
  [5, "BLOCKED", "waiting", LIVE, null],
  [6, "HOLD", "waiting", LIVE, null],
  [3, "RUNNING", "executing", LIVE, null],
  [7, "CANCELLING", "executing", LIVE, null],
  [13, "PAUSED", "paused", LIVE, null],
  [18, "ERROR_AUTO_RETRY", "retrying", LIVE, null],
  [19, "ERROR_MANUAL_RECOVERY", "recovering", LIVE, null],
  [4, "COMPLETED", "finishing", LIVE, null],
  [16, "SCHEDULE_ENDED", "parent", LIVE, null],
  [12, "SUCCEEDED", "ended", TERMINAL, "success"],
  [11, "WARNING", "ended", TERMINAL, "warning"],
  [10, "ERROR", "ended", TERMINAL, "failure"],
  [9, "CANCELLED", "ended", TERMINAL, "cancelled"],
  [8, "EXPIRED", "ended", TERMINAL, "failure"],
  [15, "VALIDATION_FAILED", "ended", TERMINAL, "failure"],
  [17, "FINISHED", "ended", TERMINAL, null],
];

describe("the 19 states", () => {
  test("are these, in this order, each with its place in the chart", () => {
    expect(REQUEST_STATES).toEqual(STATES.map(([, state]) => state));
    expect(Object.keys(chart.states)).toEqual(REQUEST_STATES);
    expect(chart.initial).toBe("PENDING_VALIDATION");
  });

  test.each(STATES)("%i is %s: %s, terminal: %s, result: %s", (code, state, phase, terminal, result) => {
    expect(chart.states[state].meta).toEqual({ code, phase, terminal, result });
    expect(chart.states[state].type).toBe(terminal ? "final" : undefined);
    expect(isTerminal(state)).toBe(terminal);
    expect(requestStateFromCode(code)).toBe(state);
  });

  test.each([0, 20, 99, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, "1", "WAIT", null, undefined, 1n])(
    "the code %s stands for none",
    (code) => {
      expect(requestStateFromCode(code as number)).toBeUndefined();
    },
  );
});

describe("what each state may accept", () => {
  const CALLBACKS: ChartEvent[] = [
    "SUCCESS",
    "UPDATE",
    "PAUSE",
    "WARNING",
    "ERROR",
    "BUSINESS_ERROR",
    "CANCEL",
    "SUSPEND",
  ];

  test.each<[RequestState, ChartEvent[]]>([
    ["PENDING_VALIDATION", ["validationPassed", "validationFailed", "cancel"]],
    ["WAIT", ["dispatch", "block", "hold", "expire", "cancel", "scheduleEnded"]],
    ["READY", ["block", "hold", "expire", "start", "cancel"]],
    ["BLOCKED", ["unblock", "expire", "cancel"]],
    ["HOLD", ["release", "cancel"]],
    ["RUNNING", [...CALLBACKS, "timeOut", "manualRecoveryRequired", "cancel", "complete"]],
    // A second cancel comes to nothing, and a check-in comes to something here alone.
    ["CANCELLING", [...CALLBACKS, "checkIn", "forceCancel", "cancelCompleted", "postProcessed"]],
    ["PAUSED", ["resume", "cancel"]],
    ["ERROR_AUTO_RETRY", ["cancel", "retry"]],
    ["ERROR_MANUAL_RECOVERY", [...CALLBACKS, "cancel", "recover", "complete"]],
    ["COMPLETED", ["cancel", "postProcessed"]],
    ["SCHEDULE_ENDED", ["cancel", "childrenFinished"]],
    ["SUCCEEDED", []],
    ["WARNING", []],
    ["ERROR", []],
    ["CANCELLED", []],
    ["EXPIRED", []],
    ["VALIDATION_FAILED", []],
    ["FINISHED", []],
  ])("%s: %j", (state, events) => {
    expect(acceptedEvents(state)).toEqual(events);
    expect(Object.isFrozen(acceptedEvents(state))).toBe(true);
  });
});

test.each([
  ["SUCCESS", true],
  ["CANCEL", true],
  ["UPDATE", false],
  ["PAUSE", false],
  ["WARNING", false],
  ["ERROR", false],
  ["BUSINESS_ERROR", false],
  ["SUSPEND", false],
] as const)("of %s the message is ignored: %s", (status, ignored) => {
  expect(ignoresMessage(status)).toBe(ignored);
});

test.each(["constructor", "__proto__", "toString", "UNKNOWN", "running", "", null, undefined])(
  "of %s, which is no state and no status, nothing is claimed",
  (name) => {
    expect(isTerminal(name as never)).toBe(false);
    expect(acceptedEvents(name as never)).toEqual([]);
    expect(Object.isFrozen(acceptedEvents(name as never))).toBe(true);
    expect(ignoresMessage(name as never)).toBe(false);
  },
);

test("the reasons are these, in the order of the checks: callbacks' first, then those of events alone", () => {
  const facts = Object.entries(OUTCOME_REASONS).map(([reason, { kind, httpStatus }]) => [reason, kind, httpStatus]);
  expect(facts).toEqual([
    ["UNKNOWN_STATUS", "rejected", 400],
    ["HANDLE_MISSING", "rejected", 400],
    ["STALE_HANDLE", "ignored", 200],
    ["HANDLE_MISMATCH", "rejected", 403],
    ["DUPLICATE", "ignored", 200],
    ["ALREADY_REPORTED", "ignored", 200],
    ["ALREADY_ENDED", "ignored", 200],
    ["NOT_EXECUTING", "ignored", 200],
    ["UNKNOWN_EVENT", "rejected", 400],
    ["UNSUPPORTED_STATE", "rejected", 400],
    ["INVALID_PAYLOAD", "rejected", 400],
    ["ALREADY_STARTED", "rejected", 400],
    ["HANDLE_REUSED", "rejected", 400],
    ["NOT_CANCELLING", "ignored", 200],
    ["NOT_AWAITING_CALLBACK", "rejected", 400],
    ["TOO_EARLY", "rejected", 400],
    ["AWAITING_CALLBACK", "rejected", 400],
    ["NOT_POST_PROCESSING", "rejected", 400],
    ["NOT_TIMED_OUT", "rejected", 400],
  ]);
});

test.each(Object.entries(OUTCOME_REASONS))(
  "%s says what was expected, what was found, what to do",
  (_, { sentence }) => {
    expect(sentence).toMatch(/^Expected [^\n]+, but found [^\n]+\. [A-Z][^\n]+\.$/);
  },
);

test("the effects are these, and what is owed at the end is the last", () => {
  expect(EFFECTS).toEqual([
    "invokeJob",
    "runPostProcessing",
    "startSubRequests",
    "scheduleRetry",
    "deliverUpdate",
    "notifyCancellation",
    "cancelSubRequests",
    "stopPostProcessing",
    "alertOperator",
    "notifyEnded",
  ]);
});

describe("the chart", () => {
  const nodes = [...Object.entries(chart.states), ["anywhere", { on: chart.on }] as const];
  const edges = nodes.flatMap(([state, { on }]) =>
    Object.entries(on).flatMap(([event, list]) =>
      list.map((edge, i) => [`${state} ${event} ${i}`, event, edge] as const),
    ),
  );

  test.each(edges)("%s is described, is graded, and names only what there is", (_, event, edge) => {
    expect(edge.description).toMatch(/^[^\n]{3,}$/);
    expect(["D", "I", "A"]).toContain(edge.meta.grade);
    expect([...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS]).toContain(event);
    if (edge.guard !== undefined) expect(Object.keys(guards)).toContain(edge.guard);
    if (edge.target !== undefined) expect(REQUEST_STATES).toContain(edge.target);
    for (const action of edge.actions ?? []) {
      if (typeof action === "string") expect([...Object.keys(updates), ...EFFECTS]).toContain(action);
      else expect(OUTCOME_REASONS[action.params.reason].kind).toBe(action.type === "ignore" ? "ignored" : "rejected");
    }
  });

  test("describes every state, and owes what is owed on entering one by known names", () => {
    for (const state of REQUEST_STATES) {
      expect(chart.states[state].description, state).toMatch(/^[^\n]{3,}$/);
      expect(EFFECTS, state).toEqual(expect.arrayContaining([...(chart.states[state].entry ?? [])]));
      expect(chart.states[state].entry?.includes("notifyEnded") ?? false, state).toBe(isTerminal(state));
    }
  });
});
