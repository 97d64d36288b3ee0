import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EXECUTION_STATUSES,
  isAccepted,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
  type Outcome,
  REQUEST_STATES,
} from "ess-request-machine";
import { callbackFor, inputFor, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectSame } from "../support/comparison.js";
import { runs } from "../support/runs.js";
import { CANCEL_SEEN_AT, EARLIER, LATEST, wellFormedRecordsIn } from "../support/well-formed-records.js";
import { switchLifecycleEvent } from "./hand-written-events.js";
import { switchExecutionStatus } from "./hand-written-switch.js";

/**
 * The hand-written switches know the domain and not the chart: where one disagrees with the library, one of the two is
 * wrong. They are also the baseline of the benchmark, which is fair only if the outcomes are the same.
 *
 * Only well-formed records are compared: on others it is unspecified which reason applies.
 */

type Apply<Input> = (request: JobRequest, input: Input) => Outcome;

/** Returns how to compare the two outcomes of an input. Tells whether it was accepted. Untyped inputs are compared too. */
const comparison =
  <Input>(bySwitch: Apply<Input>, byLibrary: Apply<Input>) =>
  (request: JobRequest, input: unknown): boolean => {
    const [expected, found] = [bySwitch(request, input as Input), byLibrary(request, input as Input)];
    expectSame(found, expected, { request, input });
    const accepted = isAccepted(found);
    for (const outcome of [expected, found]) {
      if ((outcome.request === request) === accepted)
        expect.fail(`${found.kind}, but the record is not the expected object`);
    }
    return accepted;
  };

const compareCallback = comparison(switchExecutionStatus, applyExecutionStatus);
const compareEvent = comparison(switchLifecycleEvent, applyLifecycleEvent);

const FOREIGN = "handle-9";
const NOT_HANDLES = [undefined, null, "", 0, 2, true, [LATEST], { requestHandle: LATEST }];
const NOT_NAMES = ["", "__proto__", "constructor", 3, null, undefined];
const NOT_STATUSES = [...NOT_NAMES, "DONE", "success", "start", ["SUCCESS"]];
const NOT_EVENTS = [...NOT_NAMES, "finish", "DISPATCH", "SUCCESS", ["dispatch"]];
const MESSAGES = [undefined, null, "", "new", 3, { text: "new" }];
const NOT_INPUTS = [null, undefined, "SUCCESS", "dispatch", 3, true, () => "SUCCESS", [], ["dispatch"], {}];

describe.each(REQUEST_STATES)("in %s", (state) => {
  const records = wellFormedRecordsIn(state);

  test("callbacks have the same outcome: every status with every kind of handle", () => {
    for (const record of records) {
      for (const status of EXECUTION_STATUSES) {
        for (const requestHandle of [LATEST, EARLIER, "handle-0", FOREIGN, ...NOT_HANDLES])
          compareCallback(record, { requestHandle, status, statusMessage: "new" });
      }
    }
  });

  test("callbacks have the same outcome: every status with every kind of message", () => {
    for (const record of records) {
      for (const status of EXECUTION_STATUSES) {
        compareCallback(record, { requestHandle: LATEST, status });
        for (const statusMessage of MESSAGES) compareCallback(record, { requestHandle: LATEST, status, statusMessage });
      }
    }
  });

  test("unknown statuses, unknown events and non-objects have the same outcome, and none is accepted", () => {
    const accepted = records.flatMap((record) => [
      ...NOT_STATUSES.map((status) => compareCallback(record, { requestHandle: LATEST, status })),
      ...NOT_EVENTS.map((type) => compareEvent(record, { type, requestHandle: LATEST, at: 5 })),
      ...NOT_INPUTS.flatMap((input) => [compareCallback(record, input), compareEvent(record, input)]),
    ]);
    expect(accepted).not.toContain(true);
  });
});

const HANDLES = [FOREIGN, LATEST, EARLIER, ...NOT_HANDLES].map((requestHandle) => ({ requestHandle }));
const LATER = CANCEL_SEEN_AT + 30 * 60 * 1000;
const TIMES = [CANCEL_SEEN_AT, LATER - 1, LATER, -1, 0.5, "5", undefined].map((at) => ({ at }));
const RESULTS = ["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY", "SUCCESS", "__proto__", undefined];
const CHOICES = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED", "FINISHED", undefined];
const TEXTS = [undefined, null, "", "new", 3].map((message) => ({ message }));

/** Valid and invalid payloads; any other event gets every member. */
const PAYLOADS: { readonly [E in LifecycleEventName]?: readonly object[] } = {
  start: HANDLES,
  resume: HANDLES,
  checkIn: HANDLES.flatMap((handle) => [-1, CANCEL_SEEN_AT - 1, CANCEL_SEEN_AT + 1].map((at) => ({ ...handle, at }))),
  cancel: TIMES,
  forceCancel: TIMES,
  postProcessed: RESULTS.map((result) => ({ result })),
  complete: CHOICES.flatMap((state) => TEXTS.map((text) => ({ state, ...text }))),
  validationFailed: TEXTS,
  manualRecoveryRequired: TEXTS,
};
const EVERY_MEMBER = { requestHandle: LATEST, at: 9, message: "new", result: "WARN", state: "ERROR" };

test.each(LIFECYCLE_EVENTS)("%s has the same outcome in every state with every kind of payload", (type) => {
  let accepted = 0;
  for (const state of REQUEST_STATES) {
    for (const record of wellFormedRecordsIn(state)) {
      for (const payload of PAYLOADS[type] ?? [EVERY_MEMBER])
        accepted += compareEvent(record, { type, ...payload }) ? 1 : 0;
    }
  }
  expect(accepted).toBeGreaterThan(0);
});

test("a new execution has the same outcome when the record keeps as many earlier handles as it can", () => {
  const earlierHandles = Array.from({ length: 16 }, (_, i) => `earlier-${i}`);
  for (const [state, type] of [
    ["READY", "start"],
    ["PAUSED", "resume"],
  ] as const) {
    for (const record of wellFormedRecordsIn(state).filter(({ requestHandle }) => requestHandle !== null))
      expect(compareEvent({ ...record, earlierHandles }, { type, requestHandle: FOREIGN })).toBe(true);
  }
});

describe("random inputs have the same outcome on random well-formed records", () => {
  test("callbacks, also with members of any type", () => {
    const anyMember = fc.record(
      { requestHandle: fc.anything(), status: fc.anything(), statusMessage: fc.anything() },
      { requiredKeys: [] },
    );
    const drawn = wellFormedRequest("RUNNING").chain((request) =>
      fc.tuple(fc.constant(request), callbackFor(request), anyMember, fc.integer({ min: 0, max: 4 })),
    );
    fc.assert(
      fc.property(drawn, ([request, callback, members, kind]) => {
        compareCallback(request, kind === 0 ? { ...callback, ...members } : callback);
      }),
      { numRuns: runs(500) },
    );
  });

  test("callbacks and events, in any state", () => {
    const drawn = wellFormedRequest().chain((request) => fc.tuple(fc.constant(request), inputFor(request)));
    fc.assert(
      fc.property(drawn, ([request, { callback, event }]) => {
        if (event === undefined) compareCallback(request, callback);
        else compareEvent(request, event);
      }),
      { numRuns: runs(500) },
    );
  });
});
