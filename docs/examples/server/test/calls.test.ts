import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { sql } from "../src/storage/sql.js";
import { until } from "./client.js";
import { type Harness, newId, serve } from "./harness.js";

/**
 * What happens to a pending call when the request has moved on. A server without background work prepares the
 * situation; another one with background work, on the same database, finds it.
 */

let harness: Harness;
let jobUrl: string;
const called: string[] = [];
const job = createServer(async (req, res) => {
  const { requestId, requestHandle } = (await json(req)) as Record<string, string>;
  if (requestHandle) called.push(requestId!);
  res.writeHead(200).end();
});

before(async () => {
  job.listen(0, "127.0.0.1");
  await once(job, "listening");
  jobUrl = `http://127.0.0.1:${(job.address() as AddressInfo).port}/`;
  harness = await serve({ pollMs: 0 });
});
after(async () => {
  await harness.stop();
  job.close();
});

/** A request in RUNNING with a pending call: how often it was tried, how many tries certainly failed, what followed. */
async function pendingCall(
  [tries, failures]: [tries: number, failures: number],
  events: readonly [name: string, body?: object][],
): Promise<string> {
  const { client, database } = harness;
  const id = newId();
  await client.operate("", { requestId: id, automatic: false, job: jobUrl });
  for (const [name, body] of [["dispatch"], ["start"], ...events] as const)
    assert.equal((await client.operate(`/${id}/${name}`, body)).status, 200, name);
  await database.query(
    sql`UPDATE outbox SET tries = ${tries}, failures = ${failures} WHERE request_id = ${id} AND task = 'invokeJob'`,
  );
  return id;
}

/** The state when nothing is pending, and how often the job was called until then. */
async function afterWork(id: string): Promise<[state: string, calls: number]> {
  const { database } = harness;
  const worker = await serve({ database: { ...database, close: async () => {} } });
  const pending = sql`SELECT 1 FROM outbox WHERE request_id = ${id} AND done_at IS NULL`;
  await until("nothing is pending", async () => (await database.query(pending)).length === 0);
  await worker.stop();
  const { state } = (await harness.client.read(`/${id}`)).body;
  return [state, called.filter((other) => other === id).length];
}

test("while the request runs, the job is called", async () => {
  assert.deepEqual(await afterWork(await pendingCall([0, 0], [])), ["RUNNING", 1]);
  assert.deepEqual(await afterWork(await pendingCall([1, 0], [["timeOut"]])), ["RUNNING", 1]);
});

test("the job is no longer called when an operator ended the request or has to decide", async () => {
  const ended = await pendingCall([1, 0], [["timeOut"], ["complete", { state: "CANCELLED" }]]);
  assert.deepEqual(await afterWork(ended), ["CANCELLED", 0]);
  const undecided = await pendingCall([1, 0], [["manualRecoveryRequired"]]);
  assert.deepEqual(await afterWork(undecided), ["ERROR_MANUAL_RECOVERY", 0]);
});

test("a job that certainly did not start is not called after a cancellation: the server acknowledges", async () => {
  for (const tries of [0, 1] as const) {
    const id = await pendingCall([tries, tries], [["cancel"]]);
    assert.deepEqual(await afterWork(id), ["CANCELLED", 0]);
    const { items } = (await harness.client.read(`/${id}/history`)).body;
    assert.deepEqual([items.at(-1).name, items.at(-1).from], ["CANCEL", "CANCELLING"]);
  }
});

test("a cancelled job that may have started before its server died is called again: it can ask", async () => {
  assert.deepEqual(await afterWork(await pendingCall([1, 0], [["cancel"]])), ["CANCELLING", 1]);
});
