import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readEnvironment } from "../src/environment.js";
import { openDataFolder } from "../src/storage/data-folder.js";
import type { Database } from "../src/storage/sql.js";
import { until } from "./client.js";
import { serve } from "./harness.js";
import { freePort } from "./postgres.js";

/** `npm start` as its user sees it: what it prints, why it does not start, how it stops. */

const folder = fileURLToPath(new URL("..", import.meta.url));
const timeout = 900_000;
/** Ends a server that starts although it should not. */
const MAX_START_MS = 200_000;

/** The server with nothing set but a free port and a folder, after it has printed where it is. */
async function started(t: TestContext, data = newFolder(), more: object = {}) {
  const env = { ...process.env, PORT: "0", DATA_DIR: data, DATABASE_URL: "", HANDLE_KEY: "", ...more };
  const stdio = ["ignore", "pipe", "pipe"] as const;
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], { cwd: folder, env, stdio: [...stdio] });
  t.after(() => {
    child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  });
  let [printed, logged] = ["", ""];
  child.stderr!.setEncoding("utf8").on("data", (part) => {
    logged += part;
  });
  for await (const part of child.stdout!.setEncoding("utf8")) {
    printed += part;
    if (printed.endsWith("\n\n")) break;
  }
  return { child, printed, url: /Listening on (\S+),/.exec(printed)?.[1] ?? "", logged: () => logged, data };
}

test("the printed lines work when they are pasted", { timeout }, async (t) => {
  const { child, printed, logged } = await started(t);
  const pasted = printed.slice(printed.indexOf("  requests="));
  const { stdout } = await promisify(execFile)("bash", ["-c", `${pasted}\necho "$handle"`]);
  const [submitted, reported, processed, read, handle = ""] = stdout.trim().split("\n");
  assert.equal(JSON.parse(submitted!).request.state, "WAIT");
  assert.equal(JSON.parse(reported!).rel, "self");
  assert.deepEqual(
    [JSON.parse(processed!), JSON.parse(read!)].map(({ state }) => state),
    ["SUCCEEDED", "SUCCEEDED"],
  );
  const [, secret = ""] = /"requestHandle":"([^"]+)"/.exec(handle) ?? [];
  const [, token = ""] = /Bearer ([^"]+)/.exec(printed) ?? [];
  assert.ok(secret.length > 20 && token.length > 20);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
  for (const line of logged().trim().split("\n")) assert.ok(JSON.parse(line).msg);
  assert.ok(!logged().includes(secret) && !logged().includes(token));
});

test("on SIGTERM, it answers what has begun and accepts nothing new", { timeout }, async (t) => {
  const { child, url, logged } = await started(t);
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding("utf8");
  const body = '{"requestHandle":"h","status":"SUCCESS"}';
  const path = "/ess/rest/scheduler/v1/requests/1/executionStatus";
  const headers = `host: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}`;
  const head = `POST ${path} HTTP/1.1\r\n${headers}\r\n\r\n`;
  socket.write(head + body.slice(0, 10));
  // An answer to another request shows that the server has read that much.
  assert.equal((await fetch(`${url}/health/live`)).status, 200);
  child.kill("SIGTERM");
  await until("it is stopping", async () => logged().includes("stopping"));
  await assert.rejects(fetch(`${url}/health/live`, { headers: { connection: "close" } }));
  socket.write(body.slice(10));
  const [answer] = (await once(socket, "data")) as [string];
  assert.match(answer, /^HTTP\/1.1 404 /);
  socket.end();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

/** What it prints when it does not start: the fact and the remedy, on one line. */
async function refusal(env: Record<string, string>): Promise<string> {
  const all = { ...process.env, DATABASE_URL: "", HANDLE_KEY: "", ...env };
  const options = { cwd: folder, env: all, timeout: MAX_START_MS };
  const starting = promisify(execFile)(process.execPath, ["--import", "tsx", "src/main.ts"], options);
  const { code, stdout, stderr } = await starting.then(
    () => assert.fail("It started."),
    (error) => error,
  );
  assert.deepEqual([code, stdout], [1, ""], stderr);
  assert.match(stderr, /^[^\n]+\. [^\n]+\.\n$/);
  return stderr;
}

const newFolder = () => mkdtempSync(join(tmpdir(), "ess-start-"));

test("an invalid environment is explained on one line, and it does not start", { timeout }, async () => {
  const away = { DATABASE_URL: "postgres://me:secret@127.0.0.1:1/none", HANDLE_KEY: "a key for the tests" };
  const printed = await refusal(away);
  assert.match(printed, /^PostgreSQL at DATABASE_URL cannot be reached \(ECONNREFUSED\)/);
  assert.doesNotMatch(printed, /secret/);
  for (const [variables, problem] of [
    [{ PORT: "http" }, /PORT/],
    [{ LOG_LEVEL: "loud" }, /LOG_LEVEL: .*"info"/],
    [{ PUBLIC_URL: "here" }, /PUBLIC_URL/],
    [{ PUBLIC_URL: "http://me:secret@x/" }, /PUBLIC_URL: has credentials/],
    [{ DATABASE_URL: away.DATABASE_URL }, /HANDLE_KEY/],
    [{ HANDLE_KEY: "kkkk" }, /HANDLE_KEY: has fewer than 16 bytes/],
    [{ OPERATOR_TOKEN: "short" }, /OPERATOR_TOKEN/],
    [{ OPERATOR_TOKEN: "a token with blanks in it" }, /OPERATOR_TOKEN: has characters/],
  ] as const) {
    const check = (error: Error) => problem.test(error.message) && !error.message.includes("secret");
    assert.throws(() => readEnvironment(variables), check, JSON.stringify(variables));
  }
  assert.equal(readEnvironment({ PUBLIC_URL: "https://x/path/", PORT: "" }).PUBLIC_URL, "https://x/path");
});

test("where to listen and where jobs may be are checked before anything is served", async () => {
  const database = {} as Database;
  for (const host of ["0.0.0.0", "::", "0"]) await assert.rejects(serve({ host, database }), /Set PUBLIC_URL/, host);
  await assert.rejects(serve({ jobNetworks: "10.0.0.0/99", database }), /JOB_NETWORKS/);
  await assert.rejects(openDataFolder(fileURLToPath(import.meta.url)), /as the data folder \(E(EXIST|NOTDIR)\)/);
});

test("a folder and a port are for one server at a time, and a killed server keeps neither", { timeout }, async (t) => {
  const { child, url, data } = await started(t);
  assert.match(await refusal({ PORT: "0", DATA_DIR: data }), new RegExp(`is used by process ${child.pid}\\.`));
  const other = newFolder();
  t.after(() => rmSync(other, { recursive: true, force: true }));
  assert.match(await refusal({ PORT: new URL(url).port, DATA_DIR: other }), /EADDRINUSE/);
  assert.equal(existsSync(join(other, "server.pid")), false);
  assert.equal((await fetch(`${url}/health/live`)).status, 200);

  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(readFileSync(join(data, "server.pid"), "utf8").split(" ")[0], String(child.pid));
  const next = await started(t, data);
  assert.equal((await fetch(`${next.url}/health/live`)).status, 200);
  next.child.kill("SIGTERM");
  await once(next.child, "exit");
  assert.equal(existsSync(join(data, "server.pid")), false);
});

test("of two servers that start at the same time, one gets the folder", { timeout }, async (t) => {
  const data = newFolder();
  const both = await Promise.all([started(t, data), started(t, data)]);
  const [one, ...others] = both.filter(({ url }) => url !== "");
  assert.deepEqual([one?.url.startsWith("http://127.0.0.1:"), others.length], [true, 0]);
  assert.equal(readFileSync(join(data, "server.pid"), "utf8").split(" ")[0], String(one?.child.pid));
  const [other] = both.filter(({ url }) => url === "");
  assert.match(other?.logged() ?? "", / (is used by process|was just taken by another server)/);
  one?.child.kill("SIGKILL");
  await once(one!.child, "exit");
});

test("a call that was pending before a crash is made after it, and its handle is valid", { timeout }, async (t) => {
  const port = await freePort();
  const networks = { JOB_NETWORKS: "127.0.0.0/8" };
  const { child, printed, url, logged, data } = await started(t, undefined, networks);
  const [, token] = /Bearer ([^"]+)/.exec(printed) ?? [];
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const submission = JSON.stringify({ requestId: "1", job: `http://127.0.0.1:${port}/` });
  await fetch(`${url}/ess/rest/scheduler/v1/requests`, { method: "POST", headers, body: submission });
  const history = `${url}/ess/rest/scheduler/v1/requests/1/history`;
  await until("the call was put off", async () =>
    (await (await fetch(history, { headers })).text()).includes("the connection was refused"),
  );
  assert.match(logged(), /the connection was refused/);
  child.kill("SIGKILL");
  await once(child, "exit");

  const called = new Promise<{ requestHandle: string; statusUrl: string }>((resolve) => {
    const jobs = createServer(async (request, response) => {
      resolve(JSON.parse(await text(request)));
      response.end();
    }).listen(port, "127.0.0.1");
    t.after(() => jobs.close());
  });
  await started(t, data, networks);
  const { requestHandle, statusUrl } = await called;
  const body = JSON.stringify({ requestHandle, status: "SUCCESS" });
  assert.equal((await fetch(statusUrl, { method: "POST", headers, body })).status, 200);
});

test("a folder that is foreign, full or of another process is explained on one line; its own is private", {
  timeout,
}, async (t) => {
  const DATA_DIR = newFolder();
  t.after(() => rmSync(DATA_DIR, { recursive: true, force: true }));
  writeFileSync(join(DATA_DIR, "photo.jpg"), "");
  assert.match(await refusal({ PORT: "0", DATA_DIR }), /contains other files, such as photo\.jpg/);
  assert.deepEqual(readdirSync(DATA_DIR), ["photo.jpg"]);
  rmSync(join(DATA_DIR, "photo.jpg"));

  // A limit on the size of files has the effect of a full disk.
  const command = `ulimit -f 64; exec ${process.execPath} --import tsx src/main.ts`;
  const env = { ...process.env, PORT: "0", DATA_DIR, DATABASE_URL: "", HANDLE_KEY: "" };
  const full = promisify(execFile)("bash", ["-c", command], { cwd: folder, env, timeout: MAX_START_MS });
  const { code, stderr } = await full.then(
    () => assert.fail("It started."),
    (error) => error,
  );
  assert.deepEqual([code, /^The embedded database in .+ cannot be opened/.test(stderr)], [1, true], stderr);
  rmSync(join(DATA_DIR, "pgdata"), { recursive: true, force: true });

  // This test's process has the id, but began at another time.
  writeFileSync(join(DATA_DIR, "server.pid"), `${process.pid} 1`);
  const { child, url } = await started(t, DATA_DIR);
  assert.equal((await fetch(`${url}/health/ready`)).status, 200);
  for (const name of ["", "handle.key", "server.pid", "pgdata"])
    assert.equal(statSync(join(DATA_DIR, name)).mode & 0o077, 0, name);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("on SIGTERM, it ends by itself though a half-sent request stays open", { timeout }, async (t) => {
  const { child, url, data, logged } = await started(t, undefined, { STOP_SECONDS: "1" });
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => {}).write("POST /half HTTP/1.1\r\nhost: x\r\ncontent-length: 99\r\n\r\n{");
  assert.equal((await fetch(`${url}/health/live`)).status, 200);
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null], logged());
  // The database was closed, and the folder released.
  assert.equal(existsSync(join(data, "server.pid")), false);
});

test("a key that is too short is refused", { timeout }, async (t) => {
  const data = newFolder();
  t.after(() => rmSync(data, { recursive: true, force: true }));
  writeFileSync(join(data, "handle.key"), "");
  assert.match(await refusal({ PORT: "0", DATA_DIR: data }), /handle\.key has fewer than 16 bytes/);
  assert.equal(existsSync(join(data, "server.pid")), false);
});

test("the lock file records no download addresses", () => {
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  const installed = Object.entries<{ integrity?: string; resolved?: string; link?: boolean }>(packages);
  assert.ok(installed.length > 30);
  for (const [path, { integrity, resolved, link }] of installed) {
    if (link) assert.equal(resolved, "../../..");
    else if (path.startsWith("node_modules/")) assert.match(integrity ?? "", /^sha512-/, path);
    if (!link) assert.equal(resolved, undefined, path);
  }
});
