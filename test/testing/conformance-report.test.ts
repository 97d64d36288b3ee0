import { createRequest, type JobRequest } from "ess-request-machine";
import { type ConformanceAnswer, type ConformanceReport, formatReport } from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { changedFields, compareAnswer, compareRecord, copyRecord } from "../../src/testing/comparison.js";
import { failureMessage } from "../../src/testing/conformance-error.js";
import { counterexampleText, type SentStep } from "../../src/testing/counterexample.js";
import { applyStep, modelStateOf } from "../../src/testing/model.js";
import { event, repeat } from "../../src/testing/step-builders.js";
import type { Step } from "../../src/testing/steps.js";

/** What users read: reports, counterexamples and differences. */

describe("a counterexample", () => {
  const CREATED = { retries: 0, validated: true };

  const sent = (steps: readonly Step[]): SentStep[] => {
    let before = modelStateOf(createRequest({ ...CREATED, requestId: 101 }), undefined);
    return steps.map((step) => {
      const result = applyStep(before, step)!;
      const each = { before, step, result };
      before = result.next;
      return each;
    });
  };
  const linesOf = (steps: readonly Step[]) =>
    counterexampleText(CREATED, "101", sent(steps), ["state: wrong."])
      .split("\n")
      .filter((line) => !line.includes("request 101"));

  test("shows a repeated pair of steps once, with the number of repetitions, and always the last step", () => {
    const pair = [event("hold"), event("release")];
    expect(linesOf([...repeat(4, ...pair), event("dispatch")])).toEqual([
      "Request 101 is created with 0 retries.",
      "1. hold",
      "2. release",
      "   Steps 1 and 2 are repeated 3 times.",
      "9. dispatch",
      "The implementation differs at step 9:",
      "   state: wrong.",
    ]);
    expect(linesOf(repeat(4, ...pair)).slice(4, 6)).toEqual(["7. hold", "8. release"]);
    const other = [event("block"), event("unblock")];
    for (const steps of [repeat(2, ...pair), [...repeat(2, ...pair), event("dispatch")], repeat(3, ...pair, ...other)])
      expect(linesOf(steps)).toHaveLength(1 + steps.length + 2);
  });

  test("says how the request was created", () => {
    const text = (retries: number, validated: boolean) =>
      counterexampleText({ retries, validated }, "101", [], []).split("\n")[0];
    expect(text(1, true)).toBe("Request 101 is created with 1 retry.");
    expect(text(2, false)).toBe("Request 101 is created with 2 retries, not validated yet.");
  });
});

describe("a difference", () => {
  const record: JobRequest = {
    ...createRequest({ requestId: 101 }),
    requestHandle: "h-2",
    earlierHandles: ["h-1"],
    message: "Té xt",
  };
  const state = { ...modelStateOf(record, "h-9"), rejected: "h-3" };
  const differences = (found: object, texts: readonly string[] = ["Té xt", "other"]) =>
    compareRecord(record, { ...record, ...found } as JobRequest, { state, texts }).differences;

  test.each<[object, string]>([
    [{ requestId: "100" }, 'requestId: expected "101", but found "100".'],
    [{ message: "té xt" }, 'message: expected "Té xt", but found "té xt".'],
    [{ message: "Te\u0301 xt" }, 'message: expected "Té xt", but found "Te\\u0301 xt".'],
    [{ message: "Té" }, 'message: expected "Té xt", but found "Té".'],
    [{ message: null }, 'message: expected "Té xt", but found null.'],
    [{ message: "secret-7" }, 'message: expected "Té xt", but found an unknown text (8 characters).'],
    [{ message: "h-2" }, 'message: expected "Té xt", but found an unknown text (3 characters).'],
    [{ requestHandle: "h-1" }, "requestHandle: expected that of execution 2, but found that of execution 1."],
    [{ requestHandle: "h-9" }, "requestHandle: expected that of execution 2, but found that of another request."],
    [{ requestHandle: "h-3" }, "requestHandle: expected that of execution 2, but found that of a rejected execution."],
    [{ requestHandle: null }, "requestHandle: expected that of execution 2, but found null."],
    [{ earlierHandles: [] }, "earlierHandles: expected that of execution 1, but found none."],
    [{ earlierHandles: ["x"] }, "earlierHandles: expected that of execution 1, but found an unknown handle."],
    [
      { earlierHandles: ["h-1", "h-9"] },
      "earlierHandles: expected that of execution 1, but found that of execution 1, that of another request.",
    ],
    [{ earlierHandles: null }, "earlierHandles: expected that of execution 1, but found null."],
    [{ requestHandle: "" }, "requestHandle: expected that of execution 2, but found an empty string."],
    [{ requestHandle: 7 }, "requestHandle: expected that of execution 2, but found a positive integer."],
    [{ retries: 7 }, "retries: expected 0, but found 7."],
    [{ timedOut: true }, "timedOut: expected false, but found true."],
    [{ message: "" }, 'message: expected "Té xt", but found "".'],
    [{ message: {} }, 'message: expected "Té xt", but found an object.'],
    [{ message: ["other", 5] }, 'message: expected "Té xt", but found "other", 5.'],
    [{ update: "q" }, "update: expected null, but found an unknown text (1 character)."],
    [{ update: "7" }, 'update: expected null, but found "7".'],
    [{ update: "-12.0" }, 'update: expected null, but found "-12.0".'],
    [{ update: "123456" }, "update: expected null, but found an unknown text (6 characters)."],
    [{ update: "x10" }, "update: expected null, but found an unknown text (3 characters)."],
    [{ update: "10x" }, "update: expected null, but found an unknown text (3 characters)."],
  ])("%j", (found, sentence) => {
    expect(differences(found)).toEqual([sentence]);
  });

  test("is not reported for members that a record does not show", () => {
    expect(compareRecord(record, { state: "WAIT" }, { state, texts: [] })).toEqual({
      compared: ["state"],
      differences: [],
    });
  });

  test.each([
    ...["SYSTEM", "BUSINESS", "TIMEOUT", "transitioned", "recorded", "ignored", "rejected"],
    "ERROR",
    "PAUSE",
  ])("quotes the name %s as it is", (name) =>
    expect(differences({ update: name })).toEqual([`update: expected null, but found ${name}.`]),
  );

  test.each([
    ["t\u00e9xt", "T\u00c9X"],
    ["a\u0301", "\u00e1"],
    ["\u00e1", "a\u0301"],
    ["\ufb01", "fi"],
    ['a"b', 'a\\"b'],
    ["\u00e9a\r\nb", "\u00e9a\nb"],
    ["\u00e9\0b", "\u00e9b"],
    ["\u00e9\0b", "\u00e9\ufffdb"],
    ["\u00e9\ud800b", "\u00e9\ufffdb"],
    ["\u00e9\ud800b", "\u00e9?b"],
    ["\u00e9 \n b", "\u00e9 b"],
    ["a\u00e9b", "ab"],
    ["a\u{1f680}b", "a??b"],
    ["a\u{1f680}b", "a?b"],
    ["a&<>b", "a&amp;&lt;&gt;b"],
    ["it's", "it''s"],
  ])("shows %j as it was changed to %j, as real code does", (sent, found) => {
    expect(differences({ update: found }, [sent])).toEqual([expect.stringContaining('but found "')]);
    expect(differences({ update: "" }, [])).toEqual(['update: expected null, but found "".']);
  });

  test("shows a long text by its ends, and escapes characters that are not visible", () => {
    const shown = (text: string) => differences({ update: text }, [text])[0]!.slice(33);
    expect(shown("x".repeat(60))).toBe(`"${"x".repeat(60)}".`);
    expect(shown(`${"x".repeat(51)}${"y".repeat(10)}`)).toBe(
      `"${"x".repeat(20)}" … "${"y".repeat(10)}" (61 characters).`,
    );
    expect(shown("a\n\u0301\u200b\u2028\u2029\ue000\u00a0\u{f0000}")).toBe(
      '"a\\n\\u0301\\u200b\\u2028\\u2029\\ue000\\u00a0\\udb80\\udc00".',
    );
  });

  const known = { state, texts: [] };

  test("of an answer names each member", () => {
    const { outcome } = applyStep(modelStateOf({ ...record, state: "RUNNING" }, undefined), event("timeOut"))!;
    const answer = { kind: "ignored", reason: "DUPLICATE", effects: ["alertOperator", "notifyEnded"] } as const;
    expect(compareAnswer(outcome, { ...answer, httpStatus: 403 }, known)).toEqual({
      compared: ["kind", "reason", "effects", "httpStatus"],
      differences: [
        "kind: expected recorded, but found ignored.",
        "reason: expected null, but found DUPLICATE.",
        "effects: expected alertOperator, but found alertOperator, notifyEnded.",
        "httpStatus: expected 200, but found 403.",
      ],
    });
    const rejected = applyStep(modelStateOf(record, undefined), event("resume"))!.outcome;
    expect(compareAnswer(rejected, { httpStatus: 200, effects: [] }, known)).toEqual({
      compared: ["effects", "httpStatus"],
      differences: ["httpStatus: expected 400, but found 200."],
    });
    expect(compareAnswer(outcome, outcome, known).differences).toEqual([]);
  });

  test.each<[unknown, string]>([
    [null, "The answer is null. It must be an object."],
    [[], "The answer is an array. It must be an object."],
    ["ok", "The answer is a string of 2 characters. It must be an object."],
    [
      { kind: "recorded", code: 200 },
      "The answer has an unknown member. Known members: kind, reason, effects, httpStatus, from, to, request.",
    ],
  ])("of an answer %j says so", (answer, sentence) => {
    const { outcome } = applyStep(modelStateOf(record, undefined), event("hold"))!;
    const comparison = { compared: [], differences: [sentence] };
    expect(compareAnswer(outcome, answer as ConformanceAnswer, known)).toEqual(comparison);
    const members =
      "schemaVersion, requestId, state, requestHandle, earlierHandles, reportedStatus, attempt, retries, retriedCount, " +
      "message, update, pausedState, executableState, errorType, timedOut, cancelSeenAt.";
    const ofRecord = sentence.replace("answer", "record").replace(/(?<=members: ).*/, members);
    expect(compareRecord(record, answer as JobRequest, known)).toEqual({ compared: [], differences: [ofRecord] });
  });

  test("between a record and its copy shows when the record changes", () => {
    const row = { state: "WAIT" as const, earlierHandles: ["a"], attempt: 1 };
    const copy = copyRecord(row);
    expect(changedFields(copy, row)).toEqual([]);
    row.earlierHandles[0] = "b";
    row.attempt = 2;
    expect(changedFields(copy, row)).toEqual(["earlierHandles", "attempt"]);
    expect(copyRecord({ state: "WAIT" })).toStrictEqual({ state: "WAIT" });
  });
});

test("a report as text lists what is uncovered, up to ten of each kind, and what was never compared", () => {
  const names = Array.from({ length: 12 }, (_, i) => `name ${i + 1}`);
  const report: ConformanceReport = {
    ...{ seed: 7, requests: 1, steps: 2, unsupported: 0, executions: 1 },
    states: { covered: ["WAIT"], uncovered: [] },
    outcomes: { covered: ["a", "b"], uncovered: names.slice(0, 10) },
    situations: { covered: [], uncovered: names },
    reasons: { covered: [], uncovered: [] },
    effects: { covered: [], uncovered: [] },
    compared: { kind: 2, reason: 1, effects: 0, httpStatus: 2, state: 0 },
  };
  const uncovered = names.slice(0, 10).map((name) => `  uncovered: ${name}`);
  const lines = [
    "1 request, 2 steps, up to 1 execution of one request; seed 7",
    "states: 1 of 1",
    ...["outcomes: 2 of 12", ...uncovered],
    ...["situations: 0 of 12", ...uncovered, "  and 2 more"],
    "reasons: 0 of 0",
    "effects: 0 of 0",
    "compared: kind, httpStatus 2 times; reason 1 time",
    "never compared: effects, state",
  ];
  expect(formatReport(report).split("\n")).toEqual(lines);
  const nothing = formatReport({ ...report, unsupported: 1, compared: { kind: 0 } }).split("\n");
  expect(nothing.slice(-3)).toEqual(["compared: nothing", "never compared: kind", "unsupported: 1 step"]);
  expect(formatReport({ ...report, compared: { kind: 1 } })).toMatch(/\ncompared: kind 1 time$/);
});

test("the message of a run names its seed, and says when the same steps passed", () => {
  const failure = {
    ...{ scenario: { created: { retries: 0, validated: true }, steps: [event("hold")] }, requestId: "5" },
    ...{ differences: [], text: "It differs.", isHanging: false },
  };
  expect(failureMessage(failure, { seed: 7, isRepeatable: false })).toBe(
    "It differs.\nNot deterministic: the same steps passed when they were repeated. The implementation depends on " +
      "chance, on time, or on what was done to other requests.\n" +
      'Seed 7. To replay it: await replayScenario(adapter, [{"event":"hold"}], {"requestId":"5"})',
  );
});
