import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { until } from "./client.js";
import { freePort } from "./postgres.js";

/** `npm start` as whoever types it sees it. */

const folder = fileURLToPath(new URL("..", import.meta.url));
const timeout = 300_000;
/** Only so that one which starts, though it should not, does not run for ever. */
const MAX_START_MS = 60_000;

/** The server with nothing set but a free port and a folder, when it has said where it is. */
async function started(t: TestContext, data = mkdtempSync(join(tmpdir(), "ess-start-"))) {
  const env = { ...process.env, PORT: "0", DATA_DIR: data, DATABASE_URL: "", HANDLE_KEY: "" };
  const stdio = ["ignore", "pipe", "pipe"] as const;
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], { cwd: folder, env, stdio: [...stdio] });
  t.after(() => {
    child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  });
  let [said, logged] = ["", ""];
  child.stderr!.setEncoding("utf8").on("data", (part) => {
    logged += part;
  });
  for await (const part of child.stdout!.setEncoding("utf8")) {
    said += part;
    if (said.endsWith("\n\n")) break;
  }
  return { child, said, url: /Listening on (\S+),/.exec(said)?.[1] ?? "", logged: () => logged, data };
}

test("the lines that it prints do what they say when they are pasted", { timeout }, async (t) => {
  const { child, said, logged } = await started(t);
  const pasted = said.slice(said.indexOf("  requests="));
  const { stdout } = await promisify(execFile)("bash", ["-c", `${pasted}\necho "$handle"`]);
  const [submitted, reported, processed, read, handle = ""] = stdout.trim().split("\n");
  assert.equal(JSON.parse(submitted!).request.state, "WAIT");
  assert.equal(JSON.parse(reported!).rel, "self");
  assert.deepEqual(
    [JSON.parse(processed!), JSON.parse(read!)].map(({ state }) => state),
    ["SUCCEEDED", "SUCCEEDED"],
  );
  const [, secret = ""] = /"requestHandle":"([^"]+)"/.exec(handle) ?? [];
  const [, token = ""] = /Bearer ([^']+)/.exec(said) ?? [];
  assert.ok(secret.length > 20 && token.length > 20);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
  for (const line of logged().trim().split("\n")) assert.ok(JSON.parse(line).msg);
  assert.ok(!logged().includes(secret) && !logged().includes(token));
});

test("asked to stop, it answers what has begun and takes nothing new", { timeout }, async (t) => {
  const { child, url, logged } = await started(t);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  const body = '{"requestHandle":"h","status":"SUCCESS"}';
  const path = "/ess/rest/scheduler/v1/requests/1/executionStatus";
  const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
  socket.write(head + body.slice(0, 10));
  // An answer to another request shows that the server has read that much.
  assert.equal((await fetch(`${url}/health/live`)).status, 200);
  child.kill("SIGTERM");
  await until("it heard that it is to stop", async () => logged().includes("stopping"));
  await assert.rejects(fetch(`${url}/health/live`, { headers: { connection: "close" } }));
  socket.write(body.slice(10));
  const [answer] = (await once(socket, "data")) as [string];
  assert.match(answer, /^HTTP\/1.1 404 /);
  socket.end();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

/** What it says when it does not start, and that this is all. */
async function refusal(env: Record<string, string>): Promise<string> {
  const all = { ...process.env, DATABASE_URL: "", HANDLE_KEY: "", ...env };
  const ended = { cwd: folder, env: all, timeout: MAX_START_MS };
  const starting = promisify(execFile)(process.execPath, ["--import", "tsx", "src/main.ts"], ended);
  const { code, stdout, stderr } = await starting.then(
    () => assert.fail("It started."),
    (error) => error,
  );
  assert.deepEqual([code, stdout], [1, ""], stderr);
  assert.match(stderr, /^Expected .+, but found .+\. .+\.\n$/);
  return stderr;
}

test("what is wrong with the environment is said in a sentence, and it does not start", { timeout }, async () => {
  const away = "postgres://me:secret@127.0.0.1:1/none";
  assert.match(await refusal({ PORT: "http" }), /PORT/);
  assert.match(await refusal({ LOG_LEVEL: "loud" }), /LOG_LEVEL: .*"info"/);
  assert.match(await refusal({ PUBLIC_URL: "here" }), /PUBLIC_URL/);
  const noFolder = fileURLToPath(import.meta.url);
  assert.match(await refusal({ DATA_DIR: noFolder }), /to be a folder, but found that it cannot be made \(EEXIST\)/);
  assert.match(await refusal({ DATABASE_URL: away }), /HANDLE_KEY/);
  assert.match(await refusal({ HANDLE_KEY: "kkkk" }), /HANDLE_KEY: Expected 16 bytes/);
  const said = await refusal({ DATABASE_URL: away, HANDLE_KEY: "a key for the tests" });
  assert.match(said, /a PostgreSQL at DATABASE_URL, but found that it cannot be reached/);
  assert.doesNotMatch(said, /secret/);
});

test("a folder is for one server at a time, and a port too; whoever is gone keeps neither", { timeout }, async (t) => {
  const { child, url, data } = await started(t);
  assert.match(await refusal({ PORT: "0", DATA_DIR: data }), new RegExp(`process ${child.pid} uses it`));
  const other = mkdtempSync(join(tmpdir(), "ess-start-"));
  t.after(() => rmSync(other, { recursive: true, force: true }));
  assert.match(await refusal({ PORT: new URL(url).port, DATA_DIR: other }), /EADDRINUSE/);
  assert.equal(existsSync(join(other, "server.pid")), false);
  assert.equal((await fetch(`${url}/health/live`)).status, 200);

  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(readFileSync(join(data, "server.pid"), "utf8"), String(child.pid));
  const next = await started(t, data);
  assert.equal((await fetch(`${next.url}/health/live`)).status, 200);
  next.child.kill("SIGTERM");
  await once(next.child, "exit");
  assert.equal(existsSync(join(data, "server.pid")), false);
});

test("of two that start at once in a new folder one has it", { timeout }, async (t) => {
  const data = mkdtempSync(join(tmpdir(), "ess-start-"));
  const both = await Promise.all([started(t, data), started(t, data)]);
  const [one, ...others] = both.filter(({ url }) => url !== "");
  assert.deepEqual([one?.url.startsWith("http://127.0.0.1:"), others.length], [true, 0]);
  assert.equal(readFileSync(join(data, "server.pid"), "utf8"), String(one?.child.pid));
  const [other] = both.filter(({ url }) => url === "");
  assert.match(other?.logged() ?? "", /^Expected .+ for this server alone, but found/);
  one?.child.kill("SIGKILL");
  await once(one!.child, "exit");
});

test("a handle that a job gets after a crash counts, though it was owed before", { timeout }, async (t) => {
  const port = await freePort();
  const { child, said, url, logged, data } = await started(t);
  const [, token] = /Bearer ([^']+)/.exec(said) ?? [];
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const submission = JSON.stringify({ requestId: "1", job: `http://127.0.0.1:${port}/` });
  await fetch(`${url}/ess/rest/scheduler/v1/requests`, { method: "POST", headers, body: submission });
  await until("the call failed", async () => logged().includes("it did not answer"));
  child.kill("SIGKILL");
  await once(child, "exit");

  const called = new Promise<{ requestHandle: string; statusUrl: string }>((resolve) => {
    const jobs = createServer(async (request, response) => {
      resolve(JSON.parse(await text(request)));
      response.end();
    }).listen(port, "127.0.0.1");
    t.after(() => jobs.close());
  });
  await started(t, data);
  const { requestHandle, statusUrl } = await called;
  const body = JSON.stringify({ requestHandle, status: "SUCCESS" });
  assert.equal((await fetch(statusUrl, { method: "POST", headers, body })).status, 200);
});

test("half a key is refused", { timeout }, async (t) => {
  const data = mkdtempSync(join(tmpdir(), "ess-start-"));
  t.after(() => rmSync(data, { recursive: true, force: true }));
  writeFileSync(join(data, "handle.key"), "");
  assert.match(await refusal({ PORT: "0", DATA_DIR: data }), /16 bytes or more in .+handle\.key, but found fewer/);
  assert.equal(existsSync(join(data, "server.pid")), false);
});

test("the lock file says what is installed and not where from", () => {
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const installed = Object.entries<{ integrity?: string; resolved?: string; link?: boolean }>(packages);
  assert.ok(installed.length > 30);
  for (const [path, { integrity, resolved, link }] of installed) {
    if (link) assert.equal(resolved, "../../..");
    else if (path.startsWith("node_modules/")) assert.match(integrity ?? "", /^sha512-/, path);
    if (!link) assert.equal(resolved, undefined, path);
  }
});
