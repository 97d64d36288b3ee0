import assert from "node:assert/strict";
import { connect } from "node:net";
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

test("200 with the self link, for an accepted callback and for its duplicate", async () => {
  const { id, handle } = await running();
  for (const _ of ["first", "again"]) {
    const { status, body, headers } = await harness.client.report(id, { requestHandle: handle, status: "SUCCESS" });
    assert.equal(status, 200);
    assert.deepEqual(body, { href: `${harness.url}/ess/rest/scheduler/v1/requests/${id}`, rel: "self" });
    assert.equal(headers["content-type"], "application/json");
  }
  assert.equal(await stateOf(id), "COMPLETED");
});

for (const status of ["SUCCESS", "UPDATE", "PAUSE", "WARNING", "ERROR", "BUSINESS_ERROR", "CANCEL", "SUSPEND"]) {
  test(`${status} is accepted in both media types, and answered in the one that the client accepts`, async () => {
    for (const type of ["application/json", `${RESOURCE}; charset=utf-8`]) {
      const { id, handle } = await running();
      const headers = { "content-type": type, accept: RESOURCE };
      const answer = await harness.client.send(`/${id}/executionStatus`, {
        headers,
        body: { requestHandle: handle, status, statusMessage: "text" },
      });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers["content-type"], RESOURCE);
    }
  });
}

test("an id at the end of int64 is one id, digit by digit", async () => {
  // Not the largest ids: the conformance test has them.
  const ids = ["9223372036854770002", "9223372036854770001"];
  for (const id of ids) await harness.client.operate("", { requestId: id, automatic: false });
  await harness.client.operate(`/${ids[0]}/dispatch`);
  assert.deepEqual(await Promise.all(ids.map(stateOf)), ["READY", "WAIT"]);
  assert.equal((await harness.client.read(`/${ids[0]}`)).body.requestId, ids[0]);
});

test("400 for an invalid id", async () => {
  for (const id of ["0", "-1", "007", "1.0", "9223372036854775808", "abc", "%00", "1%2F2", "٣"]) {
    assertProblem(await harness.client.report(id, { requestHandle: "h", status: "SUCCESS" }), 400, /request id/);
  }
});

test("400 distinguishes malformed JSON from invalid content", async () => {
  const { id, handle } = await running();
  const send = (body: unknown) =>
    harness.client.send(`/${id}/executionStatus`, { headers: { "content-type": "application/json" }, body });
  for (const body of ["", "{", "nonsense", '{"status":"SUCCESS"} trailing', new Uint8Array([0x22, 0xff, 0x22])]) {
    assertProblem(await send(body), 400, /JSON document/);
  }
  for (const body of ["null", "[]", '"SUCCESS"', "7"]) assertProblem(await send(body), 400, /must be a JSON object/);
  assertProblem(await send({ requestHandle: handle }), 400, /status must be one of/);
  assertProblem(await send({ requestHandle: handle, status: "PAUSED" }), 400, /Did you mean PAUSE/);
  assertProblem(await send({ requestHandle: 7, status: "SUCCESS" }), 400, /requestHandle must be a string/);
  assertProblem(
    await send({ requestHandle: handle, status: "ERROR", statusMessage: 7 }),
    400,
    /statusMessage must be a string/,
  );
  assertProblem(await send({ status: "SUCCESS" }), 400, /request handle is missing/);
  assertProblem(await send({ requestHandle: "", status: "SUCCESS" }), 400, /request handle is missing/);
  assert.equal(await stateOf(id), "RUNNING");
});

test("403 for an unknown handle, and for the handle of another request", async () => {
  const { id } = await running();
  const other = await running();
  for (const requestHandle of ["guessed", other.handle]) {
    const answer = await harness.client.report(id, { requestHandle, status: "SUCCESS" });
    assertProblem(answer, 403, /is not one of this request/);
    assert.equal(answer.body.reason, "HANDLE_MISMATCH");
    assert.doesNotMatch(JSON.stringify(answer.body), /RUNNING/);
  }
  assert.deepEqual(await Promise.all([id, other.id].map(stateOf)), ["RUNNING", "RUNNING"]);
});

test("404 for an unknown request and for an unknown path", async () => {
  assertProblem(
    await harness.client.report(newId(), { requestHandle: "h", status: "SUCCESS" }),
    404,
    /No request has this id/,
  );
  assertProblem(await harness.client.report(newId(), { status: "nonsense" }), 404, /No request has this id/);
  assertProblem(await harness.client.send("/1/2/3/4", { body: {} }), 404, /No operation has this path/);
});

test("405 says what is allowed", async () => {
  const { id } = await running();
  const answer = await harness.client.send(`/${id}/executionStatus`, { method: "GET" });
  assertProblem(answer, 405, /POST/);
  assert.equal(answer.headers.allow, "POST, OPTIONS");
  const { send } = harness.client;
  assert.equal((await send(`/${id}`, { method: "DELETE" })).headers.allow, "GET, HEAD, OPTIONS");
  assert.equal((await send("", { method: "PUT", body: {} })).headers.allow, "POST, GET, HEAD, OPTIONS");
  assertProblem(await send(`${harness.url}/health/live`, { body: {} }), 405, /GET/);
  const posted = await harness.client.operate(`/${id}/history`, {});
  assertProblem(posted, 405, /GET/);
  assert.equal(posted.headers.allow, "GET, HEAD, OPTIONS");
  assert.equal((await harness.client.operate(`/${id}/historic`, {})).status, 400);
});

test("OPTIONS lists the methods, and HEAD answers like GET without the body", async () => {
  const { send } = harness.client;
  const { id } = await running();
  const options = await send(`/${id}/executionStatus`, { method: "OPTIONS" });
  assert.deepEqual([options.status, options.headers.allow, options.body], [204, "POST, OPTIONS", ""]);
  const head = await fetch(`${harness.url}/health/live`, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [200, ""]);
  assert.equal((await send(`/${id}`, { method: "OPTIONS" })).status, 204);
  const forbidden = await fetch(`${harness.url}/ess/rest/scheduler/v1/requests/${id}`, { method: "HEAD" });
  assert.equal(forbidden.status, 401);
});

test("406 for an Accept header that excludes both types, before anything is done", async () => {
  const { id, handle } = await running();
  const report = (accept: string) =>
    harness.client.send(`/${id}/executionStatus`, {
      headers: { accept },
      body: { requestHandle: handle, status: "UPDATE" },
    });
  for (const accept of ["text/html", "application/xml;q=1", "application/json;q=0", "*/*;q=0"])
    assertProblem(await report(accept), 406, /Accept header/);
  assert.deepEqual(
    (await harness.client.read(`/${id}/history`)).body.items.map(({ name }: { name: string }) => name),
    ["submit", "dispatch", "start"],
  );
  for (const [accept, type] of [
    ["*/*", "application/json"],
    ["application/*", "application/json"],
    [`application/json;q=0.1, ${RESOURCE}`, RESOURCE],
    [`text/html, ${RESOURCE};q=0.5, */*;q=0.1`, RESOURCE],
  ] as const) {
    const answer = await report(accept);
    assert.deepEqual([answer.status, answer.headers["content-type"]], [200, type], accept);
  }
});

test("415 for another content type, none, or a compressed body", async () => {
  const { id, handle } = await running();
  const body = JSON.stringify({ requestHandle: handle, status: "SUCCESS" });
  for (const headers of [
    { "content-type": "text/plain" },
    { "content-type": "application/x-www-form-urlencoded" },
    { "content-type": "" },
    { "content-type": "application/json; charset=utf-16" },
    { "content-type": "application/json", "content-encoding": "gzip" },
  ]) {
    assertProblem(await harness.client.send(`/${id}/executionStatus`, { headers, body }), 415, /Content-Type/);
  }
  assert.equal(await stateOf(id), "RUNNING");
});

test("413 for a body over the limit, with and without Content-Length", async () => {
  const { id, handle } = await running();
  const body = JSON.stringify({ requestHandle: handle, status: "ERROR", statusMessage: "x".repeat(70_000) });
  assertProblem(await harness.client.send(`/${id}/executionStatus`, { body }), 413, /65536 bytes/);
  const { hostname, port } = new URL(harness.url);
  const socket = connect(Number(port), hostname);
  const path = `/ess/rest/scheduler/v1/requests/${id}/executionStatus`;
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
  );
  for (let i = 0; i < 70; i += 1) socket.write(`400\r\n${" ".repeat(1_024)}\r\n`);
  socket.write("0\r\n\r\n");
  let received = "";
  for await (const chunk of socket.setEncoding("utf8")) {
    received += chunk;
    if (received.includes("\r\n\r\n")) break;
  }
  socket.destroy();
  assert.match(received, /^HTTP\/1.1 413 /);
  assert.equal(await stateOf(id), "RUNNING");
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
  assertProblem(answer, 500, /fault of its own/);
  assert.doesNotMatch(JSON.stringify(answer.body) + harness.lines.join(""), /a secret/);
});

test("a job that checks in learns whether it was cancelled", async () => {
  const { client } = harness;
  const { id, handle } = await running();
  const ask = async (requestHandle: string) => (await client.checkIn(id, requestHandle)).body;
  assert.equal(await ask(handle), false);
  await client.operate(`/${id}/cancel`);
  assert.equal(await ask(handle), true);
  assertProblem(await client.checkIn(id, "guessed"), 403, /is not one of this request/);
  await client.report(id, { requestHandle: handle, status: "CANCEL" });
  assert.equal(await ask(handle), false);
  assert.equal(await stateOf(id), "CANCELLED");
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

test("the history is in order beyond its ninth version", async () => {
  const { id, handle } = await running();
  for (let n = 1; n <= 12; n += 1)
    await harness.client.report(id, { requestHandle: handle, status: "UPDATE", statusMessage: String(n) });
  const { items } = (await harness.client.read(`/${id}/history`)).body;
  assert.deepEqual(
    items.map(({ version }: { version: string }) => version),
    Array.from({ length: 15 }, (_, n) => String(n + 1)),
  );
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
  assert.deepEqual(
    { status: line.status, name: line.name, reason: line.reason, state: line.state },
    { status: 403, name: "SUCCESS", reason: "HANDLE_MISMATCH", state: "RUNNING" },
  );
});

test("liveness and readiness need no token", async () => {
  for (const status of ["live", "ready"]) {
    const { body } = await harness.client.send(`${harness.url}/health/${status}`, { method: "GET" });
    assert.deepEqual(body, { status });
  }
});
