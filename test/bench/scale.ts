import assert from "node:assert/strict";
import type { ExecutionStatusInput, ExecutionStatusOutcome, JobRequest } from "ess-request-machine";
import { randomFrom } from "../support/random.js";
import type { Form, ScaleResult } from "./children.js";
import { switchExecutionStatus } from "./hand-written-switch.js";
import { type Callback, recordOf, trafficFor } from "./scale-traffic.js";
import { built } from "./sides.js";
import { shuffled } from "./written.js";

/**
 * Callbacks over many requests that are kept in a Map, for the table and the switch by turns, each with a Map of its own:
 * `children.ts` starts it. A side pays for the garbage that it makes, at the end of its batch.
 */

const BATCH = 100_000;
const WARM_UP_BATCHES = 1;

type Requests = Map<string, JobRequest>;
type Kinds = Record<ExecutionStatusOutcome["kind"], number>;
type Answer<Came> = (request: JobRequest, came: Came) => ExecutionStatusOutcome;

interface Item<Came> {
  readonly id: string;
  readonly came: Came;
  /** What the scheduler stores instead, where the next execution begins at once. */
  readonly next: JobRequest | undefined;
}

interface Side<Came> {
  readonly answer: Answer<Came>;
  readonly requests: Requests;
  readonly time: number[];
}

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

/** One loop for both sides: neither is inlined into it, what is stored is kept, and what happened is counted. */
function dealWith<Came>({ answer, requests }: Side<Came>, items: readonly Item<Came>[]): Kinds {
  const kinds: Kinds = { transitioned: 0, recorded: 0, ignored: 0, rejected: 0 };
  for (const { id, came, next } of items) {
    const outcome = answer(requests.get(id)!, came);
    kinds[outcome.kind] += 1;
    requests.set(id, next ?? outcome.request);
  }
  return kinds;
}

function measureBatch<Came>(side: Side<Came>, callbacks: readonly Callback[], read: (line: string) => Came) {
  const items = callbacks.map(({ id, line, next }) => ({
    id,
    came: read(line),
    next: next && recordOf(id, next),
  }));
  globalThis.gc!({ type: "minor" });
  const begin = process.hrtime.bigint();
  const kinds = dealWith(side, items);
  globalThis.gc!({ type: "minor" });
  return { kinds, nanoseconds: Number(process.hrtime.bigint() - begin) / items.length };
}

function measureScale<Came>(requestCount: number, callbackCount: number, form: Answers<Came>): ScaleResult {
  const traffic = trafficFor(requestCount);
  const sideOf = (answer: Answer<Came>): Side<Came> => ({ answer, requests: traffic.requests(), time: [] });
  const sides = { floor: sideOf(form.floor), table: sideOf(form.table) };
  const kinds: Record<string, number> = {};
  const random = randomFrom(4);
  for (let batch = -WARM_UP_BATCHES; batch < callbackCount / BATCH; batch++) {
    const callbacks = Array.from({ length: BATCH }, traffic.draw);
    const found: Kinds[] = [];
    for (const side of shuffled(Object.values(sides), random)) {
      const measured = measureBatch(side, callbacks, form.read);
      found.push(measured.kinds);
      if (batch >= 0) side.time.push(measured.nanoseconds);
    }
    assert.deepStrictEqual(found[0], found[1]);
    for (const [kind, count] of Object.entries(found[0]!)) kinds[kind] = (kinds[kind] ?? 0) + count;
  }
  return { floor: sides.floor.time, table: sides.table.time, kinds };
}

interface Answers<Came> {
  readonly floor: Answer<Came>;
  readonly table: Answer<Came>;
  readonly read: (line: string) => Came;
}

const [form, requestCount, callbackCount] = process.argv.slice(2) as [Form, string, string];
process.send?.(measureScale(Number(requestCount), Number(callbackCount), answers[form] as Answers<unknown>));
