import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  FORCE_CANCEL_AFTER_MS,
  forceCancelAllowedAt,
  isAwaitingCallback,
  type JobRequest,
  REQUEST_STATES,
  wasCancelling,
} from "ess-request-machine";
import { wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { inState, RUNNING } from "../support/boundary.js";

/** Questions that servers and operators ask of a record. */

const CANCELLING = inState("CANCELLING", { cancelSeenAt: 1_000 });

describe("isAwaitingCallback", () => {
  test.each<[string, boolean, JobRequest]>([
    ["RUNNING", true, RUNNING],
    ["CANCELLING before the report", true, CANCELLING],
    ["CANCELLING after the report", false, { ...CANCELLING, reportedStatus: "PAUSE" }],
    ["ERROR_MANUAL_RECOVERY, where nothing waits for a report", false, inState("ERROR_MANUAL_RECOVERY")],
    ["WAIT after a recovery", false, inState("WAIT")],
    ["WAIT before any execution", false, createRequest({ requestId: "7" })],
    ["CANCELLED by force", false, inState("CANCELLED")],
  ])("%s: %s", (_, awaiting, request) => {
    expect(isAwaitingCallback(request)).toBe(awaiting);
  });

  test("is true in RUNNING and CANCELLING only", () => {
    const states = REQUEST_STATES.filter((state) => isAwaitingCallback({ ...RUNNING, state }));
    expect(states).toEqual(["RUNNING", "CANCELLING"]);
  });

  test("if it is true, a report of the latest execution ends the waiting", () => {
    fc.assert(
      fc.property(fc.constantFrom("RUNNING", "CANCELLING").chain(wellFormedRequest), (request) => {
        const { requestHandle } = request;
        const { kind, request: next } = applyExecutionStatus(request, { requestHandle, status: "CANCEL" });
        expect(kind === "transitioned").toBe(isAwaitingCallback(request));
        expect(isAwaitingCallback(next)).toBe(false);
      }),
    );
  });
});

describe("wasCancelling", () => {
  const failed = applyExecutionStatus(CANCELLING, { requestHandle: "handle-2", status: "ERROR" }).request;

  test.each<[string, boolean, JobRequest]>([
    ["in CANCELLING", true, CANCELLING],
    ["in ERROR, when somebody had cancelled the job", true, failed],
    ["in ERROR otherwise", false, inState("ERROR")],
    ["in RUNNING", false, RUNNING],
    [
      "for a request that was cancelled directly",
      false,
      applyLifecycleEvent(createRequest({ requestId: "7" }), { type: "cancel", at: 5 }).request,
    ],
  ])("%s: %s", (_, answer, request) => {
    expect(wasCancelling(request)).toBe(answer);
  });

  test("a check-in at time 0 counts", () => {
    expect(wasCancelling({ ...CANCELLING, cancelSeenAt: 0 })).toBe(true);
  });
});

describe("forceCancelAllowedAt", () => {
  test("is 30 minutes after the job was last seen", () => {
    expect(FORCE_CANCEL_AFTER_MS).toBe(30 * 60 * 1000);
    expect(forceCancelAllowedAt(CANCELLING)).toBe(1_000 + FORCE_CANCEL_AFTER_MS);
    const { request } = applyLifecycleEvent(CANCELLING, { type: "checkIn", requestHandle: "handle-2", at: 60_000 });
    expect(forceCancelAllowedAt(request)).toBe(60_000 + FORCE_CANCEL_AFTER_MS);
  });

  test.each<[string, JobRequest]>([
    ["outside CANCELLING", RUNNING],
    ["outside CANCELLING, although the request passed through it", inState("ERROR", { cancelSeenAt: 1_000 })],
    ["outside CANCELLING, after the cancellation was forced", inState("CANCELLED", { cancelSeenAt: 1_000 })],
    ["when no callback is awaited", { ...CANCELLING, reportedStatus: "PAUSE" }],
    ["when the time is not a safe integer any more", { ...CANCELLING, cancelSeenAt: Number.MAX_SAFE_INTEGER }],
    ["when it is not known since when", { ...CANCELLING, cancelSeenAt: null }],
  ])("is null %s", (_, request) => {
    expect(forceCancelAllowedAt(request)).toBeNull();
  });

  test("the last safe integer is still a time", () => {
    const cancelSeenAt = Number.MAX_SAFE_INTEGER - FORCE_CANCEL_AFTER_MS;
    expect(forceCancelAllowedAt({ ...CANCELLING, cancelSeenAt })).toBe(Number.MAX_SAFE_INTEGER);
  });

  test("where it is a number, forceCancel transitions at that time, and one millisecond before is too early", () => {
    fc.assert(
      fc.property(wellFormedRequest("CANCELLING"), (request) => {
        const allowedAt = forceCancelAllowedAt(request);
        if (allowedAt === null) return;
        const forcedAt = (at: number) => applyLifecycleEvent(request, { type: "forceCancel", at });
        expect(forcedAt(allowedAt)).toMatchObject({ kind: "transitioned", to: "CANCELLED" });
        expect(forcedAt(allowedAt - 1)).toMatchObject({ kind: "rejected", reason: "TOO_EARLY" });
      }),
    );
  });

  test("where it is null in CANCELLING, forceCancel is never accepted", () => {
    const reported = wellFormedRequest("CANCELLING").filter((request) => forceCancelAllowedAt(request) === null);
    fc.assert(
      fc.property(reported, fc.maxSafeNat(), (request, at) => {
        expect(applyLifecycleEvent(request, { type: "forceCancel", at }).kind).toBe("rejected");
      }),
    );
  });
});
