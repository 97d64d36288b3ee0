import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { readEnvironment } from "../src/environment.js";
import { openDataFolder, readOrMakeKey } from "../src/storage/data-folder.js";
import type { Database } from "../src/storage/sql.js";
import { until } from "./client.js";
import { newDataFolder } from "./data-folders.js";
import { serve } from "./harness.js";
import { FOLDER, type ServerProcess, startProcess } from "./processes.js";

/** `npm start` as its user sees it: what it prints, why it does not start, how it stops. */

const run = promisify(execFile);
/** Nothing is set but a free port, a folder and the time for a stop. */
const UNSET = { PORT: "0", DATABASE_URL: "", HANDLE_KEY: "", OPERATOR_TOKEN: "", LOG_LEVEL: "", STOP_SECONDS: "1" };

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ess-start-"));
  folders.push(folder);
  return folder;
}
let data: string;
let server: ServerProcess;
before(async () => {
  data = await newDataFolder();
  server = await startProcess({ ...UNSET, DATA_DIR: data });
});
after(async () => {
  await server.kill();
  for (const folder of [data, ...folders]) rmSync(folder, { recursive: true, force: true });
});

/** What it prints when it does not start: the fact and the remedy, on one line. */
async function refusal(env: Record<string, string>, maxFileBlocks = "unlimited"): Promise<string> {
  const command = `ulimit -f ${maxFileBlocks}; exec ${process.execPath} --import tsx src/main.ts`;
  const starting = run("bash", ["-c", command], { cwd: FOLDER, env: { ...process.env, ...UNSET, ...env } });
  const { code, stdout, stderr } = await starting.then(
    () => assert.fail("It started."),
    (error) => error,
  );
  assert.deepEqual([code, stdout], [1, ""], stderr);
  assert.match(stderr, /^[^\n]+\. [^\n]+\.\n$/);
  return stderr;
}

test("the printed lines work when they are pasted, and the log shows no secret", async () => {
  await until("all is printed", async () => server.output.stdout.endsWith("\n\n"));
  const printed = server.output.stdout;
  const { stdout } = await run("bash", ["-c", `${printed.slice(printed.indexOf("  requests="))}\necho "$handle"`]);
  const [submitted, reported, processed, read, handle = ""] = stdout.trim().split("\n");
  assert.equal(JSON.parse(submitted!).request.state, "WAIT");
  assert.equal(JSON.parse(reported!).rel, "self");
  assert.deepEqual([JSON.parse(processed!).state, JSON.parse(read!).state], ["SUCCEEDED", "SUCCEEDED"]);
  const [, secret = ""] = /"requestHandle":"([^"]+)"/.exec(handle) ?? [];
  const [, token = ""] = /Bearer ([^"]+)/.exec(printed) ?? [];
  assert.ok(secret.length > 20 && token.length > 20);
  const logged = server.output.stderr;
  for (const line of logged.trim().split("\n")) assert.ok(JSON.parse(line).msg);
  assert.ok(!logged.includes(secret) && !logged.includes(token));
});

test("an invalid environment is explained on one line, and it does not start", async () => {
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
});

test("a folder and a port are for one server at a time", async () => {
  assert.match(await refusal({ DATA_DIR: data }), new RegExp(`is used by process ${server.pid}\\.`));
  const other = await newDataFolder();
  assert.match(await refusal({ PORT: new URL(server.url).port, DATA_DIR: other }), /EADDRINUSE/);
  assert.equal(existsSync(join(other, "server.pid")), false);
  assert.equal((await fetch(`${server.url}/health/ready`)).status, 200);
});

test("a folder is private, and the number of its last process may belong to another one now", async () => {
  for (const name of ["", "handle.key", "server.pid"]) assert.equal(statSync(join(data, name)).mode & 0o077, 0, name);
  const folder = newFolder();
  writeFileSync(join(folder, "server.pid"), `${process.ppid} 1`);
  const unlock = await openDataFolder(folder);
  assert.equal(process.umask(), 0o077);
  assert.equal(readFileSync(join(folder, "server.pid"), "utf8").split(" ")[0], String(process.pid));
  unlock();
  assert.equal(existsSync(join(folder, "server.pid")), false);
});

const NOBODY = 65_534;
/** Root may write everywhere: it opens the folder as another user. */
function openedByUser(folder: string): Promise<unknown> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  const opening = openDataFolder(folder);
  if (isRoot) process.seteuid?.(0);
  return opening;
}

test("a folder that is read-only, full, foreign or contains other files is explained", async () => {
  const readOnly = newFolder();
  chmodSync(readOnly, 0o555);
  await assert.rejects(openedByUser(join(readOnly, "data")), {
    name: "StartupError",
    message: `${readOnly}/data cannot be used as the data folder (EACCES). Make it writable, or set DATA_DIR to another.`,
  });
  // A limit on the size of files has the effect of a full disk.
  const full = await refusal({ DATA_DIR: await newDataFolder() }, "64");
  assert.match(full, /^The embedded database in .+ cannot be opened/);
  const shared = newFolder();
  writeFileSync(join(shared, "photo.jpg"), "");
  await assert.rejects(openDataFolder(shared), /contains other files, such as photo\.jpg/);
});

test("a key is made once, and one that is too short is refused", () => {
  const folder = newFolder();
  const key = readOrMakeKey(folder);
  assert.equal(readOrMakeKey(folder), key);
  writeFileSync(join(folder, "handle.key"), "");
  assert.throws(() => readOrMakeKey(folder), /^StartupError: .+handle\.key has fewer than 16 bytes\. Restore it/);
});

test("the lock file records no download addresses", () => {
  const { packages } = JSON.parse(readFileSync(join(FOLDER, "package-lock.json"), "utf8"));
  const installed = Object.entries<{ integrity?: string; resolved?: string; link?: boolean }>(packages);
  assert.ok(installed.length > 30);
  for (const [path, { integrity, resolved, link }] of installed) {
    if (link) assert.equal(resolved, "../../..");
    else if (path.startsWith("node_modules/")) assert.match(integrity ?? "", /^sha512-/, path);
    if (!link) assert.equal(resolved, undefined, path);
  }
});

test("on SIGTERM, it answers what has begun, accepts nothing new, and cuts a half-sent request", async () => {
  const { url, output } = server;
  const connected = (path: string, length: number, body: string): Socket => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).setEncoding("utf8");
    socket.on("error", () => {}).write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n${body}`);
    return socket;
  };
  const body = '{"requestHandle":"h","status":"SUCCESS"}';
  const path = "/ess/rest/scheduler/v1/requests/1/executionStatus";
  const slow = connected(path, body.length, body.slice(0, 10));
  connected("/half", 99, "{");
  // An answer to another request shows that the server has read that much.
  assert.equal((await fetch(`${url}/health/live`)).status, 200);
  const stopped = server.stop();
  await until("it is stopping", async () => output.stderr.includes("stopping"));
  await assert.rejects(fetch(`${url}/health/live`, { headers: { connection: "close" } }));
  slow.write(body.slice(10));
  const [answer] = (await once(slow, "data")) as [string];
  assert.match(answer, /^HTTP\/1.1 404 /);
  slow.end();
  assert.equal(await stopped, 0, output.stderr);
  // The database was closed, and the folder released.
  assert.equal(existsSync(join(data, "server.pid")), false);
});
