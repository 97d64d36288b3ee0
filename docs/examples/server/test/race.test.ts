import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { audit } from "./audit.js";
import { clientFor, until } from "./client.js";
import { startPostgres } from "./postgres.js";
import { type ServerProcess, startProcess } from "./processes.js";
import { storm } from "./storm.js";

/** Four server processes and sixteen connections on one PostgreSQL of this test's own; then with everything that may break. */

const SERVERS = 4;
const REQUESTS = Number(process.env.STORM_REQUESTS ?? 2_000);
const SEED = Number(process.env.SEED ?? 20_261_124);

let postgres: Awaited<ReturnType<typeof startPostgres>>;
before(async () => {
  postgres = await startPostgres(false);
});
after(() => postgres.stop());

let nextId = 1n;
const UNSETTLED = `
SELECT 1 FROM request WHERE request_id >= $1 AND state <> ALL($2) UNION ALL
SELECT 1 FROM outbox WHERE request_id >= $1 AND done_at IS NULL AND task <> 'timeOut' LIMIT 1`;
const ENDED = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"];

async function isSettled(firstId: bigint): Promise<boolean> {
  const client = new pg.Client({ connectionString: postgres.url, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    return (await client.query(UNSETTLED, [String(firstId), ENDED])).rows.length === 0;
  } finally {
    await client.end().catch(() => {});
  }
}

const start = (entry?: string) => startProcess({ DATABASE_URL: postgres.url, DATABASE_CONNECTIONS: "6" }, entry);

async function withServers<Result>(
  entry: string | undefined,
  use: (servers: ServerProcess[]) => Promise<Result>,
): Promise<Result> {
  const servers = await Promise.all(Array.from({ length: SERVERS }, () => start(entry)));
  try {
    return await use(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

/** A storm through these servers, and what the tables say of it. */
async function stormThrough(servers: ServerProcess[], count: number, seconds: number) {
  const firstId = nextId;
  nextId += BigInt(count);
  const urls = () => servers.map(({ requestsUrl }) => requestsUrl);
  const began = Date.now();
  const told = await storm({ urls, count, seed: SEED, firstId, seconds, isSettled: () => isSettled(firstId) });
  const faults = await audit(postgres.url, told);
  return { ...told, faults, seconds: (Date.now() - began) / 1_000 };
}

test("no history is unlawful, no effect is lost or done twice", { timeout: 400_000 }, async (t) => {
  const { faults, calls, sent, seconds } = await withServers(undefined, (servers) =>
    stormThrough(servers, REQUESTS, 360),
  );
  t.diagnostic(
    `${REQUESTS} requests, ${calls.size} executions, ${sent} calls of the servers in ${seconds.toFixed(1)} s; seed ${SEED}`,
  );
  assert.deepEqual(faults, []);
  // Nothing broke, so no job was called again.
  assert.deepEqual(
    [...calls.values()].filter((times) => times > 1),
    [],
  );
});

test("a server that reads and then writes, without looking at the version, fails this", {
  timeout: 90_000,
}, async (t) => {
  const { faults } = await withServers("test/naive-server.ts", (servers) => stormThrough(servers, 150, 15));
  const unlawful = faults.filter((each) => /cannot lead|is not what its history led to/.test(each));
  t.diagnostic(`${unlawful.length} unlawful steps or records, such as: ${unlawful[0]}`);
  assert.ok(unlawful.length > 0);
});

test("servers are killed and PostgreSQL crashes in the middle: nothing accepted is lost, nothing is applied twice", {
  timeout: 240_000,
}, async (t) => {
  const told = await withServers(undefined, async (servers) => {
    const through = stormThrough(servers, Math.ceil(REQUESTS / 5), 200);
    const disturb = async () => {
      for (let n = 0; n < 3; n += 1) {
        await pause(800);
        await servers[n]!.kill();
        servers[n] = await start();
      }
      await postgres.halt("SIGQUIT");
      await pause(700);
      await postgres.start();
    };
    const [result] = await Promise.all([through, disturb()]);
    return result;
  });
  t.diagnostic(
    `${told.ids.length} requests, ${told.calls.size} executions, ${told.sent} calls of which ${told.resent} were sent again; ${told.seconds.toFixed(1)} s`,
  );
  assert.ok(told.resent > 0);
  assert.deepEqual(told.faults, []);
});

test("with the database away: 503 with problem details; when it is back, all is there", {
  timeout: 60_000,
}, async () => {
  const server = await start();
  const client = clientFor(server.requestsUrl);
  try {
    await client.operate("", { requestId: "900000001", automatic: false });
    await client.operate("/900000001/dispatch");
    const { requestHandle } = (await client.operate("/900000001/start")).body;
    await postgres.halt("SIGINT");
    const away = await client.report("900000001", { requestHandle, status: "SUCCESS" });
    assert.equal(away.status, 503);
    assert.equal(away.headers["retry-after"], "1");
    assert.deepEqual([away.body.status, away.body.title], [503, "Service Unavailable"]);
    assert.equal((await client.read("/900000001")).status, 503);
    assert.equal((await client.send(server.requestsUrl.replace(/\/ess.*/, "/health"), { method: "GET" })).status, 503);
    await postgres.start();
    await until(
      "it answers again",
      async () => (await client.report("900000001", { requestHandle, status: "SUCCESS" })).status === 200,
    );
    assert.equal((await client.read("/900000001")).body.state, "COMPLETED");
  } finally {
    client.close();
    assert.equal(await server.stop(), 0);
  }
});
