import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isTerminal, type RequestState } from "ess-request-machine";
import { pino } from "pino";
import { createHandles } from "../src/lifecycle/handles.js";
import { startServer } from "../src/server.js";
import { openDatabase } from "../src/storage/database.js";

/** A server on the embedded database, and real child processes as remote jobs that call back over HTTP. */

/** By behaviour: what the job does, and how its request ends. */
const JOBS: Record<string, readonly [title: string, end: string]> = {
  prompt: ["reports once, as it should", "SUCCEEDED"],
  twice: ["reports twice at the same time, and then something else", "SUCCEEDED"],
  stale: ["fails, is retried, and then reports with the handle of its first attempt", "WARNING"],
  late: ["reports after its time-out", "SUCCEEDED"],
  pauses: ["pauses, and continues from its paused state", "SUCCEEDED"],
  obedient: ["is cancelled, and learns it when it checks in", "CANCELLED"],
  dies: ["dies without a report; the operator completes the request after the time-out", "ERROR"],
};
const BEHAVIOURS = Object.keys(JOBS);
const TOKEN = "token-for-the-demo";
const FIRST_ID = 101;
const MAX_WAIT_MS = 300_000;
const jobFile = fileURLToPath(new URL("job.mjs", import.meta.url));

const folder = mkdtempSync(join(tmpdir(), "ess-demo-"));
const log = pino({ level: "silent" });
const database = await openDatabase({ folder, connections: 1 }, log);
const handles = createHandles("a key for the demo");
const server = await startServer({
  database,
  handles,
  operatorToken: TOKEN,
  log,
  host: "127.0.0.1",
  port: 0,
  pollMs: 25,
  jobNetworks: "127.0.0.0/8",
});

/** The host of the jobs: starts a process for each call. */
const children: ChildProcess[] = [];
const handlesGiven = new Map<string, string>();
const starter = createServer(async (req, res) => {
  const call = (await json(req)) as { requestId: string; requestHandle?: string };
  res.end();
  if (call.requestHandle === undefined) return;
  const behaviour = BEHAVIOURS[Number(call.requestId) - FIRST_ID] ?? "";
  const job = { BEHAVIOUR: behaviour, CALL: JSON.stringify(call), EARLIER: handlesGiven.get(call.requestId) ?? "" };
  handlesGiven.set(call.requestId, call.requestHandle);
  const env = { ...process.env, ...job };
  children.push(spawn(process.execPath, [jobFile], { env, stdio: ["ignore", "ignore", "inherit"] }));
}).listen(0, "127.0.0.1");
await once(starter, "listening");
const job = `http://127.0.0.1:${(starter.address() as AddressInfo).port}/`;

async function operate(path: string, body?: object) {
  const headers = { authorization: `Bearer ${TOKEN}`, ...(body && { "content-type": "application/json" }) };
  const response = await fetch(`${server.requestsUrl}${path}`, {
    method: "POST",
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return response.ok;
}

interface Line {
  readonly at: string;
  readonly name: string;
  readonly kind: string;
  readonly reason: string | null;
  readonly explanation: string;
}
async function read(path: string): Promise<{ state: string; items: Line[] }> {
  const response = await fetch(`${server.requestsUrl}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return (await response.json()) as { state: string; items: Line[] };
}

const idOf = (behaviour: string) => String(FIRST_ID + BEHAVIOURS.indexOf(behaviour));
const timeouts: Record<string, number> = { late: 0.3, dies: 1.5 };
for (const behaviour of BEHAVIOURS) {
  const timeoutSeconds = timeouts[behaviour] ?? 60;
  await operate("", { requestId: idOf(behaviour), job, retries: 1, retryDelaySeconds: 0.2, timeoutSeconds });
}
async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + MAX_WAIT_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error("The demo is stuck.");
    await pause(100);
  }
}
const stateOf = async (behaviour: string) => (await read(`/${idOf(behaviour)}`)).state;
// The operator cancels one request while its job runs, and completes another after its time-out.
await until(async () => (await stateOf("obedient")) === "RUNNING");
await operate(`/${idOf("obedient")}/cancel`);
await until(() => operate(`/${idOf("dies")}/complete`, { state: "ERROR", message: "the job's machine is gone" }));
for (const behaviour of BEHAVIOURS) await until(async () => isTerminal((await stateOf(behaviour)) as RequestState));
await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, "exit")));

for (const behaviour of BEHAVIOURS) {
  const { items } = await read(`/${idOf(behaviour)}/history`);
  const began = Date.parse(items[0]?.at ?? "");
  console.log(`\n${idOf(behaviour)}  A job that ${JOBS[behaviour]![0]}`);
  for (const { at, explanation } of items) {
    const seconds = ((Date.parse(at) - began) / 1_000).toFixed(2).padStart(7);
    console.log(`${seconds} s  ${explanation}`);
  }
  const [, end] = JOBS[behaviour]!;
  const state = await stateOf(behaviour);
  if (state === end) continue;
  console.log(`           It ended in ${state} instead of ${end}.`);
  process.exitCode = 1;
}

starter.close();
await server.stop();
rmSync(folder, { recursive: true, force: true });
