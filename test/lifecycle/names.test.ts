import {
  COMPLETION_STATES,
  EFFECTS,
  EVENT_PAYLOADS,
  EXECUTION_STATUSES,
  HANDLER_RESULTS,
  isExecutionStatus,
  isLifecycleEventName,
  LIFECYCLE_EVENTS,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";

/** The tuples of names, the type guards for them, and the payloads of the events. */

test("the statuses are Oracle's eight", () => {
  expect([...EXECUTION_STATUSES].sort()).toEqual(
    ["SUCCESS", "UPDATE", "PAUSE", "WARNING", "ERROR", "BUSINESS_ERROR", "CANCEL", "SUSPEND"].sort(),
  );
});

test("statuses and events are separate namespaces", () => {
  expect(EXECUTION_STATUSES.filter(isLifecycleEventName)).toEqual([]);
  expect(LIFECYCLE_EVENTS.filter(isExecutionStatus)).toEqual([]);
});

test.each(Object.entries({ EXECUTION_STATUSES, LIFECYCLE_EVENTS, EFFECTS, HANDLER_RESULTS, COMPLETION_STATES }))(
  "%s is frozen and has no name twice",
  (_, names) => {
    expect(Object.isFrozen(names)).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  },
);

describe("the type guards", () => {
  test("accept each of the names", () => {
    expect(EXECUTION_STATUSES.every(isExecutionStatus)).toBe(true);
    expect(LIFECYCLE_EVENTS.every(isLifecycleEventName)).toBe(true);
  });

  test.each(["", "success", "SUCCESS ", "Dispatch", "constructor", "__proto__", 0, null, undefined, {}, ["SUCCESS"]])(
    "reject %j",
    (value) => {
      expect(isExecutionStatus(value)).toBe(false);
      expect(isLifecycleEventName(value)).toBe(false);
    },
  );
});

test("EVENT_PAYLOADS has every event", () => {
  expect(Object.keys(EVENT_PAYLOADS)).toEqual(LIFECYCLE_EVENTS);
});
