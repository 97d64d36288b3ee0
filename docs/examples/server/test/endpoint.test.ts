import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { sql } from "../src/storage/sql.js";
import type { Answer } from "./client.js";
import { until } from "./client.js";
import { type Harness, newId, serve } from "./harness.js";

/** Every documented answer of the endpoint, over a real socket. */

const RESOURCE = "application/vnd.oracle.resource+json";
let harness: Harness;
before(async () => {
  harness = await serve();
});
after(() => harness.stop());

/** A request in RUNNING that only the test moves. */
async function running(settings: object = {}) {
  const { client } = harness;
  const id = newId();
  await client.operate("", { requestId: id, automatic: false, ...settings });
  await client.operate(`/${id}/dispatch`);
  const { body } = await client.operate(`/${id}/start`);
  return { id, handle: body.requestHandle as string };
}

const stateOf = async (id: string): Promise<string> => (await harness.client.read(`/${id}`)).body.state;

function assertProblem({ status, headers, body }: Answer, expected: number, detail: RegExp) {
  assert.equal(status, expected, JSON.stringify(body));
  assert.match(headers["content-type"] ?? "", /^application\/(json|vnd\.oracle\.resource\+json)$/);
  assert.equal(body.status, expected);
  assert.match(body.type, /^https:\/\/www\.rfc-editor\.org\/rfc\/rfc9110#section-15/);
  assert.ok(body.title.length > 0);
  assert.match(body.detail, detail);
}

test("200 with the self link for an accepted callback and its duplicate, in either media type", async () => {
  const { id, handle } = await running();
  for (const type of ["application/json", RESOURCE]) {
    const { status, body, headers } = await harness.client.send(`/${id}/executionStatus`, {
      headers: { "content-type": type, accept: type },
      body: { requestHandle: handle, status: "SUCCESS" },
    });
    assert.deepEqual([status, headers["content-type"]], [200, type]);
    assert.deepEqual(body, { href: `${harness.url}/ess/rest/scheduler/v1/requests/${id}`, rel: "self" });
  }
  assert.equal(await stateOf(id), "COMPLETED");
});

test("a callback that is not accepted changes nothing, and is answered with problem details", async () => {
  const { id, handle } = await running();
  const other = await running();
  const SUCCESS = { requestHandle: handle, status: "SUCCESS" };
  for (const [status, detail, body, pathId = id, headers = {}] of [
    [400, /request id/, SUCCESS, "abc"],
    [400, /request id/, SUCCESS, "1%2F2"],
    [400, /not JSON/, "{"],
    [400, /Did you mean PAUSE/, { ...SUCCESS, status: "PAUSED" }],
    [400, /request handle is missing/, { status: "SUCCESS" }],
    [403, /is not one of this request/, { ...SUCCESS, requestHandle: other.handle }],
    [404, /No request has this id/, SUCCESS, newId()],
    [404, /No request has this id/, "{", newId()],
    [404, /No operation has this path/, SUCCESS, "1/2"],
    [413, /65536 bytes/, { ...SUCCESS, statusMessage: "x".repeat(70_000) }],
    [415, /Content-Type/, JSON.stringify(SUCCESS), id, { "content-type": "text/plain" }],
  ] as const) {
    assertProblem(await harness.client.send(`/${pathId}/executionStatus`, { headers, body }), status, detail);
  }
  assert.equal(await stateOf(id), "RUNNING");
});

test("an id at the end of int64 is one id, digit by digit", async () => {
  // Not the largest ids: the conformance test has them.
  const ids = ["9223372036854770002", "9223372036854770001"];
  for (const id of ids) await harness.client.operate("", { requestId: id, automatic: false });
  await harness.client.operate(`/${ids[0]}/dispatch`);
  assert.deepEqual(await Promise.all(ids.map(stateOf)), ["READY", "WAIT"]);
  assert.equal((await harness.client.read(`/${ids[0]}`)).body.requestId, ids[0]);
});

test("405 says what is allowed", async () => {
  const id = newId();
  const { send } = harness.client;
  const answer = await send(`/${id}/executionStatus`, { method: "GET" });
  assertProblem(answer, 405, /POST/);
  assert.equal(answer.headers.allow, "POST, OPTIONS");
  assert.equal((await send(`/${id}`, { method: "DELETE" })).headers.allow, "GET, HEAD, OPTIONS");
  assert.equal((await send("", { method: "PUT", body: {} })).headers.allow, "POST, GET, HEAD, OPTIONS");
  assertProblem(await send(`${harness.url}/health/live`, { body: {} }), 405, /GET/);
  const posted = await harness.client.operate(`/${id}/history`, {});
  assertProblem(posted, 405, /GET/);
  assert.equal(posted.headers.allow, "GET, HEAD, OPTIONS");
  assert.equal((await harness.client.operate(`/${id}/historic`, {})).status, 404);
});

test("OPTIONS lists the methods, and HEAD answers like GET without the body", async () => {
  const { send } = harness.client;
  const id = newId();
  for (const [path, allow] of [
    [`/${id}/executionStatus`, "POST, OPTIONS"],
    [`/${id}`, "GET, HEAD, OPTIONS"],
  ] as const) {
    const { status, headers, body } = await send(path, { method: "OPTIONS" });
    assert.deepEqual([status, headers.allow, body], [204, allow, ""]);
  }
  const head = await fetch(`${harness.url}/health/live`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  const forbidden = await fetch(`${harness.url}/ess/rest/scheduler/v1/requests/${id}`, { method: "HEAD" });
  assert.equal(forbidden.status, 401);
});

test("any text comes back unchanged, even one that jsonb would refuse", async () => {
  const { id, handle } = await running();
  const text = 'Überlast "☂" \u0000 \ud83d \u2028 \\u0000 💥';
  assert.equal(
    (await harness.client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage: text })).status,
    200,
  );
  assert.equal((await harness.client.read(`/${id}`)).body.update, text);
  assert.equal((await harness.client.read(`/${id}/history`)).body.items.at(-1).input.statusMessage, text);
});

test("500 for an invalid stored record, with none of its content in answer or log", async () => {
  const { id, handle } = await running();
  await harness.database.query(sql`UPDATE request SET record = '{"state": "a secret"}' WHERE request_id = ${id}`);
  const answer = await harness.client.report(id, { requestHandle: handle, status: "SUCCESS" });
  assertProblem(answer, 500, /failed to process this/);
  assert.doesNotMatch(JSON.stringify(answer.body) + harness.lines.join(""), /a secret/);
});

test("the operator's routes need the token, and a handle is not one", async () => {
  const { id, handle } = await running();
  for (const authorization of ["", `Bearer ${handle}`, "Bearer", "Basic abc"]) {
    for (const [method, path] of [
      ["POST", ""],
      ["GET", ""],
      ["GET", `/${id}`],
      ["GET", `/${id}/history`],
      ["POST", `/${id}/cancel`],
    ] as const) {
      const answer = await harness.client.send(path, { method, headers: authorization ? { authorization } : {} });
      assertProblem(answer, 401, /bearer token/);
      assert.equal(answer.headers["www-authenticate"], "Bearer");
    }
  }
  assert.equal(await stateOf(id), "RUNNING");
});

test("invalid input to the operator's routes is answered with 400 and changes nothing", async () => {
  const { client } = harness;
  for (const body of [
    { retries: -1 },
    { retries: "1" },
    { requestId: "x" },
    { requestId: 101 },
    { job: "file:///etc" },
    { surprise: 1 },
    [],
    "{",
  ]) {
    assert.equal((await client.operate("", body)).status, 400, JSON.stringify(body));
  }
  const { id } = await running();
  assertProblem(await client.operate("", { requestId: id }), 409, /id is in use/);
  for (const query of ["state=NONE", "limit=0", "limit=501", "limit=x", "after=x"])
    assert.equal((await client.read(`?${query}`)).status, 400, query);
  assertProblem(await client.operate(`/${id}/suspend`), 400, /LIFECYCLE_EVENTS|lifecycle event/);
  assertProblem(await client.operate(`/${id}/release`), 400, /RUNNING/);
  assertProblem(await client.operate(`/${id}/complete`, { state: "EXPIRED" }), 400, /state must be/);
  assertProblem(await client.operate(`/${id}/checkIn`), 400, /request handle/);
  assert.equal(await stateOf(id), "RUNNING");
});

test("without an id, a request gets the next free number, also where numbers are taken", async () => {
  const submit = async (body: object) => (await harness.client.operate("", { automatic: false, ...body })).body;
  const first = Number((await submit({})).request.requestId);
  for (const requestId of [String(first + 1), String(first + 2)])
    assert.equal((await submit({ requestId })).rel, "self");
  const next = await submit({});
  assert.equal(next.request?.requestId, String(first + 3), JSON.stringify(next));
});

test("requests are listed by state, page by page", async () => {
  const ids = [newId(), newId(), newId()];
  for (const requestId of ids) await harness.client.operate("", { requestId, automatic: false });
  for (const id of ids) await harness.client.operate(`/${id}/hold`);
  const found: string[] = [];
  for (let next = "?state=HOLD&limit=2"; next !== undefined; ) {
    const { status, body } = await harness.client.read(next);
    assert.equal(status, 200);
    found.push(...body.items.map(({ requestId }: { requestId: string }) => requestId));
    next = body.next;
  }
  assert.deepEqual(
    found.filter((id) => ids.includes(id)),
    ids,
  );
});

test("the history shows every command in order, as the library explains it", async () => {
  const { client } = harness;
  const { id, handle } = await running();
  await client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage: "half" });
  await client.report(id, { requestHandle: "guessed", status: "SUCCESS" });
  await client.report(id, { requestHandle: handle, status: "PAUSED" });
  await client.report(id, { requestHandle: handle, status: "PAUSE", statusMessage: `where I was, as ${handle}` });
  const resumed = (await client.operate(`/${id}/resume`)).body.requestHandle;
  await client.report(id, { requestHandle: handle, status: "SUCCESS" });
  await client.report(id, { requestHandle: resumed, status: "BUSINESS_ERROR" });
  const { items } = (await client.read(`/${id}/history`)).body;
  assert.deepEqual(
    items.map((item: Record<string, unknown>) =>
      `${item.version} ${item.name} ${item.kind} ${item.reason ?? ""}`.trim(),
    ),
    [
      "1 submit recorded",
      "2 dispatch transitioned",
      "3 start transitioned",
      "4 UPDATE recorded",
      "4 SUCCESS rejected HANDLE_MISMATCH",
      "4 unknown rejected INVALID_PAYLOAD",
      "5 PAUSE transitioned",
      "6 resume transitioned",
      "6 SUCCESS ignored STALE_HANDLE",
      "7 BUSINESS_ERROR transitioned",
    ],
  );
  assert.match(items[8].explanation, /^SUCCESS: ignored for request \d+ in RUNNING \(STALE_HANDLE\)\. /);
  assert.deepEqual(
    items[9].tasks.map(({ task }: { task: string }) => task),
    ["notifyEnded"],
  );
  assert.equal(items[6].input.statusMessage, "where I was, as ***");
});

test("a handle is issued once, stored as its hash, and shown nowhere, in whatever member it is sent", async () => {
  const { client } = harness;
  const { id, handle: earlier } = await running();
  await client.report(id, { requestHandle: earlier, status: "PAUSE", statusMessage: `I am ${earlier}` });
  const handle = (await client.operate(`/${id}/resume`)).body.requestHandle as string;
  assert.ok(Buffer.from(handle, "base64url").length >= 16);
  for (const secret of [handle, earlier]) {
    const text = `I am ${secret}, id_${secret}${secret}-x`;
    assert.equal((await client.operate(`/${id}/${secret}`)).status, 400);
    assert.equal((await client.operate(`/${id}/complete`, { state: secret })).status, 400);
    assert.equal((await client.operate(`/${id}/postProcessed`, { result: [secret], message: { secret } })).status, 400);
    assert.equal((await client.operate(`/${id}/hold`, { message: text })).status, 400);
    for (const requestHandle of ["guessed", earlier])
      await client.report(id, { requestHandle, status: "SUCCESS", statusMessage: text });
    await client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage: text });
    await client.report(id, { requestHandle: handle, status: secret, [secret]: secret });
    await client.report(secret, { requestHandle: secret, status: "SUCCESS" });
  }
  assert.equal((await client.read(`/${id}`)).body.update, "I am ***, id_******-x");
  await client.operate(`/${id}/manualRecoveryRequired`, { message: `Ask ${handle}` });
  assert.equal((await client.read(`/${id}`)).body.message, "Ask ***");

  const shown = [(await client.read(`/${id}`)).body, (await client.read(`/${id}/history`)).body];
  const stored = await Promise.all(
    ["request", "history", "outbox"].map((table) =>
      harness.database.query({ text: `SELECT row_to_json(t)::text FROM ${table} AS t`, values: [] }),
    ),
  );
  const everything = { shown, stored, log: harness.lines };
  for (const [where, all] of Object.entries(everything)) {
    assert.ok(JSON.stringify(all).includes(id), where);
    for (const secret of [handle, earlier]) assert.ok(!JSON.stringify(all).includes(secret), where);
  }
  const inputs = shown[1].items.map(({ input: { at: _, ...input } }: { input: { at?: number } }) => input);
  for (const input of [
    {},
    { type: "complete", state: "(string)" },
    { type: "postProcessed", result: "(array)" },
    { type: "hold" },
    { status: "SUCCESS" },
    { status: "SUCCESS", statusMessage: "I am ***, id_******-x" },
    { status: "UPDATE", statusMessage: "I am ***, id_******-x" },
  ])
    assert.ok(
      inputs.some((each: object) => isDeepStrictEqual(each, input)),
      JSON.stringify(input),
    );
});

test("a text that only resembles a handle is kept", async () => {
  const { id, handle } = await running();
  const text = `${handle.slice(1)} ${handle.slice(0, -1)} ${"aB3_-".repeat(500)}`;
  await harness.client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage: text });
  assert.equal((await harness.client.read(`/${id}`)).body.update, text);
});

test("each answer is logged with outcome and reason", async () => {
  const { id } = await running();
  await harness.client.report(id, { requestHandle: "guessed", status: "SUCCESS" });
  const line = await until("the line", async () =>
    harness.lines.map((each) => JSON.parse(each)).find((each) => each.requestId === id && each.kind === "rejected"),
  );
  assert.deepEqual([line.status, line.reason, line.state], [403, "HANDLE_MISMATCH", "RUNNING"]);
  assert.match(line.explanation, /^SUCCESS: rejected for request /);
});

test("liveness and readiness need no token", async () => {
  for (const status of ["live", "ready"]) {
    const { body } = await harness.client.send(`${harness.url}/health/${status}`, { method: "GET" });
    assert.deepEqual(body, { status });
  }
});
