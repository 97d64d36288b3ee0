import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  isAccepted,
  type JobRequest,
  type LifecycleEvent,
  OUTCOME_REASONS,
  type Outcome,
  REQUEST_STATES,
  shouldStop,
} from "ess-request-machine";
import { inputFor, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inState, RUNNING } from "../support/boundary.js";

/** Questions about an outcome. */

describe("isAccepted", () => {
  test.each([
    ["transitioned", true],
    ["recorded", true],
    ["ignored", false],
    ["rejected", false],
  ] as const)("%s: %s", (kind, accepted) => {
    expect(isAccepted({ kind, request: RUNNING, effects: [] } as unknown as Outcome)).toBe(accepted);
  });

  test("is true exactly if there is a new record to store", () => {
    const withInput = wellFormedRequest().chain((request) => fc.tuple(fc.constant(request), inputFor(request)));
    fc.assert(
      fc.property(withInput, ([request, { callback, event }]) => {
        const outcome =
          event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event);
        expect(isAccepted(outcome)).toBe(outcome.request !== request);
        if (!isAccepted(outcome)) expect(outcome.kind).toBe(OUTCOME_REASONS[outcome.reason].kind);
      }),
      { numRuns: 300 },
    );
  });
});

describe("shouldStop: the answer to a job that asks whether it was cancelled", () => {
  const checkIn = (requestHandle: string): LifecycleEvent => ({ type: "checkIn", requestHandle, at: 5 });
  const answerIn = (request: JobRequest, requestHandle = "handle-2") =>
    shouldStop(applyLifecycleEvent(request, checkIn(requestHandle)));

  test("is yes in CANCELLING and after the end, from the latest execution before its report", () => {
    const stopped = REQUEST_STATES.filter((state) => answerIn(inState(state)));
    const ended = REQUEST_STATES.filter((state) => {
      const outcome = applyLifecycleEvent(inState(state), checkIn("handle-2"));
      return outcome.kind === "ignored" && outcome.reason === "ALREADY_ENDED";
    });
    expect(stopped.toSorted()).toEqual(["CANCELLING", ...ended].toSorted());
  });

  test.each<[string, JobRequest, string?]>([
    ["the job is running", RUNNING],
    ["the execution sent its final report", inState("CANCELLING", { reportedStatus: "PAUSE" })],
    ["an earlier execution asks", inState("CANCELLING"), "handle-1"],
    ["an earlier execution asks after the end", inState("CANCELLED"), "handle-1"],
    ["the handle is foreign", inState("CANCELLING"), "handle-9"],
    ["the handle is empty", inState("CANCELLING"), ""],
    ["no execution ever began", createRequest({ requestId: "7" })],
  ])("is no if %s", (_, request, requestHandle) => {
    expect(answerIn(request, requestHandle)).toBe(false);
  });

  test("is no for the outcome of any other event that is accepted", () => {
    expect(shouldStop(applyLifecycleEvent(RUNNING, { type: "timeOut" }))).toBe(false);
    expect(shouldStop(applyLifecycleEvent(inState("HOLD"), { type: "release" }))).toBe(false);
  });
});
