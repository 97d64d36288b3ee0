import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** `npm start` as whoever types it sees it. */

const folder = fileURLToPath(new URL("..", import.meta.url));
const timeout = 300_000;

/** The server with nothing set but a free port and a folder, when it has said where it is. */
async function started(t: TestContext) {
  const data = mkdtempSync(join(tmpdir(), "ess-start-"));
  const env = { ...process.env, PORT: "0", DATA_DIR: data, DATABASE_URL: "", HANDLE_KEY: "" };
  const stdio = ["ignore", "pipe", "pipe"] as const;
  const child = spawn(process.execPath, ["--import", "tsx", "src/main.ts"], { cwd: folder, env, stdio: [...stdio] });
  t.after(() => {
    child.kill("SIGKILL");
    rmSync(data, { recursive: true, force: true });
  });
  let [said, logged] = ["", ""];
  child.stderr!.setEncoding("utf8").on("data", (text) => {
    logged += text;
  });
  for await (const text of child.stdout!.setEncoding("utf8")) {
    said += text;
    if (said.endsWith("\n\n")) break;
  }
  return { child, said, url: /Listening on (\S+),/.exec(said)?.[1] ?? "", logged: () => logged };
}

test("the lines that it prints do what they say when they are pasted", { timeout }, async (t) => {
  const { child, said, logged } = await started(t);
  const pasted = said.slice(said.indexOf("  requests="));
  const { stdout } = await promisify(execFile)("bash", ["-c", `${pasted}\necho "$handle"`]);
  const [submitted, reported, read, handle = ""] = stdout.trim().split("\n");
  assert.equal(JSON.parse(submitted!).request.state, "WAIT");
  assert.equal(JSON.parse(reported!).rel, "self");
  assert.equal(JSON.parse(read!).state, "COMPLETED");
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
  assert.equal((await fetch(`${url}/health`)).status, 200);
  child.kill("SIGTERM");
  while (!logged().includes("stopping")) await new Promise((resolve) => setTimeout(resolve, 20));
  await assert.rejects(fetch(`${url}/health`, { headers: { connection: "close" } }));
  socket.write(body.slice(10));
  const [answer] = (await once(socket, "data")) as [string];
  assert.match(answer, /^HTTP\/1.1 404 /);
  socket.end();
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

test("what is wrong with the environment is said, and it does not start", { timeout }, async () => {
  const run = promisify(execFile);
  const starting = (env: Record<string, string>) =>
    run(process.execPath, ["--import", "tsx", "src/main.ts"], { cwd: folder, env: { ...process.env, ...env } });
  const refused = (env: Record<string, string>, sentence: RegExp) =>
    assert.rejects(starting(env), ({ code, stderr }) => {
      assert.equal(code, 1);
      assert.match(stderr, sentence);
      assert.equal(stderr.trim().split("\n").length, 1, "one sentence, and no stack");
      return true;
    });
  await refused({ PORT: "http" }, /^Expected an environment .* \(PORT: /);
  await refused({ OPERATOR_TOKEN: "" }, /\(OPERATOR_TOKEN: set it to a secret, or leave it out for a random one\)/);
  await refused({ DATABASE_URL: "postgres://127.0.0.1:1/none", HANDLE_KEY: "" }, /^Expected HANDLE_KEY /);
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
