import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { applyLifecycleEvent, createRequest, type JobRequest } from "ess-request-machine";
import pg from "pg";
import { hashHandle } from "../src/lifecycle/handles.js";
import { type Settings, tasksAfter } from "../src/lifecycle/tasks.js";
import { applyCommand, selectRequest, writeResult } from "../src/storage/request-store.js";
import { SCHEMA } from "../src/storage/schema.js";
import { clientFor } from "../test/client.js";
import { startPostgres } from "../test/postgres.js";
import { startProcess } from "../test/processes.js";

/**
 * How many callbacks the server takes on loopback, and beside it, in the same run, what they are made of: the same two
 * statements sent by a bare client (the database's own ceiling), and the same HTTP without the database (a body that is no
 * JSON, answered 400). Each callback is an UPDATE of another request than its neighbours. No worker runs meanwhile. With `--write` the
 * table goes into README.md, and above it on what it was measured.
 */

const CONNECTIONS = [1, 16, 64];
const SECONDS = Number(process.env.LOAD_SECONDS ?? 5);
const WARM_UP_SECONDS = 1;
const REQUESTS = 2_000;
const TICKS_PER_SECOND = 100;
const HANDLE = "a handle for the load that is as long as one of the server's own is";
const SETTINGS: Settings = { automatic: false, timeoutSeconds: 3_600, retryDelaySeconds: 1 };

/** CPU seconds that a process took so far, with the children that it has ended: on Linux, else unknown. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

/** PostgreSQL has a process for each connection. */
function cpuOfFamily(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  return children.reduce((sum, child) => sum + cpuOf(Number(child)), cpuOf(pid));
}

interface Measured {
  /** CPU milliseconds of each process for one callback, in the order of the meters. */
  readonly cpu: readonly string[];
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** By name, what says how much CPU a process took. */
type Meters = Readonly<Record<string, () => number>>;

/** So many at once, each as soon as its predecessor is answered. */
async function measure(connections: number, meters: Meters, send: (n: number) => Promise<void>): Promise<Measured> {
  let n = 0;
  const cpuBefore = Object.values(meters).map((meter) => meter());
  const latencies: number[] = [];
  const warm = performance.now() + WARM_UP_SECONDS * 1_000;
  const end = warm + SECONDS * 1_000;
  async function one() {
    for (let began = performance.now(); began < end; began = performance.now()) {
      n += 1;
      await send(n);
      if (began >= warm) latencies.push(performance.now() - began);
    }
  }
  await Promise.all(Array.from({ length: connections }, one));
  latencies.sort((one, other) => one - other);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  const cpu = Object.values(meters).map((meter, i) => (((meter() - cpuBefore[i]!) * 1_000) / n).toFixed(2));
  return { cpu, perSecond: latencies.length / SECONDS, p50: at(0.5), p99: at(0.99) };
}

const runningRequest = (requestId: number): JobRequest => {
  const ready = applyLifecycleEvent(createRequest({ requestId }), { type: "dispatch" }).request;
  return applyLifecycleEvent(ready, { type: "start", requestHandle: hashHandle(HANDLE) }).request;
};

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(SCHEMA);
  for (let id = 1; id <= REQUESTS; id += 1) {
    const values = [String(id), "RUNNING", JSON.stringify(runningRequest(id)), JSON.stringify(SETTINGS)];
    await client.query("INSERT INTO request (request_id, state, record, settings) VALUES ($1, $2, $3, $4)", values);
  }
  await client.query("VACUUM ANALYZE");
  await client.end();
}

/** What the server sends for one callback, applyCommand beforehand. */
function bareClient(url: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const before = runningRequest(1);
  const command = { status: "UPDATE", statusMessage: "half of it is done", requestHandle: hashHandle(HANDLE) } as const;
  const done = applyCommand(before, command);
  const owed = tasksAfter(done.outcome, SETTINGS);
  const send = async (n: number) => {
    const client = await pool.connect();
    const requestId = String((n % REQUESTS) + 1);
    const { rows } = await client.query({ name: "find", ...selectRequest(requestId) });
    const found = { request: before, settings: SETTINGS, version: rows[0].version };
    const request = { ...done.outcome.request, requestId };
    const written = writeResult(found, command, { ...done, outcome: { ...done.outcome, request } }, owed);
    const stored = await client.query({ name: "write", ...written });
    client.release();
    if (stored.rows.length !== 1) throw new Error("The bare client lost a race that it should not have.");
  };
  return { send, close: () => pool.end() };
}

const COLUMNS = [
  "connections",
  "",
  "per second",
  "p50",
  "p99",
  "of the ceiling",
  "CPU per callback: server, PostgreSQL, client",
];
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const shown = (first: string, name: string, { perSecond, p50, p99, cpu }: Measured, share = ""): string => {
  const perSecondShown = Math.round(perSecond).toLocaleString("en");
  return row([
    first,
    name,
    perSecondShown,
    `${p50.toFixed(1)} ms`,
    `${p99.toFixed(1)} ms`,
    share,
    `${cpu.join(", ")} ms`,
  ]);
};

async function compare(url: string, requestsUrl: string, meters: Meters, connections: number): Promise<string[]> {
  const client = clientFor(requestsUrl, connections);
  const expecting = (status: number, answer: { status: number }) => {
    if (answer.status !== status) throw new Error(`Expected ${status}, but found ${answer.status}.`);
  };
  const body = { requestHandle: HANDLE, status: "UPDATE", statusMessage: "half of it is done" };
  const server = await measure(connections, meters, async (n) =>
    expecting(200, await client.report(String((n % REQUESTS) + 1), body)),
  );
  const bare = bareClient(url, Math.min(connections, POOL));
  const ceiling = await measure(connections, meters, bare.send);
  await bare.close();
  const http = await measure(connections, meters, async (n) =>
    expecting(400, await client.report(String((n % REQUESTS) + 1), "{")),
  );
  client.close();
  return [
    shown(String(connections), "server", server, (server.perSecond / ceiling.perSecond).toFixed(2)),
    shown("", "bare statements", ceiling),
    shown("", "bare HTTP", http),
  ];
}

/** Puts the table into the README, in place of the one that is there. */
function write(lines: readonly string[]): void {
  const file = new URL("../README.md", import.meta.url);
  const [before, after] = readFileSync(file, "utf8").split(/(?<=<!-- measured -->\n).*(?=<!-- \/measured -->)/s);
  if (after === undefined) throw new Error("Expected two marks in README.md, but found none.");
  writeFileSync(file, `${before}\n${lines.join("\n")}\n\n${after}`);
}

/** On what it was measured. The load is that of others, before this one. */
async function conditions(url: string, [load = Number.NaN]: readonly number[]): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query("SHOW server_version");
  await client.end();
  const major = (version: string, parts: number) => version.split(/[ .]/).slice(0, parts).join(".");
  const software = `PostgreSQL ${major(rows[0].server_version, 1)}, Node ${major(process.versions.node, 2)}`;
  return `${software}, cores: ${availableParallelism()}, load average of other work before: ${load.toFixed(1)}.`;
}

const POOL = 16;
const loadBefore = loadavg();

const postgres = await startPostgres();
try {
  await fill(postgres.url);
  const server = await startProcess({
    DATABASE_URL: postgres.url,
    DATABASE_CONNECTIONS: String(POOL),
    POLL_MS: "0",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "fatal",
  });
  try {
    const meters = {
      server: () => cpuOf(server.pid),
      PostgreSQL: () => (process.platform === "linux" ? cpuOfFamily(postgres.pid()) : Number.NaN),
      client: () => (process.cpuUsage().user + process.cpuUsage().system) / 1_000_000,
    };
    const lines = [await conditions(postgres.url, loadBefore), "", row(COLUMNS), row(COLUMNS.map(() => "---"))];
    for (const connections of CONNECTIONS)
      lines.push(...(await compare(postgres.url, server.requestsUrl, meters, connections)));
    console.log(lines.join("\n"));
    if (process.argv.includes("--write")) write(lines);
  } finally {
    await server.stop();
  }
} finally {
  await postgres.stop();
}
