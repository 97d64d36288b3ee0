import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { sql } from "../src/storage/sql.js";
import { until } from "./client.js";
import { type Harness, newId, serve } from "./harness.js";

/** Background work, with a job that is a real HTTP server. */

interface Call {
  readonly key: string;
  // biome-ignore lint/suspicious/noExplicitAny: as the job receives it.
  readonly body: any;
}

let harness: Harness;
let jobUrl: string;
const calls: Call[] = [];
/** What the job answers to the next calls for a request. Default: 200. */
const answers = new Map<string, number[]>();
const job = createServer(async (req, res) => {
  const body = (await json(req)) as { requestId: string };
  calls.push({ key: String(req.headers["idempotency-key"]), body });
  res.writeHead(answers.get(body.requestId)?.shift() ?? 200).end();
});

before(async () => {
  job.listen(0, "127.0.0.1");
  await once(job, "listening");
  jobUrl = `http://127.0.0.1:${(job.address() as AddressInfo).port}/`;
  harness = await serve();
});
after(async () => {
  await harness.stop();
  job.close();
});

async function submitted(settings: object = {}): Promise<string> {
  const requestId = newId();
  assert.equal(
    (await harness.client.operate("", { requestId, job: jobUrl, retryDelaySeconds: 0.05, ...settings })).status,
    201,
  );
  return requestId;
}
const record = async (id: string) => (await harness.client.read(`/${id}`)).body;
const inState = (id: string, state: string) =>
  until(`${id} is ${state}`, async () => (await record(id)).state === state);
const callsOf = (id: string) => calls.filter(({ body }) => body.requestId === id && body.requestHandle !== undefined);
const nthCall = (id: string, n: number) => until(`call ${n} of ${id}`, async () => callsOf(id)[n - 1]);
const names = async (id: string): Promise<string[]> =>
  (await harness.client.read(`/${id}/history`)).body.items.map(({ name }: { name: string }) => name);

test("a request with a job runs by itself: dispatched, called, post-processed", async () => {
  const id = await submitted();
  const { body } = await nthCall(id, 1);
  assert.equal(
    (await harness.client.send(body.statusUrl, { body: { requestHandle: body.requestHandle, status: "SUCCESS" } }))
      .status,
    200,
  );
  await inState(id, "SUCCEEDED");
  assert.deepEqual(await names(id), ["submit", "dispatch", "start", "SUCCESS", "postProcessed"]);
  assert.equal(callsOf(id).length, 1);
});

test("an ERROR is retried after a pause, with a new handle", async () => {
  const id = await submitted({ retries: 1 });
  const first = (await nthCall(id, 1)).body;
  await harness.client.report(id, { requestHandle: first.requestHandle, status: "ERROR" });
  const second = (await nthCall(id, 2)).body;
  assert.notEqual(second.requestHandle, first.requestHandle);
  assert.equal(second.attempt, 2);
  await harness.client.report(id, { requestHandle: second.requestHandle, status: "ERROR" });
  await inState(id, "ERROR");
});

test("a paused job is called again, with its paused state", async () => {
  const id = await submitted();
  const first = (await nthCall(id, 1)).body;
  await harness.client.report(id, { requestHandle: first.requestHandle, status: "PAUSE", statusMessage: "page 7" });
  const second = (await nthCall(id, 2)).body;
  assert.deepEqual([second.pausedState, second.attempt], ["page 7", 1]);
});

test("a suspended request waits until the operator resumes it, and its job is called then", async () => {
  const id = await submitted();
  const first = (await nthCall(id, 1)).body;
  await harness.client.report(id, { requestHandle: first.requestHandle, status: "SUSPEND" });
  const pending = sql`SELECT 1 FROM outbox WHERE request_id = ${id} AND done_at IS NULL AND task <> 'timeOut'`;
  await until("nothing else is pending", async () => (await harness.database.query(pending)).length === 0);
  assert.equal((await record(id)).state, "PAUSED");
  assert.equal(callsOf(id).length, 1);
  const { requestHandle } = (await harness.client.operate(`/${id}/resume`)).body;
  assert.equal((await nthCall(id, 2)).body.requestHandle, requestHandle);
});

test("an unavailable job is called again with the same handle and key, and in the end reported as ERROR", async () => {
  const id = await submitted();
  answers.set(id, [503, 503]);
  await nthCall(id, 3);
  assert.equal(new Set(callsOf(id).map(({ key, body }) => `${key} ${body.requestHandle}`)).size, 1);
  const hopeless = await submitted();
  answers.set(hopeless, Array(9).fill(500));
  await inState(hopeless, "ERROR");
  assert.equal((await record(hopeless)).message, "The job could not be called: it answered 500.");
  assert.equal(callsOf(hopeless).length, 5);
});

test("a time-out is recorded once, and not for a later execution", async () => {
  const slow = await submitted({ timeoutSeconds: 0.2 });
  await until("it timed out", async () => (await record(slow)).timedOut);
  const id = await submitted({ timeoutSeconds: 60 });
  const first = (await nthCall(id, 1)).body;
  await harness.client.report(id, { requestHandle: first.requestHandle, status: "PAUSE" });
  await nthCall(id, 2);
  await harness.database.query(
    sql`UPDATE outbox SET due_at = now() WHERE request_id = ${id} AND task = 'timeOut'
      AND execution = (SELECT min(execution) FROM outbox WHERE request_id = ${id} AND task = 'startSubRequests')`,
  );
  await until("the first time-out was dropped", async () => {
    const rows = await harness.database.query(
      sql`SELECT 1 FROM outbox WHERE request_id = ${id} AND task = 'timeOut' AND done_at IS NOT NULL`,
    );
    return rows.length > 0;
  });
  assert.equal((await record(id)).timedOut, false);
});

test("the time-out of a job that cannot be called does not wait for the calls", async () => {
  const id = await submitted({ timeoutSeconds: 0.05 });
  answers.set(id, Array(9).fill(503));
  await inState(id, "ERROR");
  const all = await names(id);
  assert.ok(all.indexOf("timeOut") >= 0 && all.indexOf("timeOut") < all.indexOf("ERROR"), all.join(" "));
});

test("a request that nobody starts in time expires", async () => {
  const id = await submitted({ job: undefined, expiresInSeconds: 0.1 });
  await inState(id, "EXPIRED");
});

test("a cancelled job is notified, and may ask", async () => {
  const id = await submitted();
  const { requestHandle, checkInUrl } = (await nthCall(id, 1)).body;
  await harness.client.operate(`/${id}/cancel`);
  await until("it is notified", async () => calls.some(({ body }) => body.requestId === id && body.cancelled === true));
  assert.equal((await harness.client.send(checkInUrl, { body: { requestHandle } })).body, true);
  await harness.client.report(id, { requestHandle, status: "CANCEL" });
  await inState(id, "CANCELLED");
});

test("cancelling what is paused or in post-processing ends by itself", async () => {
  const id = await submitted({ job: undefined });
  await inState(id, "READY");
  const { requestHandle } = (await harness.client.operate(`/${id}/start`)).body;
  await harness.client.report(id, { requestHandle, status: "SUSPEND" });
  await harness.client.operate(`/${id}/cancel`);
  await inState(id, "CANCELLED");
});

test("a request that is not automatic never moves by itself, and its effects are still completed", async () => {
  const id = await submitted({ automatic: false });
  await harness.client.operate(`/${id}/dispatch`);
  const { requestHandle } = (await harness.client.operate(`/${id}/start`)).body;
  assert.equal((await nthCall(id, 1)).body.requestHandle, requestHandle);
  await harness.client.report(id, { requestHandle, status: "SUCCESS" });
  await until(
    "the outbox is empty",
    async () =>
      (await harness.database.query(sql`SELECT 1 FROM outbox WHERE request_id = ${id} AND done_at IS NULL`)).length ===
      0,
  );
  assert.equal((await record(id)).state, "COMPLETED");
});
