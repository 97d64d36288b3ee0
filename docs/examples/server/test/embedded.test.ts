import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { clientFor, until } from "./client.js";
import { startProcess } from "./processes.js";

/** The embedded database, in a process that is killed. */

test("kill -9 in the middle: what was answered is there afterwards, and a handle still counts", {
  timeout: 600_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "ess-embedded-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const env = { DATA_DIR: folder, DATABASE_URL: "", HANDLE_KEY: "" };
  let server = await startProcess(env);
  let client = clientFor(server.requestsUrl);
  await client.operate("", { requestId: "1", automatic: false });
  await client.operate("/1/dispatch");
  const { requestHandle } = (await client.operate("/1/start")).body;

  let acknowledged = 0;
  const sending = (async () => {
    for (let n = 1; ; n += 1) {
      const answer = await client
        .report("1", { requestHandle, status: "UPDATE", statusMessage: String(n) })
        .catch(() => undefined);
      if (answer?.status !== 200) return;
      acknowledged = n;
    }
  })();
  await until("some are answered", async () => acknowledged >= 20);
  await server.kill();
  await sending;
  client.close();

  server = await startProcess(env);
  client = clientFor(server.requestsUrl);
  const { update, version } = (await client.read("/1")).body;
  const { items } = (await client.read("/1/history")).body;
  // The last one sent may have been stored without an answer.
  assert.ok(
    Number(update) === acknowledged || Number(update) === acknowledged + 1,
    `${acknowledged} were answered, ${update} is stored`,
  );
  assert.equal(Number(version), items.length);
  assert.equal((await client.report("1", { requestHandle, status: "SUCCESS" })).status, 200);
  assert.equal((await client.read("/1")).body.state, "COMPLETED");
  client.close();
  assert.equal(await server.stop(), 0);
  t.diagnostic(`${acknowledged} callbacks were answered before the kill`);
});
