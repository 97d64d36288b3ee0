import {
  applyLifecycleEvent,
  EVENT_PAYLOADS,
  EXECUTION_STATUSES,
  LIFECYCLE_EVENTS,
  parseLifecycleEvent,
  REQUEST_STATES,
} from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { faultsOf, inState, messagesOf, SECRET, secret } from "../support/boundary.js";
import { VALID_EVENTS } from "../support/valid-events.js";

/** The parser of lifecycle events. */

describe("a valid event", () => {
  test.each(VALID_EVENTS)("%j is returned as a new object", (event) => {
    const parsed = parseLifecycleEvent(Object.freeze(event));
    expect(parsed).toStrictEqual({ value: event });
    expect(parsed.issues === undefined && parsed.value).not.toBe(event);
  });

  test("loses members that it does not carry", () => {
    const event = { type: "hold", at: "never", requestHandle: 7, status: "SUCCESS" };
    expect(parseLifecycleEvent(event)).toStrictEqual({ value: { type: "hold" } });
  });

  test.each([null, undefined])("loses a message that is %s", (message) => {
    const event = { type: "complete", state: "ERROR", message };
    expect(parseLifecycleEvent(event)).toStrictEqual({ value: { type: "complete", state: "ERROR" } });
  });
});

test.each([
  ["null", null],
  ["undefined", undefined],
  ["an array", [{ type: "hold" }]],
  ["a string", "hold"],
  ["a function", () => ({ type: "hold" })],
])("%s has one issue, with an empty path", (_, event) => {
  const { issues } = parseLifecycleEvent(event);
  expect(issues).toMatchObject([{ path: [], message: expect.stringMatching(/^The event must be an object, but is /) }]);
});

describe("an unknown type has one issue, at type", () => {
  const hintFor = (type: unknown) => messagesOf(parseLifecycleEvent({ type })).replace(/^.*, but is [^.]*\. /, "");

  test.each(["Time-Out", "TIME_OUT", "time out", "timeout", " timeOut "])("%j means timeOut", (type) => {
    expect(faultsOf(parseLifecycleEvent({ type }))).toEqual(["type"]);
    expect(hintFor(type)).toBe("Did you mean timeOut?");
  });

  test.each(EXECUTION_STATUSES.filter((status) => status !== "CANCEL"))("%s is a status", (type) => {
    expect(hintFor(type)).toBe("A status is sent as a callback, with applyExecutionStatus.");
  });

  test.each(["finish", "", "constructor", "__proto__", 7, null, undefined, ["hold"], "hold".padEnd(100)])(
    "%j is not similar to any event",
    (type) => {
      expect(faultsOf(parseLifecycleEvent({ type, at: "invalid" }))).toEqual(["type"]);
      expect(hintFor(type)).toBe(`Send one of ${LIFECYCLE_EVENTS.join(", ")}.`);
    },
  );
});

const INVALID = {
  requestHandle: [undefined, null, "", 7, ["h"]],
  at: [undefined, null, -1, 0.5, 2 ** 53, Number.NaN, "0", new Date(0)],
  message: [7, ["text"], {}, false],
  result: [undefined, null, "SUCCESS", "proceed", "__proto__", ["PROCEED"]],
  state: [undefined, null, "RUNNING", "EXPIRED", "", ["ERROR"]],
};

describe.each(VALID_EVENTS.filter(({ type }) => EVENT_PAYLOADS[type].length > 0))("%j", (event) => {
  test("has an issue for each invalid member, at its path, and is rejected when it is applied", () => {
    for (const member of EVENT_PAYLOADS[event.type]) {
      for (const value of INVALID[member]) {
        const invalid = { ...event, [member]: value };
        const parsed = parseLifecycleEvent(invalid);
        expect(faultsOf(parsed)).toEqual([member]);
        expect(messagesOf(parsed)).toMatch(
          new RegExp(`^${member} must be .+, but is .+\\. Correct it and send the event again\\.$`),
        );
        const kinds = REQUEST_STATES.map((state) => applyLifecycleEvent(inState(state), invalid as never).kind);
        expect(new Set(kinds)).toEqual(new Set(["rejected"]));
      }
    }
  });
});

test("all faults are reported together", () => {
  expect(faultsOf(parseLifecycleEvent({ type: "checkIn", requestHandle: "", at: -1 }))).toEqual([
    "requestHandle",
    "at",
  ]);
});

test("no issue shows content of the event", () => {
  const known = fc.constantFrom<unknown>(...LIFECYCLE_EVENTS.filter((type) => EVENT_PAYLOADS[type].length > 0));
  const event = fc.record({
    type: fc.oneof(known, secret),
    ...{ requestHandle: fc.constant(8675309), at: secret, message: fc.constant(["SECRET"]) },
    ...{ result: secret, state: secret },
  });
  fc.assert(
    fc.property(event, (sent) => {
      const parsed = parseLifecycleEvent(sent);
      if (parsed.issues === undefined) expect(sent.at).toBe(8675309);
      expect(messagesOf(parsed)).not.toMatch(SECRET);
    }),
    { numRuns: 500 },
  );
});
