import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type RequestInput,
  replay,
} from "ess-request-machine";
import { inputsFrom, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HOSTILE, RUNNING } from "../support/boundary.js";

/** `replay` is the reducer over a list of callbacks and events. */

const CREATED = createRequest({ requestId: "7", retries: 1 });
const INPUTS: readonly RequestInput[] = [
  { type: "dispatch" },
  { type: "start", requestHandle: "h-1" },
  { requestHandle: "h-1", status: "ERROR", statusMessage: "no disk" },
  { requestHandle: "h-1", status: "ERROR", statusMessage: "no disk" },
  { type: "retry" },
];

test("it returns the last record and the outcome of every input", () => {
  const { request, outcomes } = replay(CREATED, INPUTS);
  expect(request).toMatchObject({ state: "WAIT", retriedCount: 1, message: "no disk" });
  expect(outcomes.map(({ kind }) => kind)).toEqual([
    "transitioned",
    "transitioned",
    "transitioned",
    "ignored",
    "transitioned",
  ]);
  expect(outcomes.at(-1)?.request).toBe(request);
});

test("without inputs it returns the same record", () => {
  const { request, outcomes } = replay(CREATED, []);
  expect(request).toBe(CREATED);
  expect(outcomes).toEqual([]);
});

test.each([null, undefined, 7, "SUCCESS", {}])("%j is an unknown status", (input) => {
  const [outcome] = replay(CREATED, [input as unknown as RequestInput]).outcomes;
  expect(outcome).toMatchObject({ kind: "rejected", reason: "UNKNOWN_STATUS" });
});

test("it takes any iterable", () => {
  function* inputs() {
    yield* INPUTS;
  }
  expect(replay(CREATED, inputs())).toEqual(replay(CREATED, INPUTS));
  expect(replay(CREATED, new Set(INPUTS))).toEqual(replay(CREATED, INPUTS));
});

test("it is the same as applying one input after another", () => {
  const sequence = wellFormedRequest().chain((first) => fc.tuple(fc.constant(first), inputsFrom(first, 20)));
  fc.assert(
    fc.property(sequence, ([first, steps]) => {
      let current = first;
      const outcomes = steps.map(({ callback, event }) => {
        const outcome =
          event === undefined ? applyExecutionStatus(current, callback) : applyLifecycleEvent(current, event);
        current = outcome.request;
        return outcome;
      });
      const inputs = steps.map(({ callback, event }) => event ?? callback);
      expect(replay(first, inputs)).toStrictEqual({ request: current, outcomes });
    }),
  );
});

test("an input with a type is an event, regardless of its other members", () => {
  const both = { type: "hold", status: "SUCCESS", requestHandle: "handle-2" } as RequestInput;
  expect(replay(RUNNING, [both]).outcomes).toMatchObject([{ reason: "UNSUPPORTED_STATE" }]);
});

test("hostile inputs are rejected", () => {
  const inputs = [null, undefined, ...Object.values(HOSTILE)] as RequestInput[];
  const { request, outcomes } = replay(RUNNING, inputs);
  expect(request).toBe(RUNNING);
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(["rejected"]));
});

test("a missing record throws", () => {
  expect(() => replay(undefined as never, INPUTS)).toThrow(TypeError);
});
