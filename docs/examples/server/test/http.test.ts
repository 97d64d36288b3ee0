import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { type Answer, TOKEN, until } from "./client.js";
import { type Harness, newId, serve } from "./harness.js";

/** What is answered below the application, and what the log says of it and of failures. */

let harness: Harness;
before(async () => {
  harness = await serve({ pollMs: 0 });
});
after(() => harness.stop());

function connected(): Socket {
  const { hostname, port } = new URL(harness.url);
  return connect(Number(port), hostname);
}
async function sendRaw(request: string): Promise<string> {
  const socket = connected();
  socket.write(request);
  return text(socket);
}
const logged = () => harness.lines.map((line) => JSON.parse(line));

for (const [name, request, status] of [
  ["a malformed request line", "nonsense\r\n\r\n", 400],
  ["an unknown method", "FROB / HTTP/1.1\r\nhost: x\r\n\r\n", 400],
  ["no Host header", "GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n", 400],
  ["a malformed Host header", "GET /health/live HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n", 400],
  ["headers that are too large", `GET / HTTP/1.1\r\nhost: x\r\nx: ${"y".repeat(20_000)}\r\n\r\n`, 431],
  ["a malformed chunk", "POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", 400],
] as const) {
  test(`${name} is answered with problem details and a log line`, async () => {
    const answer = await sendRaw(request);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `), answer);
    assert.match(head, /content-type: application\/json/i);
    const problem = JSON.parse(body.slice(body.indexOf("{"), body.lastIndexOf("}") + 1));
    assert.equal(problem.status, status);
    assert.match(problem.type, /^https:\/\/www\.rfc-editor\.org\/rfc\//);
    assert.ok(logged().some((line) => line.msg === "answered" && line.status === status));
  });
}

for (const [operation, expected] of [
  ["executionStatus", 404],
  ["cancel", 499],
] as const) {
  test(`a client that hangs up while it sends ${operation} is not an error of the server`, async () => {
    const before = harness.lines.length;
    const path = `/ess/rest/scheduler/v1/requests/${newId()}/${operation}`;
    const socket = connected();
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\ncontent-length: 90\r\n\r\n{"st`,
    );
    await once(socket, "ready");
    await pause(50);
    socket.resetAndDestroy();
    const answered = () => logged().slice(before);
    await until("it is logged", async () => answered().some(({ status }) => status === expected));
    for (const line of answered()) assert.ok(line.level < 50, JSON.stringify(line));
  });
}

test("a failure is logged with the SQLSTATE or errno and the request's id, and nothing else of it", async () => {
  const { client, database } = harness;
  const { query } = database;
  const id = newId();
  const fails = async (send: () => Promise<Answer>, error: Error) => {
    const before = harness.lines.length;
    Object.assign(database, { query: () => Promise.reject(error) });
    assert.equal((await send()).status, 500);
    Object.assign(database, { query });
    const line = logged()
      .slice(before)
      .find(({ level }) => level === 50);
    assert.doesNotMatch(JSON.stringify(line), /a secret/);
    return [line.requestId, line.error, line.code];
  };
  const fault = Object.assign(new Error("a secret"), { code: "42P01" });
  const caused = new Error("a secret", { cause: Object.assign(new Error("a secret"), { code: "ENOSPC" }) });
  for (const send of [() => client.read(`/${id}`), () => client.report(id, { status: "SUCCESS" })]) {
    assert.deepEqual(await fails(send, fault), [id, "Error", "42P01"]);
    assert.deepEqual(await fails(send, caused), [id, "Error", "ENOSPC"]);
  }
});
