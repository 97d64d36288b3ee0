import { chart, createRequest, EXECUTION_STATUSES, type JobRequest } from "ess-request-machine";
import { fromSnapshot, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { createActor } from "xstate";
import { RUNNING } from "./support/boundary.js";

/** What the machine is besides the chart: how an actor begins, how a record goes there and back, what is heard. */

describe("an actor", () => {
  test("begins from input in PENDING_VALIDATION", () => {
    const actor = createActor(requestMachine, { input: { requestId: "7", retries: 2 } }).start();
    const expected = createRequest({ requestId: "7", retries: 2, validated: false });
    expect(fromSnapshot(actor.getSnapshot())).toStrictEqual(expected);
  });

  test("does not begin from an id that is none", () => {
    const actor = createActor(requestMachine, { input: { requestId: "007" } });
    expect(actor.getSnapshot()).toMatchObject({ status: "error", error: expect.any(TypeError) });
  });

  test("begins from a record where the record is", () => {
    const actor = createActor(requestMachine, { snapshot: toSnapshot(RUNNING) }).start();
    expect(actor.getSnapshot().value).toBe("RUNNING");
    expect(actor.getSnapshot().matches("RUNNING")).toBe(true);
    expect(actor.getSnapshot().can({ type: "timeOut" })).toBe(true);
    expect(actor.getSnapshot().can({ type: "retry" })).toBe(false);
  });

  test("of a request that ends is done", () => {
    const actor = createActor(requestMachine, { snapshot: toSnapshot(RUNNING) }).start();
    actor.send({ type: "CANCEL", requestHandle: "handle-2" });
    expect(actor.getSnapshot()).toMatchObject({ value: "CANCELLED", status: "done" });
  });
});

describe("a record", () => {
  test("comes back as it went, and the context has no state", () => {
    expect(fromSnapshot(toSnapshot(RUNNING))).toStrictEqual(RUNNING);
    expect(toSnapshot(RUNNING).context).not.toHaveProperty("state");
  });

  test("loses members that it should not have, and gets its own order back", () => {
    const { requestId, ...rest } = RUNNING;
    const request = { extra: 1, ...rest, requestId } as JobRequest;
    expect(toSnapshot(request).context).not.toHaveProperty("extra");
    const snapshot = { value: "RUNNING", context: request } as const;
    expect(Object.keys(fromSnapshot(snapshot))).toEqual(Object.keys(createRequest({ requestId: "7" })));
  });
});

describe("what is heard", () => {
  test("of a callback that no state takes are the refusals in order, but for the one that types keep out", () => {
    const { on } = (requestMachine as unknown as { config: { on: Record<string, object[]> } }).config;
    for (const status of EXECUTION_STATUSES) {
      expect(on[status]?.map((edge) => (edge as { description: string }).description)).toEqual(
        chart.refusals.slice(1).map(({ description }) => description),
      );
    }
  });
});
