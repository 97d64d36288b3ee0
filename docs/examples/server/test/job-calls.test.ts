import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { after, before, type TestContext, test } from "node:test";
import { CALL_LIMITS } from "../src/background/job-call.js";
import { createHandles } from "../src/lifecycle/handles.js";
import { sql } from "../src/storage/sql.js";
import { until } from "./client.js";
import { type Harness, newId, serve } from "./harness.js";

/** Calls of jobs that are slow, broken, elsewhere or not allowed: what is known afterwards, and what follows. */

/** One database for all tests, and a server for each. */
let owner: Harness;
before(async () => {
  owner = await serve({ pollMs: 0 });
});
after(() => owner.stop());

/** A job on a port of its own; `answer` gets each call. Returns its URL. */
async function jobThat(t: TestContext, answer: RequestListener): Promise<string> {
  const job = createServer((request, response) => {
    request.resume();
    answer(request, response);
  }).listen(0, "127.0.0.1");
  await once(job, "listening");
  t.after(() => {
    job.closeAllConnections();
    job.close();
  });
  return `http://127.0.0.1:${(job.address() as AddressInfo).port}/job`;
}

async function serving(t: TestContext, options: Parameters<typeof serve>[0] = {}): Promise<Harness> {
  const database = { ...owner.database, close: async () => {} };
  const harness = await serve({ graceMs: 200, database, ...options });
  t.after(() => harness.stop());
  return harness;
}

async function submit({ client }: Harness, job: string, settings: object = {}): Promise<string> {
  const requestId = newId();
  const { status, body } = await client.operate("", { requestId, job, ...settings });
  assert.equal(status, 201, JSON.stringify(body));
  return requestId;
}
const stateOf = async ({ client }: Harness, id: string) => (await client.read(`/${id}`)).body.state;
const inState = (harness: Harness, id: string, state: string) =>
  until(`${id} is ${state}`, async () => (await stateOf(harness, id)) === state);
/** The task of the call, as the history shows it. */
const callOf = async ({ client }: Harness, id: string) =>
  (await client.read(`/${id}/history`)).body.items
    .flatMap(({ tasks }: { tasks: { task: string; doneAt: string | null; tries: number; problem: string }[] }) => tasks)
    .find(({ task }: { task: string }) => task === "invokeJob");
const called = (harness: Harness, id: string) =>
  until(`the call for ${id} is done`, async () => {
    const call = await callOf(harness, id);
    return call?.doneAt ? call : undefined;
  });

/** Each leaves the call sent and its result unknown. */
for (const [name, answer, problem, answerTimeoutMs = CALL_LIMITS.answerTimeoutMs] of [
  ["a job that does not answer", () => {}, /did not answer in time/, 150],
  ["a connection that breaks after the body was sent", ({ socket }) => socket.destroy(), /connection broke/],
  ["a gateway's 502", (_, response) => response.writeHead(502).end(), /answered 502/],
] as [string, (request: IncomingMessage, response: ServerResponse) => void, RegExp, number?][]) {
  test(`${name} is an unknown outcome: called once, not reported as ERROR, its SUCCESS counts`, async (t) => {
    let calls = 0;
    let sent = "";
    const job = await jobThat(t, async (request, response) => {
      calls += 1;
      request.on("data", (chunk) => {
        sent += chunk;
      });
      await once(request, "end");
      answer(request, response);
    });
    const harness = await serving(t, { callLimits: { ...CALL_LIMITS, answerTimeoutMs } });
    const id = await submit(harness, job);
    assert.match((await called(harness, id)).problem, problem);
    assert.equal(await stateOf(harness, id), "RUNNING");
    const { requestHandle } = JSON.parse(sent);
    assert.equal((await harness.client.report(id, { requestHandle, status: "SUCCESS" })).status, 200);
    await inState(harness, id, "SUCCEEDED");
    assert.equal(calls, 1);
  });
}

/** Each certainly did not start the job: the second call reaches it. */
for (const status of [408, 503]) {
  test(`after ${status} the job is called again, with the same handle and key`, async (t) => {
    const keys: unknown[] = [];
    const job = await jobThat(t, (request, response) => {
      keys.push(request.headers["idempotency-key"]);
      response.writeHead(keys.length === 1 ? status : 200).end();
    });
    const harness = await serving(t);
    const { tries } = await called(harness, await submit(harness, job));
    assert.deepEqual([tries, keys.length, new Set(keys).size], [2, 2, 1]);
  });
}

test("the pause that Retry-After asks for is kept", async (t) => {
  const job = await jobThat(t, (_, response) => response.writeHead(503, { "retry-after": "120" }).end());
  const harness = await serving(t);
  const id = await submit(harness, job);
  const { dueAt } = await until("it was put off", async () => {
    const call = await callOf(harness, id);
    return call?.problem === "it answered 503" && call;
  });
  assert.ok(Date.parse(dueAt) - Date.now() > 60_000);
});

test("an answer that will not change is a BUSINESS_ERROR, without a second call or a retry", async (t) => {
  for (const [status, problem] of [
    [404, "it answered 404"],
    [302, "it answered 302, a redirect"],
  ] as const) {
    let calls = 0;
    const job = await jobThat(t, (_, response) => {
      calls += 1;
      response.writeHead(status, { location: "http://127.0.0.1:9/" }).end();
    });
    const harness = await serving(t);
    const id = await submit(harness, job, { retries: 3 });
    await inState(harness, id, "ERROR");
    const { message, errorType } = (await harness.client.read(`/${id}`)).body;
    assert.deepEqual([message, errorType, calls], [`The job could not be called: ${problem}.`, "BUSINESS", 1]);
  }
});

test("each failure is named for what it was", async (t) => {
  const harness = await serving(t, { patience: { maxCalls: 2, firstPauseSeconds: 0.01 } });
  const closing = createTcpServer((socket: Socket) => socket.destroy()).listen(0, "127.0.0.1");
  await once(closing, "listening");
  t.after(() => closing.close());
  for (const [job, problem] of [
    ["http://127.0.0.1:9/", /the connection was refused/],
    ["http://no-such-host.invalid/", /its host name (was not found|could not be resolved)/],
    [`https://127.0.0.1:${(closing.address() as AddressInfo).port}/`, /the connection failed \(ECONNRESET\)/],
  ] as const) {
    const id = await submit(harness, job);
    await inState(harness, id, "ERROR");
    assert.match((await harness.client.read(`/${id}`)).body.message, problem);
  }
});

test("a call whose server died is not reported as a failure, however the next calls end", async (t) => {
  const harness = await serving(t, { pollMs: 0 });
  const id = await submit(harness, "http://127.0.0.1:9/", { automatic: false });
  for (const event of ["dispatch", "start"]) await harness.client.operate(`/${id}/${event}`);
  await harness.database.query(sql`UPDATE outbox SET tries = 1 WHERE request_id = ${id} AND task = 'invokeJob'`);
  await serving(t);
  assert.match((await called(harness, id)).problem, /refused/);
  assert.equal(await stateOf(harness, id), "RUNNING");
});

test("an endless answer is cut, and the call counts as accepted", async (t) => {
  let closed = false;
  const job = await jobThat(t, (_, response) => {
    const writing = setInterval(() => response.write("x".repeat(16_384)), 1);
    response.once("close", () => {
      closed = true;
      clearInterval(writing);
    });
  });
  const harness = await serving(t);
  const id = await submit(harness, job);
  assert.equal((await called(harness, id)).problem, null);
  await until("the answer is cut", async () => closed);
});

test("what can never be called is refused at submission, and credentials are shown nowhere", async (t) => {
  const harness = await serving(t, { jobNetworks: "*" });
  for (const [job, detail] of [
    ["http://me:passw0rd@example.com/", /contains credentials/],
    ["http://127.0.0.1/", /JOB_NETWORKS/],
    ["http://[::1]:8080/", /JOB_NETWORKS/],
    ["http://[::ffff:127.0.0.1]/", /JOB_NETWORKS/],
    ["http://2130706433/", /JOB_NETWORKS/],
    ["http://localhost/", /JOB_NETWORKS/],
    ["http://a.localhost./", /JOB_NETWORKS/],
    ["http://169.254.169.254/latest/meta-data/", /JOB_NETWORKS/],
    ["http://[fd00:ec2::254]/", /JOB_NETWORKS/],
    ["http://0.0.0.0/", /JOB_NETWORKS/],
  ] as const) {
    const { status, body } = await harness.client.operate("", { job });
    assert.equal(status, 400, job);
    assert.match(body.detail, detail, job);
    assert.doesNotMatch(JSON.stringify(body) + harness.lines.join(""), /passw0rd/);
  }
  for (const job of ["http://10.0.0.7/", "http://[fd00::7]/", "https://example.com/"])
    assert.equal((await harness.client.operate("", { job, automatic: false })).status, 201, job);
});

test("a name that leads to a network that is not allowed is never connected to", async (t) => {
  let calls = 0;
  const job = await jobThat(t, (_, response) => {
    calls += 1;
    response.end();
  });
  const harness = await serving(t, { jobNetworks: "*" });
  const { port } = new URL(job);
  // The submission came before the network was forbidden; and a name may change what it means.
  const id = newId();
  await harness.client.operate("", { requestId: id, automatic: false, job: `http://placeholder.invalid:${port}/` });
  const settings = JSON.stringify({ automatic: false, timeoutSeconds: 60, job: `http://ip6-localhost:${port}/` });
  await harness.database.query(sql`UPDATE request SET settings = ${settings}::json WHERE request_id = ${id}`);
  for (const event of ["dispatch", "start"]) await harness.client.operate(`/${id}/${event}`);
  await inState(harness, id, "ERROR");
  assert.match((await harness.client.read(`/${id}`)).body.message, /JOB_NETWORKS|host name/);
  assert.equal(calls, 0);
});

test("a server with another HANDLE_KEY does not call the job, and says so; one with the key does", async (t) => {
  let calls = 0;
  const job = await jobThat(t, (_, response) => {
    calls += 1;
    response.end();
  });
  const harness = await serving(t, { pollMs: 0 });
  const id = await submit(harness, job, { automatic: false });
  for (const event of ["dispatch", "start"]) await harness.client.operate(`/${id}/${event}`);
  const database = { ...owner.database, close: async () => {} };
  const other = await serve({ database, handles: createHandles("another key of a server") });
  await until("it says so", async () => other.lines.some((line) => /"level":50.*HANDLE_KEY/.test(line)));
  await other.stop();
  assert.equal(calls, 0);
  await serving(t);
  await called(harness, id);
  assert.equal(calls, 1);
});

test("a clock that is set back does not strand work", async (t) => {
  const job = await jobThat(t, (_, response) => response.end());
  const harness = await serving(t, { pollMs: 0 });
  const id = await submit(harness, job, { timeoutSeconds: 1_000 });
  // To a clock that was set back, everything stored is of the future.
  await harness.database.query(
    sql`UPDATE outbox SET since = since + interval '1 day', due_at = due_at + interval '1 day'
      WHERE request_id = ${id}`,
  );
  await serving(t, { maintenanceMs: 50 });
  await called(harness, id);
});

test("hosts that never answer stop neither the calls of other hosts nor other background work", async (t) => {
  const hanging = await Promise.all(Array.from({ length: 3 }, () => jobThat(t, () => {})));
  let calls = 0;
  const prompt = await jobThat(t, (_, response) => {
    calls += 1;
    response.end();
  });
  // The hanging calls never end, and without a limit for each host they would be more than all that are possible.
  const harness = await serving(t, { callLimits: { ...CALL_LIMITS, answerTimeoutMs: 600_000, maxCalls: 14 } });
  for (const job of hanging) for (let n = 0; n < 6; n += 1) await submit(harness, job);
  for (let n = 0; n < 10; n += 1) await submit(harness, prompt);
  await until("the prompt jobs are called", async () => calls === 10);
  const id = await submit(harness, hanging[0]!);
  await inState(harness, id, "RUNNING");
});
