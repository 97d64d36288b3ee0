import { applyExecutionStatus, applyLifecycleEvent } from "ess-request-machine";
import { expect, test } from "vitest";
import { FAULTS } from "../model-check/faults.js";
import { liveThrough } from "./lives.js";
import { shortest, toldLife } from "./shortest.js";

/** The comparison at length, for a short while; `npm run compare:xstate` makes a million events of it. */

const EVENTS = 3_000;
const SEED = 20_260_101;

test("long-lived actors and the pure functions stay together", () => {
  const lived = liveThrough(EVENTS, SEED, { applyExecutionStatus, applyLifecycleEvent });
  expect(lived.difference).toBeUndefined();
  expect(lived.events).toBeGreaterThanOrEqual(EVENTS);
  expect(lived.longest).toBeGreaterThan(500);
  expect(Object.keys(lived.kinds).sort()).toEqual(["ignored", "recorded", "rejected", "transitioned"]);
});

test("where they come apart late in a life, a short one tells of it", () => {
  const { library } = FAULTS.find(({ title }) => title === "a success has a message")!;
  const { difference } = liveThrough(EVENTS, SEED, library);
  expect(difference!.steps.length).toBeGreaterThan(50);
  expect(toldLife(shortest(difference!, library), library)).toEqual([
    "1. validationPassed moved request 1 from PENDING_VALIDATION to WAIT. Nothing is owed.",
    "2. block moved request 1 from WAIT to BLOCKED. Nothing is owed.",
    "3. unblock moved request 1 from BLOCKED to READY. Nothing is owed.",
    "4. start moved request 1 from READY to RUNNING. Owed next: invokeJob.",
    "5. SUCCESS moved request 1 from RUNNING to COMPLETED. Owed next: runPostProcessing.",
  ]);
});
