import type { JobRequest } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { RUNNING } from "../support/boundary.js";
import { CANCELLING, NOW, serving, UNSTARTED } from "./serving.js";

/** `checkInCancelling`: whether the job is to stop. */

const SENT = { operation: "checkInCancelling" };
const asking = (body: unknown, record: JobRequest = CANCELLING, at = NOW) =>
  serving({ now: () => at }, record).send(body, SENT);

describe("the handle is accepted under either name:", () => {
  test.each([
    ["requestExecutionContext, Oracle's", { requestExecutionContext: "handle-2" }],
    ["requestHandle, as in a callback", { requestHandle: "handle-2" }],
    ["both, with one value", { requestExecutionContext: "handle-2", requestHandle: "handle-2" }],
    ["one, and null for the other", { requestExecutionContext: "handle-2", requestHandle: null }],
  ])("%s", async (_, body) => {
    expect(await asking(body)).toMatchObject({ status: 200, type: "application/json", body: true });
  });

  test.each([
    [
      "requestExecutionContext and requestHandle differ. Send one of them: they are two names of one thing.",
      { requestExecutionContext: "handle-2", requestHandle: "handle-1" },
    ],
    [
      "requestExecutionContext must be a string, but is a positive integer. Send the execution's handle unchanged. " +
        "requestHandle must be a string, but is an object. Send the execution's handle unchanged.",
      { requestExecutionContext: 8675309, requestHandle: {} },
    ],
    [/^requestHandle must be a string, but is an object/, { requestExecutionContext: "handle-2", requestHandle: {} }],
    ["The body must be a JSON object, but is an array. Send requestExecutionContext in it.", ["handle-2"]],
    [/^The body must be a JSON object, but is a string/, '"handle-2"'],
    [/handle/, {}],
    [/handle/, { requestExecutionContext: null }],
    [/handle/, { requestHandle: "" }],
  ])("any other body is answered 400: %s", async (detail, body) => {
    const answer = await asking(body);
    expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringMatching(detail) } });
    expect(JSON.stringify(answer)).not.toMatch(/handle-|8675309/);
  });
});

const ended: JobRequest = { ...RUNNING, state: "CANCELLED", cancelSeenAt: NOW };
const reported: JobRequest = {
  ...RUNNING,
  state: "COMPLETED",
  reportedStatus: "SUCCESS",
  executableState: "SUCCEEDED",
};

describe("the answer is a JSON boolean:", () => {
  test.each<[boolean, string, JobRequest, string]>([
    [true, "the request is being cancelled", CANCELLING, "handle-2"],
    [true, "it ended without this execution's report", ended, "handle-2"],
    [false, "it runs", RUNNING, "handle-2"],
    [false, "this execution has reported", reported, "handle-2"],
    [false, "an earlier execution asks", CANCELLING, "handle-1"],
  ])("%s if %s", async (shouldStop, _, record, requestExecutionContext) => {
    expect(await asking({ requestExecutionContext }, record)).toMatchObject({ status: 200, body: shouldStop });
  });

  test.each([
    ["a foreign handle", CANCELLING, "handle-9"],
    ["any handle, where none was issued", UNSTARTED, "handle-2"],
  ])("not for %s: 403", async (_, record, requestExecutionContext) => {
    const answer = await asking({ requestExecutionContext }, record);
    expect(answer).toMatchObject({ status: 403, body: { reason: "HANDLE_MISMATCH" } });
  });

  test("not for an unknown request: 404", async () => {
    expect((await serving().send({ requestHandle: "handle-2" }, { ...SENT, id: "102" })).status).toBe(404);
  });
});

test.each([NOW, 0])("a check-in while cancelling is stored with the server's time, %d, and answered", async (at) => {
  const { send, requests, stored } = serving({ now: () => at }, { ...CANCELLING, cancelSeenAt: null });
  const headers = { accept: "application/vnd.oracle.resource+json" };
  const answer = await send({ requestExecutionContext: "handle-2", at: 1 }, { ...SENT, headers });
  expect(answer).toMatchObject({ status: 200, type: "application/vnd.oracle.resource+json", body: true });
  expect(requests.get("101")?.cancelSeenAt).toBe(at);
  expect(stored).toMatchObject([{ kind: "recorded" }]);
});

test.each([NOW + 0.5, -1, Number.NaN])(
  "a clock that says %d is the server's mistake: 500, not the job's",
  async (at) => {
    const { send, entries, stored } = serving({ now: () => at }, CANCELLING);
    expect((await send({ requestHandle: "handle-2" }, SENT)).status).toBe(500);
    expect(entries).toMatchObject([{ explanation: "now must return epoch milliseconds, an integer." }]);
    expect(stored).toEqual([]);
  },
);
