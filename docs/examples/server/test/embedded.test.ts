import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { test } from "node:test";
import { clientFor, until } from "./client.js";
import { newDataFolder } from "./data-folders.js";
import { freePort } from "./postgres.js";
import { startProcess } from "./processes.js";

/** The embedded database, in a process that is killed, and two others that want its folder afterwards. */

test("after kill -9, one of two servers gets the folder: what was answered is there, what was pending is done", async (t) => {
  const folder = await newDataFolder();
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const env = { DATA_DIR: folder, DATABASE_URL: "", HANDLE_KEY: "" };
  const killed = await startProcess(env);
  let client = clientFor(killed.requestsUrl);
  await client.operate("", { requestId: "1", automatic: false });
  await client.operate("/1/dispatch");
  const { requestHandle } = (await client.operate("/1/start")).body;
  const port = await freePort();
  await client.operate("", { requestId: "2", job: `http://127.0.0.1:${port}/` });
  const history = async () => JSON.stringify((await client.read("/2/history")).body);
  await until("the call is put off", async () => (await history()).includes("the connection was refused"));

  let acknowledged = 0;
  const sending = (async () => {
    for (let n = 1; ; n += 1) {
      const update = { requestHandle, status: "UPDATE", statusMessage: String(n) };
      const answer = await client.report("1", update).catch(() => undefined);
      if (answer?.status !== 200) return;
      acknowledged = n;
    }
  })();
  await until("some are answered", async () => acknowledged >= 20);
  await killed.kill();
  await sending;
  client.close();

  const job = createServer().listen(port, "127.0.0.1");
  t.after(() => job.close());
  const called = once(job, "request");
  const both = await Promise.allSettled([startProcess(env), startProcess(env)]);
  const [server, ...others] = both.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const [refused] = both.flatMap((each) => (each.status === "rejected" ? each.reason : []));
  assert.ok(server !== undefined && others.length === 0);
  assert.match(String(refused), / (is used by process|was just taken by another server)/);
  assert.equal(readFileSync(join(folder, "server.pid"), "utf8").split(" ")[0], String(server.pid));

  client = clientFor(server.requestsUrl);
  const { update, version } = (await client.read("/1")).body;
  // The last one sent may have been stored without an answer.
  const isStored = Number(update) === acknowledged || Number(update) === acknowledged + 1;
  assert.ok(isStored, `${acknowledged} were answered, ${update} is stored`);
  assert.equal(Number(version), (await client.read("/1/history")).body.items.length);
  assert.equal((await client.report("1", { requestHandle, status: "SUCCESS" })).status, 200);
  assert.equal((await client.read("/1")).body.state, "COMPLETED");

  const [request, response] = await called;
  response.end();
  const call = (await json(request)) as { requestHandle: string };
  assert.equal((await client.report("2", { requestHandle: call.requestHandle, status: "SUCCESS" })).status, 200);
  client.close();
  assert.equal(await server.stop(), 0);
});
