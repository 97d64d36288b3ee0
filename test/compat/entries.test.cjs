const { applyLifecycleEvent, createRequest } = require("ess-request-machine");
const { createFetchHandler } = require("ess-request-machine/fetch");
const { exports: entries } = require("ess-request-machine/package.json");

/** Copied to a consumer: jest with CommonJS loads every entry, and the endpoint answers. */

test.each(Object.keys(entries))("%s loads", (entry) => {
  expect(Object.keys(require(`ess-request-machine${entry.slice(1)}`))).not.toEqual([]);
});

test("the endpoint answers", async () => {
  const ready = applyLifecycleEvent(createRequest({ requestId: "7" }), { type: "dispatch" }).request;
  const running = applyLifecycleEvent(ready, { type: "start", requestHandle: "h-1" }).request;
  const handler = createFetchHandler({ now: () => 0, update: (_, decide) => decide(running) });
  const body = JSON.stringify({ requestHandle: "h-1", status: "SUCCESS" });
  const headers = { "content-type": "application/json" };
  const url = "https://scheduler.example/ess/rest/scheduler/v1/requests/7/executionStatus";
  expect((await handler(new Request(url, { method: "POST", headers, body }))).status).toBe(200);
});
