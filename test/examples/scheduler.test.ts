import { beforeAll, expect, test, vi } from "vitest";

/** Statements of docs/server-authors.md about its program that the program's output does not show. */

let scheduler: typeof import("../../docs/examples/scheduler.js");
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  scheduler = await import("../../docs/examples/scheduler.js");
});

/** A running request, whose job has reported the status if there is one. */
function begin(requestId: string, status?: string) {
  scheduler.submit(requestId, 0);
  scheduler.applyEvent(requestId, { type: "dispatch" });
  scheduler.applyEvent(requestId, { type: "start", requestHandle: "h" });
  if (status !== undefined)
    expect(scheduler.answerCallback(requestId, { requestHandle: "h", status }).status).toBe(200);
}

/** Decides while another writer is faster in the first rounds. */
function decideAgainstWriter(requestId: string, rounds: number) {
  const decide = vi.fn((request) => {
    if (decide.mock.calls.length <= rounds)
      scheduler.applyEvent(requestId, { type: request.state === "HOLD" ? "release" : "hold" });
    return { kind: "recorded", request, effects: [] } as const;
  });
  return { decide, run: () => scheduler.update(requestId, decide) };
}

test("a slower writer reads and decides again", () => {
  scheduler.submit("201", 0);
  const { decide, run } = decideAgainstWriter("201", 3);
  expect(run()).toMatchObject({ request: { state: "HOLD" } });
  expect(decide).toHaveBeenCalledTimes(4);
});

test("a writer that is always slower gives up, and the endpoint answers 503 with Retry-After", () => {
  scheduler.submit("202", 0);
  expect(decideAgainstWriter("202", Number.POSITIVE_INFINITY).run).toThrow(
    expect.objectContaining({ name: "StoreUnavailableError", retryAfterSeconds: 1 }),
  );
});

test("the endpoint and its lower level give the same answers", async () => {
  begin("203");
  const answersTo = async (id: string, body: unknown) => {
    const url = `https://scheduler.example/ess/rest/scheduler/v1/requests/${id}/executionStatus`;
    const headers = { "content-type": "application/json" };
    const response = await scheduler.endpoint(
      new Request(url, { method: "POST", headers, body: JSON.stringify(body) }),
    );
    const lower = scheduler.answerCallback(id, body);
    expect([lower.status, "reason" in lower.body && lower.body.reason]).toEqual([
      response.status,
      ((await response.json()) as { reason?: string }).reason ?? false,
    ]);
    return response.status;
  };
  expect(await answersTo("203", { requestHandle: "foreign", status: "SUCCESS" })).toBe(403);
  expect(await answersTo("203", { requestHandle: "h", status: "DONE" })).toBe(400);
  expect(await answersTo("299", "not an object")).toBe(404);
  expect(await answersTo("x", {})).toBe(400);
  expect(await answersTo("203", { requestHandle: "h", status: "SUCCESS" })).toBe(200);
});

const rejection = ({ status, body }: ReturnType<typeof scheduler.operate>) => [
  status,
  "reason" in body && body.reason,
  "detail" in body && body.detail.split(" (")[0],
];

test.each([
  ["204", undefined, ["notifyCancellation"]],
  ["205", "SUCCESS", ["stopPostProcessing"]],
  ["206", "PAUSE", ["cancelSubRequests"]],
])("request %s is cancelled after %s, with effects %j, and ends as the page says", (id, status, effects) => {
  const { answerCallback, applyEvent, operate } = scheduler;
  begin(id, status);
  expect(applyEvent(id, { type: "cancel", at: 0 })).toMatchObject({ to: "CANCELLING", effects });
  expect(applyEvent(id, { type: "cancel", at: 0 })).toMatchObject({ kind: "ignored", reason: "DUPLICATE" });
  if (status === undefined) {
    expect(answerCallback(id, { requestHandle: "h", status: "CANCEL" }).status).toBe(200);
  } else {
    const rejected = [400, "NOT_AWAITING_CALLBACK", `forceCancel: rejected for request ${id} in CANCELLING`];
    expect(rejection(operate(id, "forceCancel"))).toEqual(rejected);
    expect(applyEvent(id, { type: "cancelCompleted" })).toMatchObject({ to: "CANCELLED" });
  }
  const rejected = [400, "UNSUPPORTED_STATE", `cancel: rejected for request ${id} in CANCELLED`];
  expect(rejection(operate(id, "cancel"))).toEqual(rejected);
});

test("an operator's event is checked, and its time is the server's", () => {
  const { operate } = scheduler;
  begin("207");
  expect(operate("207", "requestHandle").status).toBe(400);
  expect(operate("207", "complete", { state: "HOLD" }).status).toBe(400);
  expect(operate("207", "cancel", { type: "hold", at: -1 }, 0).status).toBe(200);
  expect(rejection(operate("207", "forceCancel", { at: 10 ** 12 }, 0))[1]).toBe("TOO_EARLY");
  expect([operate("x", "cancel"), operate("299", "cancel")].map(({ status }) => status)).toEqual([400, 404]);
});
