import assert from "node:assert/strict";
import { test } from "node:test";
import createClient from "openapi-fetch";
import { BASE } from "../src/boundary/operations.js";
import type { paths } from "./api-types.js";
import { TOKEN } from "./client.js";
import { serve } from "./harness.js";

/** A client that openapi-typescript makes from the OpenAPI document: the compiler checks each call below. */

test("a generated client drives a whole lifecycle, with an id that a number could not hold", async (t) => {
  const harness = await serve({ pollMs: 0 });
  t.after(() => harness.stop());
  const baseUrl = `${harness.url}${BASE}`;
  const operator = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${TOKEN}` } });
  const job = createClient<paths>({ baseUrl });

  const requestId = "9007199254740993";
  const submitted = await operator.POST("/requests", { body: { requestId, automatic: false } });
  assert.equal(submitted.data?.request.state, "WAIT");
  assert.match(submitted.response.headers.get("location") ?? "", /9007199254740993$/);
  const params = { path: { requestId } };
  const apply = (event: "dispatch" | "start" | "cancel" | "postProcessed", body = {}) =>
    operator.POST("/requests/{requestId}/{event}", { params: { path: { requestId, event } }, body });
  await apply("dispatch");
  const started = await apply("start");
  const { requestHandle = "" } = started.data ?? {};

  const report = (status: "UPDATE" | "SUCCESS") =>
    job.POST("/requests/{requestId}/executionStatus", { params, body: { requestHandle, status } });
  assert.equal((await report("UPDATE")).data?.rel, "self");
  const asked = await job.POST("/requests/{requestId}/checkInCancelling", { params, body: { requestHandle } });
  assert.equal(asked.data, false);
  await report("SUCCESS");
  await apply("postProcessed", { result: "PROCEED" });

  assert.equal((await operator.GET("/requests/{requestId}", { params })).data?.state, "SUCCEEDED");
  const history = await operator.GET("/requests/{requestId}/history", { params });
  assert.deepEqual(
    history.data?.items.map(({ name }) => name),
    ["submit", "dispatch", "start", "UPDATE", "checkIn", "SUCCESS", "postProcessed"],
  );
  const list = await operator.GET("/requests", { params: { query: { state: "SUCCEEDED", limit: 1 } } });
  assert.equal(list.response.status, 200);
  const refused = await apply("cancel");
  assert.equal(refused.error?.reason, "UNSUPPORTED_STATE");
  const unknown = await operator.GET("/requests/{requestId}", { params: { path: { requestId: "9007199254740992" } } });
  assert.equal(unknown.response.status, 404);
});
