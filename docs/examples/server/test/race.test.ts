import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { createRequest } from "ess-request-machine";
import pg from "pg";
import { pino } from "pino";
import { openDatabase } from "../src/storage/database.js";
import { createRequestStore } from "../src/storage/request-store.js";
import type { Database } from "../src/storage/sql.js";
import { createTaskStore } from "../src/storage/task-store.js";
import { audit } from "./audit.js";
import { clientFor, until } from "./client.js";
import { NO_FSYNC, startPostgres } from "./postgres.js";
import { type ServerProcess, startProcess } from "./processes.js";
import { storm } from "./storm.js";

/** Four server processes and sixteen connections on one PostgreSQL; then the same with kills and a crash. */

const SERVERS = 4;
const CONNECTIONS = 16;
const REQUESTS = Number(process.env.STORM_REQUESTS ?? 120);
const SEED = Number(process.env.SEED ?? 20_261_124);
/** Longer than any pause: a killed server's leases end after seconds. */
const PATIENCE_SECONDS = 120;
/** Only keeps a test from hanging for ever: a storm ends when nothing moves any more. */
const timeout = 1_200_000;

let postgres: Awaited<ReturnType<typeof startPostgres>>;
before(async () => {
  postgres = await startPostgres(NO_FSYNC);
});
after(() => postgres.stop());

let nextId = 1n;
const ENDED = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"];
const UNSETTLED = `
SELECT (SELECT count(*) FROM request WHERE request_id >= $1 AND state <> ALL($2))
     + (SELECT count(*) FROM outbox WHERE request_id >= $1 AND done_at IS NULL AND task <> 'timeOut') AS open`;

async function unsettled(firstId: bigint): Promise<number> {
  const client = new pg.Client({ connectionString: postgres.url, connectionTimeoutMillis: 1_000 });
  // When PostgreSQL crashes, the call rejects, and the client emits an error too.
  client.on("error", () => {});
  try {
    await client.connect();
    return Number((await client.query(UNSETTLED, [String(firstId), ENDED])).rows[0].open);
  } finally {
    await client.end().catch(() => {});
  }
}

const env = () => ({ DATABASE_URL: postgres.url, DATABASE_CONNECTIONS: "6" });
const start = (fault?: string): Promise<ServerProcess> =>
  fault === undefined ? startProcess(env()) : startProcess({ ...env(), FAULT: fault }, "test/faulty-server.ts");

interface Scene {
  readonly count: number;
  /** How many servers. Default: 4. */
  readonly servers?: number;
  readonly patienceSeconds?: number;
  /** The fault of the servers; "none" for short leases only. Default: the real servers. */
  readonly fault?: string;
  /** What happens meanwhile. `answered` waits until that share of the callbacks is answered. */
  readonly meanwhile?: typeof breakAll;
}

/** A storm through several servers, and the faults that the audit of the tables lists. */
async function stormThrough(scene: Scene) {
  const { count, patienceSeconds = PATIENCE_SECONDS, fault, meanwhile } = scene;
  const firstId = nextId;
  nextId += BigInt(count);
  const progress = { answered: 0 };
  let isOver = false;
  const servers = await Promise.all(Array.from({ length: scene.servers ?? SERVERS }, () => start(fault)));
  const urls = () => servers.map(({ requestsUrl }) => requestsUrl);
  // Each request is submitted, and has six callbacks at the least.
  const answered = (share: number) =>
    until("that share is answered", async () => isOver || progress.answered >= count * 7 * share, timeout / 1_000);
  try {
    const options = { urls, count, seed: SEED, firstId, progress, patienceSeconds };
    const [result] = await Promise.all([
      storm({ ...options, unsettled: () => unsettled(firstId) }).finally(() => {
        isOver = true;
      }),
      meanwhile?.(servers, answered, fault),
    ]);
    return { ...result, faults: await audit(postgres.url, result, meanwhile !== undefined) };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

test("every history is lawful, no effect is lost or performed twice", { timeout }, async (t) => {
  const { faults, calls, sent } = await stormThrough({ count: REQUESTS });
  t.diagnostic(`${REQUESTS} requests, ${calls.size} executions, ${sent} calls of the servers; seed ${SEED}`);
  assert.deepEqual(faults, []);
});

test("a server that ignores the version when it writes fails the audit", { timeout }, async (t) => {
  const { faults } = await stormThrough({ count: 60, servers: 2, fault: "naive", patienceSeconds: 3 });
  const unlawful = faults.filter((each) => /is unlawful|is not what its history led to/.test(each));
  t.diagnostic(`${unlawful.length} unlawful steps or records, such as: ${unlawful[0]}`);
  assert.ok(unlawful.length > 0);
});

test("workers without leases call jobs twice and fail the audit", {
  timeout,
}, async (t) => {
  const { faults } = await stormThrough({ count: 30, servers: 2, fault: "greedy", patienceSeconds: 3 });
  const repeated = faults.filter((each) => /the job was called \d+ times/.test(each));
  t.diagnostic(`${repeated.length} jobs were called again, such as: ${repeated[0]}`);
  assert.ok(repeated.length > 0);
});

/** Kill -9 of all servers but the last, each with a successor; then PostgreSQL stops as in a crash. */
async function breakAll(servers: ServerProcess[], answered: (share: number) => Promise<unknown>, fault?: string) {
  for (let n = 0; n < servers.length - 1; n += 1) {
    await answered(0.1 + n * 0.2);
    await servers[n]!.kill();
    servers[n] = await start(fault);
  }
  await answered(0.7);
  await postgres.halt("SIGQUIT");
  await pause(700);
  await postgres.start();
}

test("servers are killed and PostgreSQL crashes: nothing accepted is lost, nothing is applied twice", {
  timeout,
}, async (t) => {
  const { faults, ids, calls, sent, resent } = await stormThrough({
    count: Math.ceil(REQUESTS / 2),
    servers: 3,
    fault: "none",
    meanwhile: breakAll,
  });
  t.diagnostic(
    `${ids.length} requests, ${calls.size} executions, ${sent} calls of which ${resent} were sent again; seed ${SEED}`,
  );
  assert.ok(resent > 0);
  assert.deepEqual(faults, []);
});

test("a server that answers before it commits fails the audit", { timeout }, async (t) => {
  const { faults } = await stormThrough({
    count: 40,
    servers: 2,
    fault: "hasty",
    // Longer than a lease: what a killed server was doing is not lost.
    patienceSeconds: 8,
    meanwhile: breakAll,
  });
  const lost = faults.filter((each) => /was lost|were answered, but|was not called|but \d+ began/.test(each));
  t.diagnostic(`${lost.length} losses, such as: ${lost[0]}`);
  assert.ok(lost.length > 0);
});

/** Sixteen connections that all claim what is due, until nothing is left. Returns the ids of all claims. */
async function takenFrom(change: (text: string) => string): Promise<{ taken: string[]; due: number }> {
  const log = pino({ level: "silent" });
  const open = () => openDatabase({ url: postgres.url, folder: "", connections: 1 }, log);
  const databases = await Promise.all(Array.from({ length: CONNECTIONS }, open));
  try {
    const changed = (database: Database): Database => ({
      ...database,
      query: ({ text, values }) => database.query({ text: change(text), values }),
    });
    const stores = databases.map((database) => createTaskStore(changed(database)));
    const due = 300;
    const settings = { automatic: true, timeoutSeconds: 3_600, retryDelaySeconds: 1 };
    const requests = createRequestStore(databases[0]!);
    for (let n = 0; n < due; n += 1) await requests.submit(createRequest({ requestId: nextId++ }), settings);
    const taken: string[] = [];
    const takeAll = async (store: (typeof stores)[number]) => {
      for (let tasks = await store.claimWork(3, 86_400); tasks.length > 0; tasks = await store.claimWork(3, 86_400))
        taken.push(...tasks.map(({ id }) => id));
    };
    await Promise.all(stores.map(takeAll));
    // A task that another connection had just locked was skipped.
    await takeAll(stores[0]!);
    return { taken, due };
  } finally {
    await Promise.all(databases.map((database) => database.close()));
  }
}

test("a task is claimed by one worker at a time; without the row locks it is not", { timeout }, async (t) => {
  const { taken, due } = await takenFrom((text) => text);
  assert.equal(taken.length, due);
  assert.equal(new Set(taken).size, due);
  // Whether two workers meet at a task is chance, so several attempts are made.
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const unlocked = await takenFrom((text) => text.replace("FOR UPDATE SKIP LOCKED", ""));
    t.diagnostic(`${unlocked.taken.length} claims of ${unlocked.due} tasks without the locks`);
    if (unlocked.taken.length > unlocked.due) return;
  }
  assert.fail("Without the locks no task was claimed twice.");
});

test("while the database is unavailable: 503 with problem details, live but not ready; afterwards nothing is lost", {
  timeout,
}, async () => {
  const server = await start();
  const client = clientFor(server.requestsUrl);
  const id = String(nextId++);
  try {
    await client.operate("", { requestId: id, automatic: false });
    await client.operate(`/${id}/dispatch`);
    const { requestHandle } = (await client.operate(`/${id}/start`)).body;
    await postgres.halt("SIGINT");
    const away = await client.report(id, { requestHandle, status: "SUCCESS" });
    assert.equal(away.status, 503);
    assert.equal(away.headers["retry-after"], "1");
    assert.deepEqual([away.body.status, away.body.title], [503, "Service Unavailable"]);
    assert.equal((await client.read(`/${id}`)).status, 503);
    const health = async (name: string) =>
      (await client.send(server.requestsUrl.replace(/\/ess.*/, `/health/${name}`), { method: "GET" })).status;
    assert.deepEqual([await health("live"), await health("ready")], [200, 503]);
    await postgres.start();
    await until(
      "it answers again",
      async () => (await client.report(id, { requestHandle, status: "SUCCESS" })).status === 200,
    );
    assert.equal((await client.read(`/${id}`)).body.state, "COMPLETED");
  } finally {
    client.close();
    assert.equal(await server.stop(), 0);
  }
});
