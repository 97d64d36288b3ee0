import {
  chart,
  isRequestState,
  isTerminal,
  parseRequestState,
  REQUEST_STATES,
  type RequestState,
  requestStateFromCode,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";

/** The facts of the states, copied by hand from the documentation of the domain. */

const STATES: [code: number, state: RequestState, phase: string, terminal: boolean, result: string | null][] = [
  [14, "PENDING_VALIDATION", "waiting", false, null],
  [1, "WAIT", "waiting", false, null],
  [2, "READY", "waiting", false, null],
  [5, "BLOCKED", "waiting", false, null],
  [6, "HOLD", "waiting", false, null],
  [3, "RUNNING", "executing", false, null],
  [7, "CANCELLING", "executing", false, null],
  [13, "PAUSED", "paused", false, null],
  [18, "ERROR_AUTO_RETRY", "retrying", false, null],
  [19, "ERROR_MANUAL_RECOVERY", "recovering", false, null],
  [4, "COMPLETED", "finishing", false, null],
  [16, "SCHEDULE_ENDED", "parent", false, null],
  [12, "SUCCEEDED", "ended", true, "success"],
  [11, "WARNING", "ended", true, "warning"],
  [10, "ERROR", "ended", true, "failure"],
  [9, "CANCELLED", "ended", true, "cancelled"],
  [8, "EXPIRED", "ended", true, "failure"],
  [15, "VALIDATION_FAILED", "ended", true, "failure"],
  [17, "FINISHED", "ended", true, null],
];

test("the states are those of the domain, in the order of the chart", () => {
  expect(REQUEST_STATES).toEqual(STATES.map(([, state]) => state));
  expect(Object.keys(chart.states)).toEqual(REQUEST_STATES);
});

test("the list of states is frozen", () => {
  expect(Object.isFrozen(REQUEST_STATES)).toBe(true);
});

test.each(STATES)("%i is %s: %s, terminal: %s, result: %s", (code, state, phase, terminal, result) => {
  expect(chart.states[state].meta).toEqual({ code, phase, terminal, result });
  expect(chart.states[state].type).toBe(terminal ? "final" : undefined);
  expect(isTerminal(state)).toBe(terminal);
  expect(requestStateFromCode(code)).toBe(state);
});

const UNKNOWN = [
  "constructor",
  "__proto__",
  "toString",
  "UNKNOWN",
  "running",
  "Succeeded",
  "",
  null,
  undefined,
  12,
  {},
];

describe.each(UNKNOWN)("%j is not the name of a state", (value) => {
  test("for isRequestState", () => {
    expect(isRequestState(value)).toBe(false);
  });

  test("for isTerminal, which throws instead of answering 'not ended'", () => {
    expect(() => isTerminal(value as never)).toThrow(TypeError);
    expect(() => isTerminal(value as never)).toThrow(parseRequestState.name);
  });
});

test("isTerminal does not show the unknown name", () => {
  expect(() => isTerminal("SECRET" as never)).not.toThrow(/SECRET/);
});

test.each(REQUEST_STATES)("isRequestState accepts %s", (state) => {
  expect(isRequestState(state)).toBe(true);
});
