import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import { clientFor } from "./client.js";

/**
 * Requests with a real job, and callbacks as a network delivers them: each twice, out of order, a second final report
 * after the first, some very late. What is not answered is sent again (at-least-once delivery).
 */

const CONNECTIONS = 16;
const COPIES = 2;
const NEARBY = 24;
const FINALS = [
  "SUCCESS",
  "SUCCESS",
  "SUCCESS",
  "WARNING",
  "WARNING",
  "ERROR",
  "BUSINESS_ERROR",
  "PAUSE",
  "CANCEL",
] as const;

interface Sending {
  readonly id: string;
  readonly body: { readonly requestHandle: string; readonly status: string; readonly statusMessage?: string };
}

export interface Storm {
  readonly ids: readonly string[];
  /** How many callbacks of each request were answered with 200. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** How often each idempotency key was called. */
  readonly calls: ReadonlyMap<string, number>;
  /** Hashes of the handles that the job was given. */
  readonly executions: ReadonlySet<string>;
  readonly wrongAnswers: readonly string[];
  readonly sent: number;
  readonly resent: number;
}

/** The same numbers for the same seed. The order of answers still depends on the machine. */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export interface StormOptions {
  /** Asked for each sending, because servers come and go. */
  readonly urls: () => readonly string[];
  readonly count: number;
  readonly seed: number;
  readonly firstId: bigint;
  /** How many requests have not ended and how many tasks are pending. */
  readonly unsettled: () => Promise<number>;
  readonly progress: { answered: number };
  /** The storm ends when nothing has moved for so long: no limit depends on the speed of the machine. */
  readonly patienceSeconds: number;
}

export async function storm({ urls, count, seed, firstId, ...options }: StormOptions): Promise<Storm> {
  const random = randomFrom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const shuffled = <Item>(items: readonly Item[]): Item[] =>
    items
      .map((item) => ({ item, at: random() }))
      .toSorted((one, other) => one.at - other.at)
      .map(({ item }) => item);

  const queue: Sending[] = [];
  const late: Sending[] = [];
  const calls = new Map<string, number>();
  const executions = new Set<string>();
  const acknowledged = new Map<string, number>();
  const wrongAnswers: string[] = [];
  let settled = false;
  let sent = 0;
  let resent = 0;

  /** The callbacks of one execution, also invalid ones. */
  function callbacksOf(id: string, requestHandle: string): Sending[] {
    const update = { requestHandle, status: "UPDATE", statusMessage: "half of it is done" };
    const final = { requestHandle, status: pick(FINALS), statusMessage: "the first" };
    const second = { requestHandle, status: pick(FINALS), statusMessage: "the second" };
    const foreign = { requestHandle: "unknown", status: "SUCCESS" };
    const copies = Array.from({ length: COPIES }, () => [update, final]).flat();
    return shuffled([...copies, second, foreign].map((body) => ({ id, body })));
  }

  const job = createServer(async (req, res) => {
    const { requestId, requestHandle } = (await json(req)) as { requestId: string; requestHandle?: string };
    res.end();
    if (requestHandle === undefined) return;
    const key = String(req.headers["idempotency-key"]);
    const before = calls.get(key) ?? 0;
    calls.set(key, before + 1);
    // Idempotent: a call that is repeated with the same key is already being processed.
    if (before > 0) return;
    executions.add(createHash("sha256").update(requestHandle).digest("hex"));
    for (const sending of callbacksOf(requestId, requestHandle)) (random() < 0.1 ? late : queue).push(sending);
  }).listen(0, "127.0.0.1");
  await once(job, "listening");
  const jobUrl = `http://127.0.0.1:${(job.address() as AddressInfo).port}/`;

  const client = clientFor("", CONNECTIONS / 4);
  /** Sends to any server until one answers. */
  async function insist(path: string, send: (url: string) => Promise<{ status: number }>) {
    while (!settled) {
      sent += 1;
      const status = await send(`${pick(urls())}${path}`).then(
        (answer) => answer.status,
        () => undefined,
      );
      if (status !== undefined && status < 500) {
        options.progress.answered += 1;
        return status;
      }
      resent += 1;
      await pause(20);
    }
    return undefined;
  }

  const ids = Array.from({ length: count }, (_, n) => String(firstId + BigInt(n)));
  const toSubmit = [...ids];
  const operate = (url: string, body?: unknown) => client.operate(url, body);
  async function submitNext(requestId: string): Promise<void> {
    const body = { requestId, job: jobUrl, retries: Math.floor(random() * 3), retryDelaySeconds: 0.02 };
    const status = await insist("", (url) => operate(url, body));
    // 409: the answer to an earlier submission was lost.
    if (status !== undefined && status !== 201 && status !== 409)
      wrongAnswers.push(`${requestId}: its submission was answered with ${status}.`);
  }
  async function report({ id, body }: Sending): Promise<void> {
    const status = await insist(`/${id}/executionStatus`, (url) => client.send(url, { body }));
    if (status === undefined) return;
    const isForeign = body.requestHandle === "unknown";
    if (status !== (isForeign ? 403 : 200)) wrongAnswers.push(`${id}: ${body.status} was answered with ${status}.`);
    else if (!isForeign) acknowledged.set(id, (acknowledged.get(id) ?? 0) + 1);
    if (!isForeign && random() < 0.01) await insist(`/${id}/cancel`, (url) => operate(url));
  }

  async function connection(): Promise<void> {
    while (!settled) {
      // Callbacks of one request are close together, and so race.
      const nearby = queue.splice(Math.floor(random() * Math.min(queue.length, NEARBY)), 1)[0];
      const sending = nearby ?? (late.length > 0 && random() < 0.3 ? late.shift() : undefined);
      const id = sending ? undefined : toSubmit.shift();
      if (sending) await report(sending);
      else if (id) await submitNext(id);
      else await pause(5);
    }
  }

  const connections = Promise.all(Array.from({ length: CONNECTIONS }, connection));
  async function watch(): Promise<void> {
    let seen = "";
    let movedAt = Date.now();
    for (let quiet = 0; quiet < 3; ) {
      await pause(150);
      const left = queue.length + late.length + toSubmit.length;
      const open = left === 0 ? await options.unsettled().catch(() => undefined) : undefined;
      quiet = open === 0 ? quiet + 1 : 0;
      const now = `${options.progress.answered} ${open}`;
      if (now !== seen) movedAt = Date.now();
      seen = now;
      if (quiet === 0 && Date.now() - movedAt > options.patienceSeconds * 1_000) {
        wrongAnswers.push(`Nothing moved any more: ${left} were not sent, and ${open} were not done.`);
        return;
      }
    }
  }
  try {
    await Promise.race([watch(), connections]);
  } finally {
    settled = true;
    client.close();
    await connections.catch(() => {});
    job.closeAllConnections();
    job.close();
  }
  return { ids, acknowledged, calls, executions, wrongAnswers, sent, resent };
}
