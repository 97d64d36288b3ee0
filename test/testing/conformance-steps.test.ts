import { createRequest, type JobRequest } from "ess-request-machine";
import { expect, test } from "vitest";
import { applyStep, FIRST_TIME, type ModelState, modelStateOf } from "../../src/testing/model.js";
import { textOf } from "../../src/testing/step-text.js";
import type { HandleKind, HandleVariation, Step } from "../../src/testing/steps.js";

/** The input that a step sends to a request, and how a step is shown. */

const WAITING = createRequest({ requestId: 101 });
const RUNNING: JobRequest = {
  ...WAITING,
  state: "RUNNING",
  requestHandle: "h-é3",
  earlierHandles: ["h-2"],
  attempt: 3,
};
const LONG: JobRequest = { ...RUNNING, requestHandle: "h-4", earlierHandles: ["h-3", "h-2"] };

const handleIn = (state: ModelState, handle: HandleKind, variation?: HandleVariation) => {
  const step: Step = { callback: "UPDATE", handle, ...(variation && { variation }) };
  const result = applyStep(state, step);
  return result && (result.input.callback?.requestHandle ?? "(none)");
};

test.each<[HandleKind, ...(string | undefined)[]]>([
  ["current", undefined, "h-é3", "h-4"],
  ["earlier", undefined, "h-2", "h-3"],
  ["oldest", undefined, undefined, "h-2"],
  ["forgotten", undefined, undefined, "h-1"],
  ["foreign", "h-9", "h-9", "h-9"],
  ["unknown", "unknown-handle-of-101", "unknown-handle-of-101", "unknown-handle-of-101"],
  ["empty", "", "", ""],
  ["missing", "(none)", "(none)", "(none)"],
  ["new", "handle-1-of-101-end", "handle-3-of-101-end", "handle-4-of-101-end"],
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
  expect(handleIn(modelStateOf(WAITING, undefined), "unknown", variation)).toBeUndefined();
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
  const [first, second] = [rejected, applyStep(rejected.next, start)!].map(({ input }) => input.event);
  expect(first).not.toEqual(second);
  expect(handleIn(rejected.next, "unknown")).toBe((first as { requestHandle?: string }).requestHandle);
});

test("a time is relative to when the job was last seen, unless it is given", () => {
  const inputOf = (fields: Partial<JobRequest>, step: Step) =>
    applyStep(modelStateOf({ ...RUNNING, ...fields }, undefined), step)?.input;
  expect(inputOf({}, { event: "cancel", wait: 5 })).toEqual({ event: { type: "cancel", at: FIRST_TIME + 5 } });
  expect(inputOf({ cancelSeenAt: 70 }, { event: "cancel", wait: -1 })).toEqual({ event: { type: "cancel", at: 69 } });
  const given: Step = { event: "cancel", wait: 5, members: { at: "x" } };
  expect(inputOf({}, given)).toEqual({ event: { type: "cancel", at: "x" } });
});

test.each<[Step, string]>([
  [{ event: "start", handle: "new" }, "start with a new handle"],
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
  [{ callback: "SUCCESS", handle: "missing", members: { requestHandle: 5 } }, "SUCCESS, requestHandle 5"],
  [{ event: "cancel", wait: 0 }, "cancel, at the time when the job was last seen"],
  [{ event: "forceCancel", wait: 1_799_999 }, "forceCancel, 1 millisecond before 30 minutes have passed"],
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
