import assert from "node:assert/strict";
import type { ExecutionStatusInput, ExecutionStatusOutcome, JobRequest } from "ess-request-machine";
import { randomFrom } from "../support/random.js";
import type { Form, ScaleResult } from "./children.js";
import { switchExecutionStatus } from "./hand-written-switch.js";
import { recordOf, trafficFor } from "./scale-traffic.js";
import { built } from "./sides.js";
import { shuffled } from "./written.js";

/**
 * Callbacks over many requests that are kept in a Map: `children.ts` starts it. Table and switch take batches of the same
 * traffic by turns, on one Map: their outcomes are the same, so neither finds another world than the other, and a million
 * requests are in memory but once.
 */

const BATCH = 20_000;
const WARM_UP_TURNS = 10;

type Requests = Map<string, JobRequest>;
type Kinds = Record<ExecutionStatusOutcome["kind"], number>;
type Answer<Came> = (request: JobRequest, came: Came) => ExecutionStatusOutcome;

interface Item<Came> {
  readonly id: string;
  readonly came: Came;
  /** What the scheduler stores instead, where the next execution begins at once. */
  readonly next: JobRequest | undefined;
}

interface Answers<Came> {
  readonly floor: Answer<Came>;
  readonly table: Answer<Came>;
  readonly read: (line: string) => Came;
}

const SIDES = ["floor", "table"] as const;

const { applyExecutionStatus, parseExecutionStatus } = (await built(
  "index.js",
)) as typeof import("ess-request-machine");

/** What a server does with a line; the switch looks at the members itself, so it gets them as they came. */
const answers = {
  records: { floor: switchExecutionStatus, table: applyExecutionStatus, read: (line: string) => JSON.parse(line) },
  lines: {
    floor: (request: JobRequest, line: string) => switchExecutionStatus(request, JSON.parse(line)),
    table: (request: JobRequest, line: string) => {
      const { value } = parseExecutionStatus(JSON.parse(line)) as { readonly value: ExecutionStatusInput };
      return applyExecutionStatus(request, value);
    },
    read: (line: string) => line,
  },
};

/** Empties the batch, so that what came is garbage by the time that garbage is collected. */
function dealWith<Came>(answer: Answer<Came>, requests: Requests, items: Item<Came>[]): Kinds {
  const kinds: Kinds = { transitioned: 0, recorded: 0, ignored: 0, rejected: 0 };
  for (const { id, came, next } of items) {
    const outcome = answer(requests.get(id)!, came);
    kinds[outcome.kind] += 1;
    requests.set(id, next ?? outcome.request);
  }
  items.length = 0;
  return kinds;
}

/**
 * A side pays for the young garbage that it makes, at the end of its batch. What the batch was made with is in the old generation by
 * then, which takes two collections.
 */
function measureBatch<Came>(answer: Answer<Came>, requests: Requests, items: Item<Came>[]) {
  const { length } = items;
  globalThis.gc!({ type: "minor" });
  globalThis.gc!({ type: "minor" });
  const begin = process.hrtime.bigint();
  const kinds = dealWith(answer, requests, items);
  globalThis.gc!({ type: "minor" });
  return { kinds, nanoseconds: Number(process.hrtime.bigint() - begin) / length };
}

/** Few enough that each is met a hundred times: by what comes late and again, in execution after execution. */
const HELD_REQUESTS = 1_000;
const HELD_CALLBACKS = 100_000;

/** Both give the same outcomes for the same traffic to fewer requests; before anything is timed. */
function holdTogether<Came>({ floor, table, read }: Answers<Came>) {
  const traffic = trafficFor(HELD_REQUESTS);
  const requests = traffic.requests();
  for (let i = 0; i < HELD_CALLBACKS; i++) {
    const { id, line, next } = traffic.draw();
    const request = requests.get(id)!;
    const outcome = table(request, read(line));
    assert.deepStrictEqual(outcome, floor(request, read(line)));
    requests.set(id, next ? recordOf(id, next) : outcome.request);
  }
}

function measureScale<Came>(requestCount: number, callbackCount: number, form: Answers<Came>): ScaleResult {
  const traffic = trafficFor(requestCount);
  const requests = traffic.requests();
  const times: Record<(typeof SIDES)[number], number[]> = { floor: [], table: [] };
  const total: Record<string, number> = {};
  const random = randomFrom(4);
  const drawItem = (): Item<Came> => {
    const { id, line, next } = traffic.draw();
    return { id, came: form.read(line), next: next && recordOf(id, next) };
  };

  holdTogether(form);
  for (let turn = -WARM_UP_TURNS; turn < callbackCount / BATCH; turn++) {
    for (const side of shuffled(SIDES, random)) {
      const { kinds, nanoseconds } = measureBatch(form[side], requests, Array.from({ length: BATCH }, drawItem));
      if (turn < 0) continue;
      times[side].push(nanoseconds);
      for (const [kind, count] of Object.entries(kinds)) total[kind] = (total[kind] ?? 0) + count;
    }
  }
  return { ...times, kinds: total };
}

const [form, requestCount, callbackCount] = process.argv.slice(2) as [Form, string, string];
process.send?.(measureScale(Number(requestCount), Number(callbackCount), answers[form] as Answers<unknown>));
