import { beforeAll, expect, test, vi } from "vitest";

/** What docs/server-authors.md says of its program, and the program does not print. */

let scheduler: typeof import("../docs/examples/scheduler.js");
beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  scheduler = await import("../docs/examples/scheduler.js");
});

test("whoever is overtaken in every round gets a 503, and any other fault is a 500", () => {
  const { change, failure, submit, tell } = scheduler;
  submit("201", 0);
  const overtaken = vi.fn(() =>
    change("201", (request) => {
      tell("201", { type: request.state === "HOLD" ? "release" : "hold" });
      return { kind: "recorded", request, effects: [] } as const;
    }),
  );
  expect(overtaken).toThrow();
  const statusOf = (error: unknown) => failure(error, "https://scheduler.example/201").status;
  expect([overtaken.mock.results[0]?.value, new Error("no disk")].map(statusOf)).toEqual([503, 500]);
});

/** A request whose job has reported that, if anything. */
function begun(id: string, status?: string) {
  scheduler.submit(id, 0);
  scheduler.tell(id, { type: "dispatch" });
  scheduler.tell(id, { type: "start", requestHandle: "h" });
  if (status !== undefined) expect(scheduler.executionStatus(id, { requestHandle: "h", status }).status).toBe(200);
}
const refusedAs = ({ status, body }: ReturnType<typeof scheduler.operate>) => [
  status,
  "reason" in body && body.reason,
  "detail" in body && body.detail.split(":")[0],
];

test.each([
  ["202", undefined, ["notifyCancellation"]],
  ["203", "SUCCESS", ["stopPostProcessing"]],
  ["204", "PAUSE", ["cancelSubRequests"]],
])("request %s is cancelled after %s, which owes %j, and ends as the page says", (id, status, effects) => {
  const { executionStatus, operate, tell } = scheduler;
  begun(id, status);
  expect(tell(id, { type: "cancel", at: 0 })).toMatchObject({ to: "CANCELLING", effects });
  expect(tell(id, { type: "cancel", at: 0 })).toMatchObject({ kind: "ignored", reason: "DUPLICATE" });
  if (status === undefined) {
    expect(executionStatus(id, { requestHandle: "h", status: "CANCEL" }).status).toBe(200);
  } else {
    const refused = [400, "NOT_AWAITING_CALLBACK", `forceCancel for request ${id} in CANCELLING was rejected`];
    expect(refusedAs(operate(id, "forceCancel"))).toEqual(refused);
    expect(tell(id, { type: "cancelCompleted" })).toMatchObject({ to: "CANCELLED" });
  }
  const refused = [400, "UNSUPPORTED_STATE", `cancel for request ${id} in CANCELLED was rejected`];
  expect(refusedAs(operate(id, "cancel"))).toEqual(refused);
});

test("an operator's name and payload are checked, and the time is the server's", () => {
  const { operate } = scheduler;
  begun("205");
  expect(refusedAs(operate("205", "requestHandle"))[1]).toBe("UNKNOWN_EVENT");
  expect(refusedAs(operate("205", "complete", { state: "HOLD" }))[1]).toBe("INVALID_PAYLOAD");
  expect(operate("205", "cancel", { type: "hold", at: -1 }, 0).status).toBe(200);
  expect(refusedAs(operate("205", "forceCancel", { at: 10 ** 12 }, 0))[1]).toBe("TOO_EARLY");
  expect([operate("x", "cancel"), operate("299", "cancel")].map(({ status }) => status)).toEqual([400, 404]);
});
