import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { pino } from "pino";
import { createHandles } from "../src/lifecycle/handles.js";
import { startServer } from "../src/server.js";
import { openDatabase } from "../src/storage/database.js";
import { sql } from "../src/storage/sql.js";
import { clientFor, TOKEN } from "../test/client.js";
import { startPostgres } from "../test/postgres.js";

/**
 * Many due jobs on many hosts: how long until all prompt ones are called, with no hanging hosts and with 1 % of them,
 * which accept the connection and never answer. Meanwhile, how long a new request takes from its submission to RUNNING.
 */

const JOBS = Number(process.env.LOAD_JOBS ?? 10_000);
const HOSTS = Math.min(500, JOBS);
const HANGING = [0, 0.01];
const log = pino({ level: "silent" });

async function jobHost(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}
const servers: ReturnType<typeof createServer>[] = [];

async function measure(url: string, share: number): Promise<string> {
  let calls = 0;
  const prompt: RequestListener = (request, response) => {
    calls += 1;
    request.resume();
    response.end();
  };
  const hanging: RequestListener = (request) => void request.resume();
  const count = Math.round(HOSTS * share);
  const hosts = await Promise.all(Array.from({ length: HOSTS }, (_, n) => jobHost(n < count ? hanging : prompt)));

  const database = await openDatabase({ url, folder: "", connections: 10 }, log);
  const handles = createHandles("a key for the load");
  const common = {
    database,
    handles,
    operatorToken: TOKEN,
    log,
    host: "127.0.0.1",
    port: 0,
    jobNetworks: "127.0.0.0/8",
  };
  const idle = await startServer({ ...common, database: { ...database, close: async () => {} }, pollMs: 0 });
  const client = clientFor(idle.requestsUrl, 16);
  const submit = async (n: number) => client.operate("", { job: hosts[n % HOSTS] });
  for (let n = 0; n < JOBS; n += 16)
    await Promise.all(Array.from({ length: Math.min(16, JOBS - n) }, (_, i) => submit(n + i)));

  const began = performance.now();
  const server = await startServer({ ...common, graceMs: 0 });
  const expected = Array.from({ length: JOBS }, (_, n) => n % HOSTS).filter((n) => n >= count).length;
  let slowest = 0;
  while (calls < expected) {
    const sent = performance.now();
    const { requestId } = (await client.operate("", { job: hosts[0] })).body.request;
    while ((await client.read(`/${requestId}`)).body.state !== "RUNNING") await pause(50);
    slowest = Math.max(slowest, performance.now() - sent);
  }
  const seconds = (performance.now() - began) / 1_000;
  client.close();
  await idle.stop();
  await database.query(sql`UPDATE outbox SET done_at = now() WHERE done_at IS NULL`);
  await server.stop();
  for (const each of servers.splice(0)) each.closeAllConnections();
  const perSecond = Math.round(expected / seconds);
  const longest = (slowest / 1_000).toFixed(1);
  return `${count} of ${HOSTS} hosts hang: ${perSecond} calls a second; a new request ran after ${longest} s at most`;
}

const postgres = await startPostgres();
try {
  for (const share of HANGING) console.log(await measure(postgres.url, share));
} finally {
  await postgres.stop();
}
process.exit(0);
