import { createRequest, type JobRequest } from "ess-request-machine";
import { expect, test } from "vitest";
import { applyStep, FIRST_TIME, type ModelState, modelStateOf } from "../../src/testing/model.js";
import { situationsOf } from "../../src/testing/situations.js";
import { callback, event, RETRY, RUN, repeat } from "../../src/testing/step-builders.js";
import { textOf } from "../../src/testing/step-text.js";
import { type HandleKind, type HandleVariation, type Step, textsOf } from "../../src/testing/steps.js";

/** The input that a step sends to a request, and how a step is shown. */

const WAITING = createRequest({ requestId: 101 });
const RUNNING: JobRequest = {
  ...WAITING,
  state: "RUNNING",
  requestHandle: "h-é3",
  earlierHandles: ["h-2"],
  attempt: 3,
};
const LONG: JobRequest = { ...RUNNING, requestHandle: "h-5", earlierHandles: ["h-4", "h-3", "h-2"] };

const handleIn = (state: ModelState, handle: HandleKind, variation?: HandleVariation) => {
  const step: Step = { callback: "UPDATE", handle, ...(variation && { variation }) };
  const result = applyStep(state, step);
  return result && (result.input.callback?.requestHandle ?? "(none)");
};

test.each<[HandleKind, ...(string | undefined)[]]>([
  ["current", undefined, "h-é3", "h-5"],
  ["earlier", undefined, "h-2", "h-4"],
  ["oldest", undefined, undefined, "h-2"],
  ["forgotten", undefined, undefined, "h-1"],
  ["foreign", "h-9", "h-9", "h-9"],
  ["unknown", "unknown-handle-of-101", "unknown-handle-of-101", "unknown-handle-of-101"],
  ["empty", "", "", ""],
  ["missing", "(none)", "(none)", "(none)"],
  ["new", "handle-1-of-101-end", "handle-3-of-101-end", "handle-5-of-101-end"],
])("the %s handle before any execution, after two, and after more than are remembered", (kind, ...handles) => {
  const remembered = modelStateOf(LONG, "h-9");
  const states = [
    modelStateOf(WAITING, "h-9"),
    modelStateOf(RUNNING, "h-9"),
    { ...remembered, handles: ["h-1", ...remembered.handles] },
  ];
  expect(states.map((state) => handleIn(state, kind))).toEqual(handles);
});

test.each<[HandleVariation, unknown]>([
  ["upper case", "H-É3"],
  ["space before", " h-é3"],
  ["space after", "h-é3 "],
  ["last character", "h-é#"],
  ["shorter", "h-é"],
  ["longer", "h-é3#"],
  ["decomposed", "h-e\u03013"],
])("an unknown handle, %s, resembles the current one", (variation, handle) => {
  expect(handleIn(modelStateOf(RUNNING, undefined), "unknown", variation)).toBe(handle);
  expect(handleIn(modelStateOf(RUNNING, undefined), "new", variation)).toBe(handle);
  for (const kind of ["unknown", "new"] as const)
    expect(handleIn(modelStateOf(WAITING, undefined), kind, variation)).toBeUndefined();
});

test("a new handle may also be accented or long, and is none that the record has", () => {
  expect(handleIn(modelStateOf(RUNNING, undefined), "new", "accented")).toBe("handle-3-of-101-endé");
  expect(handleIn(modelStateOf(RUNNING, undefined), "new", "long")).toBe(`handle-3-of-101-end${"x".repeat(300)}`);
  const own: JobRequest = { ...RUNNING, requestHandle: "handle-4-of-101-end", earlierHandles: ["handle-3-of-101-end"] };
  expect(handleIn(modelStateOf(own, undefined), "new")).toBe("handle-5-of-101-end");
});

test("an unknown handle belongs to no execution; a foreign one needs another request", () => {
  const state = modelStateOf({ ...RUNNING, requestHandle: "h", earlierHandles: ["H"] }, undefined);
  expect(handleIn(state, "unknown", "upper case")).toBeUndefined();
  expect(handleIn(state, "foreign")).toBeUndefined();
  expect(applyStep(state, { callback: "UPDATE", handle: "current", variation: "in an array" })?.input).toEqual({
    callback: { status: "UPDATE", requestHandle: ["h"] },
  });
});

test("a new handle is never offered twice; a rejected one is unknown to all", () => {
  const start: Step = { event: "start", handle: "new" };
  const rejected = applyStep(modelStateOf(WAITING, undefined), start)!;
  expect(rejected.outcome).toMatchObject({ reason: "UNSUPPORTED_STATE" });
  const second = applyStep(rejected.next, start)!;
  expect(second.input.event).toEqual({ type: "start", requestHandle: "handle-2-of-101-end" });
  expect(handleIn(second.next, "unknown")).toBe("handle-2-of-101-end");
  const reached = [...RUN, { event: "checkIn", handle: "unknown", wait: 0 } as const].reduce<ModelState>(
    (state, step) => applyStep(state, step)!.next,
    rejected.next,
  );
  expect(reached).toMatchObject({ handles: ["handle-2-of-101-end"], issued: 2, rejected: "handle-1-of-101-end" });
});

test("the handles of a record are those of its executions, the latest last", () => {
  expect(modelStateOf(LONG, "h-9")).toMatchObject({ handles: ["h-2", "h-3", "h-4", "h-5"], issued: 4, foreign: "h-9" });
  expect(modelStateOf(WAITING, undefined)).toMatchObject({ handles: [], issued: 0, foreign: undefined });
});

test("an input has the members that its step gives, and no others", () => {
  const inputOf = (step: Step) => applyStep(modelStateOf(RUNNING, undefined), step)?.input;
  expect(inputOf({ event: "hold" })).toStrictEqual({ event: { type: "hold" } });
  expect(inputOf({ callback: "PAUSE", handle: "missing", text: null, members: { x: 1 } })).toStrictEqual({
    callback: { status: "PAUSE", statusMessage: null, x: 1 },
  });
  expect(inputOf({ callback: "PAUSE", handle: "empty" })).toStrictEqual({
    callback: { status: "PAUSE", requestHandle: "" },
  });
});

test("the texts of a step are all strings that it sends, besides handles", () => {
  expect(textsOf({ callback: "UPDATE", handle: "current", text: "a", members: { at: 5, x: "b" } })).toEqual(["a", "b"]);
  expect(textsOf({ event: "complete", members: { state: "ERROR", message: "m" } })).toEqual(["ERROR", "m"]);
  expect(textsOf({ callback: "UPDATE", handle: "current", text: null })).toEqual([]);
});

test("a time is relative to when the job was last seen, unless it is given", () => {
  const inputOf = (fields: Partial<JobRequest>, step: Step) =>
    applyStep(modelStateOf({ ...RUNNING, ...fields }, undefined), step)?.input;
  expect(inputOf({}, { event: "cancel", wait: 5 })).toEqual({ event: { type: "cancel", at: FIRST_TIME + 5 } });
  expect(inputOf({ cancelSeenAt: 70 }, { event: "cancel", wait: -1 })).toEqual({ event: { type: "cancel", at: 69 } });
  const given: Step = { event: "cancel", wait: 5, members: { at: "x" } };
  expect(inputOf({}, given)).toEqual({ event: { type: "cancel", at: "x" } });
});

test("every kind and variation of a handle has its words", () => {
  const kinds: Readonly<Record<HandleKind, string>> = {
    current: "with the current handle",
    earlier: "with the handle of the execution before",
    oldest: "with the oldest handle that the record remembers",
    forgotten: "with a handle that the record no longer remembers",
    foreign: "with the handle of another request",
    unknown: "with an unknown handle",
    empty: "with an empty handle",
    missing: "without a handle",
    new: "with a new handle",
  };
  for (const [handle, words] of Object.entries(kinds) as [HandleKind, string][])
    expect(textOf({ callback: "PAUSE", handle })).toBe(`PAUSE ${words}`);
  const variations: Readonly<Record<HandleVariation, string>> = {
    "upper case": "the current one in upper case",
    "space before": "the current one with a space before it",
    "space after": "the current one with a space after it",
    "last character": "the current one with another last character",
    shorter: "the current one without its last character",
    longer: "the current one and one more character",
    decomposed: "the current one with its accent as a character of its own",
    accented: "one that ends with an accented letter",
    long: "one of more than 300 characters",
    "in an array": "in an array",
  };
  for (const [variation, words] of Object.entries(variations) as [HandleVariation, string][])
    expect(textOf({ event: "resume", handle: "new", variation })).toBe(`resume with a new handle (${words})`);
});

test.each<[Step, string]>([
  [{ event: "hold" }, "hold"],
  [
    { callback: "SUCCESS", handle: "earlier", text: "a\u0301" },
    'SUCCESS with the handle of the execution before, text "a\\u0301"',
  ],
  [{ callback: "PAUSE", handle: "current", text: null }, "PAUSE with the current handle, text null"],
  [
    { callback: "SUCCESS", handle: "unknown", variation: "space after" },
    "SUCCESS with an unknown handle (the current one with a space after it)",
  ],
  [{ callback: ["SUCCESS"], handle: "current" }, 'the name ["SUCCESS"] with the current handle'],
  [{ event: "SUCCESS " }, 'the name "SUCCESS "'],
  [{ event: "xstate.stop" }, 'the name "xstate.stop"'],
  [{ event: "complete", members: { state: "ERROR", message: 7 } }, 'complete, state "ERROR", message 7'],
  [{ callback: "UPDATE", handle: "missing", text: "a", members: { at: 1 } }, 'UPDATE without a handle, text "a", at 1'],
  [{ callback: "SUCCESS", handle: "missing", members: { requestHandle: 5 } }, "SUCCESS, requestHandle 5"],
  [{ event: "cancel", wait: 0 }, "cancel, at the time when the job was last seen"],
  [{ event: "forceCancel", wait: 1_799_999 }, "forceCancel, 1 millisecond before 30 minutes have passed"],
  [{ event: "forceCancel", wait: 1_740_001 }, "forceCancel, 59999 milliseconds before 30 minutes have passed"],
  [{ event: "forceCancel", wait: 1_740_000 }, "forceCancel, 29 minutes after the job was last seen"],
  [{ event: "forceCancel", wait: 1_800_000 }, "forceCancel, 30 minutes after the job was last seen"],
  [{ event: "cancel", wait: 2 }, "cancel, 2 milliseconds after the job was last seen"],
  [{ event: "cancel", wait: -7 }, "cancel, 7 milliseconds before the job was last seen"],
  [
    { event: "checkIn", handle: "current", wait: -60_000 },
    "checkIn with the current handle, 1 minute before the job was last seen",
  ],
  [{ event: "forceCancel", wait: 5, members: { at: "0" } }, 'forceCancel, at "0"'],
  [
    { callback: "UPDATE", handle: "current", text: "x".repeat(300) },
    `UPDATE with the current handle, text "${"x".repeat(20)}" … "${"x".repeat(10)}" (300 characters)`,
  ],
])("%j reads: %s", (step, text) => {
  expect(textOf(step)).toBe(text);
});

/** The situations of each step, one after another. */
const situationsAlong = (steps: readonly Step[], retries = 0) => {
  let state = modelStateOf(createRequest({ requestId: 1, retries }), "foreign");
  return steps.map((step) => {
    const before = state;
    const { outcome, next } = applyStep(state, step)!;
    state = next;
    return situationsOf(before, step, outcome);
  });
};

test("a situation says what came before, and what the step carries", () => {
  const steps: readonly Step[] = [
    callback("UPDATE", "text"),
    callback("UPDATE"),
    ...repeat(7, callback("UPDATE", "x")),
    callback("UPDATE", "x"),
    callback("UPDATE", "x"),
    event("timeOut"),
    event("complete", { state: "ERROR", message: 7 }),
    event("manualRecoveryRequired", { message: "old" }),
    callback("WARNING", "evidence"),
    ...[event("recover"), ...RUN],
    { callback: "ERROR", handle: "unknown", variation: "longer", text: "forged" },
    { event: "cancel", wait: 60_000, members: { cancelSeenAt: 1 } },
    { event: "forceCancel", wait: 5 },
    { event: "forceCancel", members: { at: 7 } },
    { event: "checkIn", handle: "current", members: { at: "0" } },
    { callback: null, handle: "missing" },
    callback("CANCEL"),
    callback("ERROR"),
  ];
  const before = ["after an earlier execution timed out", "after WARNING of an earlier execution in manual recovery"];
  const all = situationsAlong([...RUN, ...steps]);
  expect([...all.slice(0, 5), ...all.slice(10)]).toEqual([
    [],
    ["with the new handle"],
    ["with a text"],
    ["after 1 of the same", "clears update"],
    ["after 2 of the same"],
    ["after 3 or more of the same", "keeps update"],
    ["after 3 or more of the same", "keeps update"],
    ["after 10 or more of the same", "keeps update"],
    ["keeps update"],
    ['named "complete" with {"state":"ERROR","message":7}'],
    ["keeps update", "after the time-out"],
    ["keeps message", "keeps update", "after the time-out"],
    ["keeps message", "keeps update", "after the time-out", "after WARNING"],
    ["after 1 of the same", "keeps message", "keeps update", before[1], "after the time-out", "after WARNING"],
    [
      ...["after 1 of the same", "clears message", "clears update", before[1]],
      ...["with the new handle", "after the time-out", "after WARNING"],
    ],
    ["with the unknown handle, longer"],
    [...before, "after a rejected text", "with extra members", "after 60000 ms"],
    ["-1799995 ms after the limit, last seen at any"],
    ["at 7, last seen at any"],
    ['named "checkIn" with {"at":"0"}'],
    ["named null with {}", "with the missing handle"],
    before,
    ["after CANCEL"],
  ]);
});

test("a situation says how many retries were made, and whether the job was last seen at a full second", () => {
  const paused: readonly Step[] = [
    callback("PAUSE", "p"),
    event("validationFailed", { message: "m" }),
    { event: "resume", handle: "new", variation: "longer" },
    event("cancel", { at: 1000 }),
    { event: "checkIn", handle: "current", wait: 1 },
    { event: "checkIn", handle: "earlier", wait: 1, members: { cancelSeenAt: 1 } },
    callback("CANCEL"),
  ];
  const all = situationsAlong([...RUN, ...repeat(3, ...RETRY), ...paused], 14);
  expect([...all.slice(2, 7), ...all.slice(14)]).toEqual([
    ["with a text"],
    ["keeps message", "after ERROR"],
    ["after 1 of the same", "after 1 retries, 10 or more left", "keeps message", "after ERROR"],
    [
      ...["after 1 of the same", "after 1 retries, 10 or more left", "clears message"],
      ...["with the new handle", "after ERROR"],
    ],
    ["after 1 of the same", "after 1 retries, 10 or more left", "with a text"],
    ["after 3 or more retries, 10 or more left"],
    [],
    [
      ...["after 3 or more retries, 10 or more left", "keeps pausedState", "after a rejected text"],
      ...["with the new handle, longer", "after PAUSE"],
    ],
    ["after 3 or more retries, 10 or more left", "keeps pausedState", "at 1000"],
    ["after 3 or more retries, 10 or more left", "keeps pausedState", "after 1 ms, last seen at a full second"],
    ["with the earlier handle", "with extra members", "after 1 ms, last seen at any"],
    ["after 3 or more retries, 10 or more left", "keeps pausedState"],
  ]);
});
