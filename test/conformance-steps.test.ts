import { readFileSync } from "node:fs";
import { createRequest, type JobRequest } from "ess-request-machine";
import { expect, test } from "vitest";
import { STEPS } from "../src/testing/alphabet.js";
import { ANOTHERS, type Situation, type Step, situationOf, take, type Whose } from "../src/testing/steps.js";

/** The steps that the conformance suite takes, and what each is for a request. */

const listed = readFileSync(new URL("conformance/steps.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n");
const spelt = (step: Step) => JSON.stringify(step, (_, value) => (value === undefined ? "(undefined)" : value));

test("the suite takes these steps, in this order, and no others", () => {
  expect(STEPS.map(spelt)).toEqual(listed);
});

const WAITING = createRequest({ requestId: 101 });
const RUNNING: JobRequest = { ...WAITING, state: "RUNNING", requestHandle: "h-3", earlierHandles: ["h-2"], attempt: 3 };
const LONG_RUNNING: JobRequest = { ...RUNNING, requestHandle: "h-4", earlierHandles: ["h-3", "h-2"] };

test("a situation knows the handles of a record, the latest last, and of whoever else runs", () => {
  expect(situationOf(WAITING)).toEqual({ request: WAITING, handles: [], anothers: ANOTHERS });
  expect(situationOf(LONG_RUNNING, "h-9")).toEqual({
    request: LONG_RUNNING,
    handles: ["h-2", "h-3", "h-4"],
    anothers: "h-9",
  });
});

const senderOf = (situation: Situation, whose: Whose) => {
  const taken = take(situation, { callback: "UPDATE", whose });
  return taken && (taken.input.callback?.requestHandle ?? "(none)");
};

test.each<[Whose, ...(string | undefined)[]]>([
  ["latest", undefined, "h-3", "h-4"],
  ["earlier", undefined, "h-2", "h-3"],
  ["oldest", undefined, undefined, "h-2"],
  ["forgotten", undefined, undefined, "h-1"],
  ["another's", "h-9", "h-9", "h-9"],
  ["nobody's", "handle-of-nobody", "handle-of-nobody", "handle-of-nobody"],
  ["empty", "", "", ""],
  ["missing", "(none)", "(none)", "(none)"],
  ["new", "handle-of-101-1", "handle-of-101-3", "handle-of-101-5"],
])("the %s handle, before any execution, after two and after more than a record remembers", (whose, ...handles) => {
  const remembered = situationOf(LONG_RUNNING, "h-9");
  const situations = [
    situationOf(WAITING, "h-9"),
    situationOf(RUNNING, "h-9"),
    { ...remembered, handles: ["h-1", ...remembered.handles] },
  ];
  expect(situations.map((situation) => senderOf(situation, whose))).toEqual(handles);
});

test("a new handle is one that the request never had", () => {
  const request = { ...RUNNING, requestHandle: "handle-of-101-3", earlierHandles: ["handle-of-101-4"] };
  expect(senderOf(situationOf(request), "new")).toBe("handle-of-101-5");
});

test.each<[string, Step, object]>([
  ["no text", { callback: "SUCCESS", whose: "latest" }, { status: "SUCCESS", requestHandle: "h-3" }],
  ["a text", { callback: "x", whose: "missing", text: "t" }, { status: "x", statusMessage: "t" }],
  [
    "no text, by null",
    { callback: "x", whose: "empty", text: null },
    { status: "x", requestHandle: "", statusMessage: null },
  ],
])("a callback comes with %s", (_, step, callback) => {
  expect(take(situationOf(RUNNING), step)?.input).toStrictEqual({ callback });
});

test.each<[string, Partial<JobRequest>, Step, object]>([
  ["its name alone", {}, { event: "hold" }, { type: "hold" }],
  ["a handle", {}, { event: "resume", whose: "latest" }, { type: "resume", requestHandle: "h-3" }],
  ["a time in a beginning of its own", {}, { event: "cancel", wait: 5 }, { type: "cancel", at: 1_000_000_000_005 }],
  ["a time after the job was seen", { cancelSeenAt: 70 }, { event: "cancel", wait: -1 }, { type: "cancel", at: 69 }],
  ["a payload, whatever the wait", {}, { event: "cancel", wait: 5, payload: { at: "x" } }, { type: "cancel", at: "x" }],
])("an event comes with %s", (_, fields, step, event) => {
  expect(take(situationOf({ ...RUNNING, ...fields }), step)?.input).toStrictEqual({ event });
});

test("a step leads on: to the library's record, with one handle more where an execution begins", () => {
  const paused: JobRequest = { ...RUNNING, state: "PAUSED", reportedStatus: "PAUSE" };
  const situation = situationOf(paused, "h-9");
  const begun = take(situation, { event: "resume", whose: "new" })!;
  expect(begun.outcome).toMatchObject({ kind: "transitioned", to: "RUNNING" });
  expect(begun.next).toEqual({
    request: begun.outcome.request,
    handles: ["h-2", "h-3", "handle-of-101-3"],
    anothers: "h-9",
  });
  const refused = take(situation, { event: "resume", whose: "latest" })!;
  expect(refused.outcome).toMatchObject({ kind: "rejected", reason: "HANDLE_REUSED" });
  expect(refused.next).toEqual(situation);
  const unstarted = take(situationOf(WAITING), { event: "hold" })!;
  expect(unstarted.next.handles).toEqual([]);
});
