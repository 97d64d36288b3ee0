import { createRequest, type JobRequest, type Outcome } from "ess-request-machine";
import {
  type ConformanceAdapter,
  type ConformanceError,
  type ConformanceReport,
  conformance,
  formatReport,
} from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { compareAnswer, compareRecord, isUnchanged } from "../src/testing/differences.js";
import { type Step, situationOf, take } from "../src/testing/steps.js";
import { type Scene, storyOf } from "../src/testing/story.js";

/** What the conformance suite says, word for word. */

const CREATED = { retries: 0, validated: true };
const BEGUN: readonly Step[] = [{ event: "dispatch" }, { event: "start", whose: "new" }];

function scenesOf(steps: readonly Step[]): Scene[] {
  const scenes: Scene[] = [];
  let before = situationOf(createRequest({ ...CREATED, requestId: 101 }));
  for (const step of steps) {
    const taken = take(before, step)!;
    scenes.push({ before, step, taken });
    before = taken.next;
  }
  return scenes;
}

/** The lines that say what came. */
const cameIn = (steps: readonly Step[]) =>
  storyOf({ created: CREATED, steps }, scenesOf(steps), "101", [])
    .split("\n")
    .filter((line) => !/^ {3}\w+ .*request/.test(line));

describe("a story", () => {
  test.each([
    [{ retries: 0, validated: true }, "0 retries."],
    [{ retries: 1, validated: true }, "1 retry."],
    [{ retries: 2, validated: false }, "2 retries, not validated yet."],
  ])("begins with how the request was created, and ends with what differs: %j", (created, told) => {
    expect(storyOf({ created, steps: [] }, [], "101", ["a: one.", "b: two."])).toBe(
      `Request 101 is created with ${told}\nAt its creation the implementation differs.\n   a: one.\n   b: two.`,
    );
  });

  test("tells of each step whose handle came, how long after, and with what", () => {
    const pauses = Array.from({ length: 17 }, (_, i): Step[] => [
      { callback: "PAUSE", whose: "latest", text: i % 2 === 0 ? "a" : "b" },
      { event: "resume", whose: "new" },
    ]).flat();
    const told = cameIn([
      ...BEGUN,
      ...pauses,
      { callback: "SUCCESS", whose: "earlier" },
      { callback: "SUCCESS", whose: "oldest" },
      { callback: "SUCCESS", whose: "forgotten", text: null },
      { callback: "SUCCESS", whose: "another's", text: 'say "☂"' },
      { callback: "SUCCESS", whose: "nobody's" },
      { callback: "SUCCESS", whose: "empty" },
      { callback: "SUCCESS", whose: "missing" },
      { callback: "PAUSED", whose: "latest" },
      { event: "suspend" },
      { event: "cancel", wait: 0 },
      { event: "forceCancel", wait: 60_000 },
      { event: "forceCancel", wait: 1_799_999 },
      { event: "checkIn", whose: "latest", wait: -1 },
      { event: "forceCancel", wait: 120_000, payload: { at: "0" } },
      { event: "complete", payload: { state: "ERROR", message: null } },
    ]);
    expect(told.slice(-16)).toEqual([
      "37. SUCCESS with an earlier handle",
      "38. SUCCESS with the oldest handle that is remembered",
      "39. SUCCESS with a handle too old to be remembered, text null",
      '40. SUCCESS with the handle of another request, text "say \\"☂\\""',
      "41. SUCCESS with a handle of nobody's",
      "42. SUCCESS with an empty handle",
      "43. SUCCESS without a handle",
      "44. an unknown status with the latest handle",
      "45. an unknown event",
      "46. cancel, at once",
      "47. forceCancel, 1 minute after the job was last seen",
      "48. forceCancel, 30 minutes less a millisecond after the job was last seen",
      "49. checkIn with the latest handle, before the job was last seen",
      '50. forceCancel, at "0"',
      '51. complete, state "ERROR", message null',
      "At step 51 the implementation differs.",
    ]);
  });

  test("tells a pair of steps that comes again and again once, and how often", () => {
    const pair: readonly Step[] = [{ event: "hold" }, { event: "release" }];
    const times = (count: number) =>
      cameIn([...Array.from({ length: count }, () => pair).flat(), { event: "dispatch" }]);
    expect(times(3)).toEqual([
      "Request 101 is created with 0 retries.",
      "1. hold",
      "2. release",
      "   These two 2 times more.",
      "7. dispatch",
      "At step 7 the implementation differs.",
    ]);
    expect(times(2)).toEqual([
      "Request 101 is created with 0 retries.",
      "1. hold",
      "2. release",
      "3. hold",
      "4. release",
      "5. dispatch",
      "At step 5 the implementation differs.",
    ]);
  });

  test("tells the last of such pairs, where the two differ, and a single step that comes again each time", () => {
    const steps = Array.from({ length: 4 }, (): Step[] => [{ event: "hold" }, { event: "release" }]).flat();
    expect(cameIn(steps).slice(1)).toEqual([
      "1. hold",
      "2. release",
      "   These two 2 times more.",
      "7. hold",
      "8. release",
      "At step 8 the implementation differs.",
    ]);
    const alike = [0, 1, 2].map((): Step => ({ event: "release" }));
    expect(cameIn(alike).slice(1)).toEqual([
      "1. release",
      "2. release",
      "3. release",
      "At step 3 the implementation differs.",
    ]);
  });

  test.each([
    ["hold release dispatch release dispatch release expire"],
    ["hold release hold release dispatch release expire"],
    ["hold release hold release hold dispatch expire"],
  ])("tells what only resembles such a pair as it came: %s", (names) => {
    const steps = names.split(" ").map((event): Step => ({ event }));
    const told = cameIn(steps).slice(1, -1);
    expect(told).toEqual(steps.map((step, i) => `${i + 1}. ${"event" in step && step.event}`));
  });
});

describe("a difference", () => {
  const record: JobRequest = { ...createRequest({ requestId: 101 }), requestHandle: "h", earlierHandles: ["g"] };
  const recorded: Outcome = { kind: "recorded", request: record, effects: ["alertOperator", "notifyEnded"] };
  const ignored: Outcome = { kind: "ignored", reason: "DUPLICATE", request: record, effects: [] };

  test("of answers is told in names, and what was left out is not compared", () => {
    const answer = { kind: "ignored", reason: "DUPLICATE", effects: [], httpStatus: 400 } as const;
    expect(compareAnswer(ignored, answer)).toEqual({
      compared: ["kind", "reason", "effects", "httpStatus"],
      differences: ["httpStatus: expected 200, but found 400."],
    });
    expect(compareAnswer(recorded, answer).differences).toEqual([
      "kind: expected recorded, but found ignored.",
      "reason: expected null, but found DUPLICATE.",
      "effects: expected alertOperator, notifyEnded, but found nothing.",
      "httpStatus: expected 200, but found 400.",
    ]);
    expect(compareAnswer(recorded, { kind: undefined, reason: null })).toEqual({
      compared: ["reason"],
      differences: [],
    });
    expect(
      compareAnswer({ ...ignored, kind: "rejected", reason: "TOO_EARLY" }, { httpStatus: 200 }).differences,
    ).toEqual(["httpStatus: expected 400, but found 200."]);
  });

  test("of effects is one of number, of order or of name", () => {
    const differ = (...effects: never[]) => compareAnswer(recorded, { effects }).differences.length > 0;
    const owed = (...names: string[]) => differ(...(names as never[]));
    expect(owed("alertOperator", "notifyEnded")).toBe(false);
    expect(owed("alertOperator")).toBe(true);
    expect(owed("alertOperator", "notifyEnded", "invokeJob")).toBe(true);
    expect(owed("notifyEnded", "alertOperator")).toBe(true);
    expect(owed("alertOperator", "invokeJob")).toBe(true);
    expect(compareAnswer(recorded, { effects: "alertOperator" as never }).differences).toHaveLength(1);
    expect(compareAnswer(recorded, { reason: [] as never }).differences).toEqual([
      "reason: expected null, but found nothing.",
    ]);
  });

  test("of records shows names, numbers and flags, and of other texts only what they are", () => {
    expect(compareRecord(record, { ...record })).toEqual({ compared: Object.keys(record), differences: [] });
    const found = {
      ...record,
      requestId: "h",
      state: "ERROR",
      requestHandle: "g",
      earlierHandles: [],
      reportedStatus: "SUCCESS",
      retries: 7,
      message: "h",
      errorType: "SYSTEM",
      timedOut: true,
      cancelSeenAt: 5,
    } as const;
    expect(compareRecord(record, found).differences).toEqual([
      "requestId: expected a string of 3 characters, but found a string of 1 character.",
      "state: expected WAIT, but found ERROR.",
      "requestHandle is not the one that was expected.",
      "earlierHandles is not the one that was expected.",
      "reportedStatus: expected null, but found SUCCESS.",
      "retries: expected 0, but found 7.",
      "message: expected null, but found a string of 1 character.",
      "errorType: expected null, but found SYSTEM.",
      "timedOut: expected false, but found true.",
      "cancelSeenAt: expected null, but found 5.",
    ]);
  });

  test.each(["SYSTEM", "BUSINESS", "TIMEOUT", "transitioned", "recorded", "ignored", "rejected", "TOO_EARLY"])(
    "may name %s",
    (name) => {
      expect(compareAnswer(recorded, { reason: name as never }).differences).toEqual([
        `reason: expected null, but found ${name}.`,
      ]);
    },
  );

  test("is one of the state where a record shows none; and a record is unchanged if all that it shows is", () => {
    expect(compareRecord(record, {} as never)).toEqual({
      compared: ["state"],
      differences: ["state: expected WAIT, but found null."],
    });
    expect(isUnchanged({ state: "WAIT", attempt: 1 }, { state: "WAIT", attempt: 1 })).toBe(true);
    expect(isUnchanged({ state: "WAIT", attempt: 1 }, { state: "WAIT", attempt: 2 })).toBe(false);
  });
});

describe("a report", () => {
  const met = (count: number, missed: number) => ({
    met: Array.from({ length: count }, (_, i) => `m${i}`),
    missed: Array.from({ length: missed }, (_, i) => `c${i + 1}`),
  });
  const report: ConformanceReport = {
    seed: 5,
    requests: 1,
    steps: 2,
    notSent: 0,
    executions: 1,
    states: met(3, 0),
    cells: met(2, 11),
    reasons: met(0, 10),
    effects: met(0, 1),
    compared: { kind: 0, reason: 1, effects: 0, state: 3, retries: 1 },
  };

  test("tells what was met, ten of what was not, what was compared and what was never shown", () => {
    const missed = (count: number) => Array.from({ length: count }, (_, i) => `  never met: c${i + 1}`);
    expect(formatReport(report).split("\n")).toEqual([
      "1 request, 2 steps, up to 1 execution of one request; seed 5",
      "states: 3 of 3",
      "cells: 2 of 13",
      ...missed(10),
      "  and 1 more",
      "reasons: 0 of 10",
      ...missed(10),
      "effects: 0 of 1",
      ...missed(1),
      "compared: reason, retries 1 time; state 3 times",
      "never shown: kind, effects",
    ]);
  });

  test("says nothing of what was never shown where everything was", () => {
    const lines = formatReport({ ...report, compared: { kind: 2 } }).split("\n");
    expect(lines.at(-1)).toBe("compared: kind 2 times");
  });

  test("tells what was not sent, and that nothing was compared", () => {
    const lines = formatReport({ ...report, notSent: 1, compared: { kind: 0 } }).split("\n");
    expect(lines.slice(-3)).toEqual(["compared: nothing", "never shown: kind", "not sent: 1 step"]);
  });

  test("of an adapter that shows nothing but a state that is wrong from the beginning", async () => {
    const adapter: ConformanceAdapter<null> = {
      create: () => null,
      applyExecutionStatus: () => undefined,
      applyLifecycleEvent: () => undefined,
      read: () => ({ state: "ERROR" }),
    };
    const failure = await conformance(adapter).catch((error: Error) => error);
    expect(failure).toMatchObject({ name: "ConformanceError", steps: [] });
    expect("cause" in failure).toBe(false);
    const { message, report: covered } = failure as ConformanceError;
    expect(message).toBe(`Request 9007199254740996 is created with 0 retries.
At its creation the implementation differs.
   state: expected WAIT, but found ERROR.`);
    expect(covered).toMatchObject({ requests: 1, steps: 0, executions: 0, states: { met: ["WAIT"] } });
  });

  test("of an adapter that throws what is no error tells that it threw something", async () => {
    const adapter: ConformanceAdapter<null> = {
      create: () => null,
      applyExecutionStatus: () => undefined,
      applyLifecycleEvent: () => undefined,
      read: () => Promise.reject("own-handle-7"),
    };
    const failure = (await conformance(adapter).catch((error) => error)) as ConformanceError;
    expect(failure.story).toMatch(/differs\.\n {3}The adapter threw something: it is the cause of this error\.$/);
    expect(failure.cause).toBe("own-handle-7");
  });
});
