import {
  acceptedEvents,
  applyExecutionStatus,
  applyLifecycleEvent,
  type ChartEvent,
  EXECUTION_STATUSES,
  ignoresMessage,
  isAccepted,
  isTerminal,
  LIFECYCLE_EVENTS,
  REQUEST_STATES,
} from "ess-request-machine";
import { inputFor, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

/** Queries of the chart about a state or a status, without a request. */

describe.each(REQUEST_STATES)("acceptedEvents of %s", (state) => {
  const events = acceptedEvents(state);

  test("is empty exactly if the state is terminal", () => {
    expect(events.length === 0).toBe(isTerminal(state));
  });

  test("lists statuses first, each list in its own order", () => {
    const order: readonly ChartEvent[] = [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS];
    expect(events).toEqual(order.filter((event) => events.includes(event)));
  });

  test("is frozen", () => {
    expect(Object.isFrozen(events)).toBe(true);
  });
});

test("examples: only CANCELLING accepts checkIn, and it does not accept a second cancel", () => {
  expect(REQUEST_STATES.filter((state) => acceptedEvents(state).includes("checkIn"))).toEqual(["CANCELLING"]);
  expect(acceptedEvents("CANCELLING")).not.toContain("cancel");
  expect(acceptedEvents("HOLD")).toEqual(["release", "cancel"]);
});

test("every accepted input is among the accepted events of the state", () => {
  const withInput = wellFormedRequest().chain((request) => fc.tuple(fc.constant(request), inputFor(request)));
  fc.assert(
    fc.property(withInput, ([request, { callback, event }]) => {
      const outcome =
        event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event);
      if (isAccepted(outcome)) expect(acceptedEvents(request.state)).toContain(event?.type ?? callback?.status);
    }),
    { numRuns: 500 },
  );
});

test.each(["constructor", "__proto__", "UNKNOWN", "running", null, undefined])(
  "%j is neither a state nor a status",
  (name) => {
    expect(acceptedEvents(name as never)).toEqual([]);
    expect(ignoresMessage(name as never)).toBe(false);
  },
);

test("SUCCESS and CANCEL ignore the message, and no other status", () => {
  expect(EXECUTION_STATUSES.filter(ignoresMessage)).toEqual(["SUCCESS", "CANCEL"]);
});
