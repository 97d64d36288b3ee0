import { EXECUTION_STATUSES, type LifecycleEvent, REQUEST_STATES } from "ess-request-machine";
import { toSnapshot } from "ess-request-machine/machine";
import type { Input } from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { expectSame } from "../support/comparison.js";
import { eventOf, machineAnswer, tableAnswer } from "../support/machine.js";
import { VALID_EVENTS } from "../support/valid-events.js";
import { CANCEL_SEEN_AT, EARLIER, LATEST, wellFormedRecordsIn } from "../support/well-formed-records.js";

/**
 * Law 11 without sampling: every state × event × kind of handle × report × retries left or none. The pure functions and
 * XState interpret the same chart, and must agree. The scenarios, which were written without the chart, check that the
 * chart is right.
 */

const HANDLES = [LATEST, EARLIER, "handle-9"];
const LATER = CANCEL_SEEN_AT + 30 * 60 * 1000;

const CALLBACKS: readonly Input[] = EXECUTION_STATUSES.flatMap((status) =>
  [...HANDLES, ""].map((requestHandle) => ({ callback: { requestHandle, status, statusMessage: "new" } })),
);

const withHandles = (event: LifecycleEvent): readonly LifecycleEvent[] =>
  "requestHandle" in event ? HANDLES.map((requestHandle) => ({ ...event, requestHandle })) : [event];

/** Times around the last check-in and around the limit of forceCancel. */
const withTimes = (event: LifecycleEvent): readonly LifecycleEvent[] =>
  "at" in event ? [CANCEL_SEEN_AT - 1, LATER - 1, LATER].map((at) => ({ ...event, at })) : [event];

const EVENTS: readonly Input[] = VALID_EVENTS.flatMap(withHandles)
  .flatMap(withTimes)
  .map((event) => ({ event }));

describe.each(REQUEST_STATES)("in %s", (state) => {
  const records = wellFormedRecordsIn(state);

  test("there are records to compare", () => {
    expect(records.length).toBeGreaterThan(0);
  });

  test("the pure functions and XState agree on every cell: record, effects and reason", () => {
    for (const record of records) {
      const snapshot = toSnapshot(record);
      for (const input of [...CALLBACKS, ...EVENTS])
        expectSame(tableAnswer(record, input), machineAnswer(snapshot, eventOf(input)), { record, input });
    }
  });
});
