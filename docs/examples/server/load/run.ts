import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { applyLifecycleEvent, createRequest, type JobRequest } from "ess-request-machine";
import pg from "pg";
import { applyCommand } from "../src/lifecycle/command.js";
import { hashHandle } from "../src/lifecycle/handles.js";
import type { Settings } from "../src/lifecycle/tasks.js";
import { selectRequest } from "../src/storage/request-store.js";
import { writeResult } from "../src/storage/write-result.js";
import { clientFor } from "../test/client.js";
import { startPostgres } from "../test/postgres.js";
import { startProcess } from "../test/processes.js";
import { cpuOf, cpuOfFamily, type Measured, type Meters, measure } from "./measure.js";

/**
 * How many callbacks the server takes on loopback; beside it, in the same run, the same two statements from a bare
 * client (the database's throughput) and the same HTTP without the database (an invalid id). Each callback is an
 * UPDATE of another request than its neighbours, or, in the rows "one request", of the same. There is no background
 * work. With `--write`, the table goes into README.md.
 */

const CONNECTIONS = [1, 16, 64];
const REQUESTS = 2_000;
const HANDLE = "a handle for the load that is as long as one of the server's own is";
const SETTINGS: Settings = { automatic: false, timeoutSeconds: 3_600, retryDelaySeconds: 1 };

const runningRequest = (requestId: number): JobRequest => {
  const ready = applyLifecycleEvent(createRequest({ requestId }), { type: "dispatch" }).request;
  return applyLifecycleEvent(ready, { type: "start", requestHandle: hashHandle(HANDLE) }).request;
};

async function fill(url: string): Promise<void> {
  // The server made the tables when it started.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (let id = 1; id <= REQUESTS; id += 1) {
    const values = [String(id), "RUNNING", JSON.stringify(runningRequest(id)), JSON.stringify(SETTINGS)];
    await client.query("INSERT INTO request (request_id, state, record, settings) VALUES ($1, $2, $3, $4)", values);
  }
  await client.query("VACUUM ANALYZE");
  await client.end();
}

/** The statements of one callback, with a result that was worked out before. */
function bareClient(url: string, connections: number) {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const before = runningRequest(1);
  const command = { status: "UPDATE", statusMessage: "half of it is done", requestHandle: hashHandle(HANDLE) } as const;
  const result = applyCommand(before, command);
  const send = async (n: number) => {
    const client = await pool.connect();
    const requestId = String((n % REQUESTS) + 1);
    const { rows } = await client.query({ name: "find", ...selectRequest(requestId) });
    const stored = { request: before, settings: SETTINGS, version: rows[0].version };
    const request = { ...result.outcome.request, requestId };
    const statement = writeResult(stored, command, { ...result, outcome: { ...result.outcome, request } });
    const written = await client.query({ name: "write", ...statement });
    client.release();
    if (written.rows.length !== 1) throw new Error("The bare client lost a race.");
  };
  return { send, close: () => pool.end() };
}

const COLUMNS = [
  "connections",
  "",
  "per second",
  "p50",
  "p99",
  "of the database's throughput",
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
    if (answer.status !== status) throw new Error(`The answer was ${answer.status} instead of ${status}.`);
  };
  const body = { requestHandle: HANDLE, status: "UPDATE", statusMessage: "half of it is done" };
  const reportTo = (idOf: (n: number) => number) =>
    measure(connections, meters, async (n) => expecting(200, await client.report(String(idOf(n)), body)));
  const server = await reportTo((n) => (n % REQUESTS) + 1);
  const hot = connections > 1 ? await reportTo(() => 1) : undefined;
  const bare = bareClient(url, Math.min(connections, POOL));
  const database = await measure(connections, meters, bare.send);
  await bare.close();
  const http = await measure(connections, meters, async () => expecting(400, await client.report("0", body)));
  client.close();
  const ratio = ({ perSecond }: Measured) => (perSecond / database.perSecond).toFixed(2);
  return [
    shown(String(connections), "server", server, ratio(server)),
    ...(hot ? [shown("", "server, one request", hot, ratio(hot))] : []),
    shown("", "bare statements", database),
    shown("", "bare HTTP", http),
  ];
}

/** Replaces the table in the README. */
function write(lines: readonly string[]): void {
  const file = new URL("../README.md", import.meta.url);
  const [before, after] = readFileSync(file, "utf8").split(/(?<=<!-- measured -->\n).*(?=<!-- \/measured -->)/s);
  if (after === undefined) throw new Error("README.md has no marks for the table. Add them.");
  writeFileSync(file, `${before}\n${lines.join("\n")}\n\n${after}`);
}

/** What it was measured on. The load average is that of other processes, before the run. */
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
  const server = await startProcess({
    DATABASE_URL: postgres.url,
    DATABASE_CONNECTIONS: String(POOL),
    POLL_MS: "0",
    LOG_LEVEL: process.env.LOG_LEVEL ?? "fatal",
  });
  try {
    await fill(postgres.url);
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
