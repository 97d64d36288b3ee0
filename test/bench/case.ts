import assert from "node:assert/strict";
import { getHeapStatistics } from "node:v8";
import type { ExecutionStatusInput, JobRequest } from "ess-request-machine";
import { switchExecutionStatus } from "./hand-written-switch.js";
import { type Case, randomFrom, read, shuffled, type Written, writtenFor } from "./mix.js";

/**
 * One case of one peer beside the hand-written switch, in a process of their own: `run.ts` starts it. Both get the same
 * pairs in the same order, in turns, so that whatever else the machine does falls on both.
 */

const POPULATION = 8192;
/** Few enough to stay in the cache: it is the code that is measured, not the memory. Drawn anew for every round. */
const SAMPLE = 1024;
const PASSES = 4;
const WARM_UP_ROUNDS = 40;
const ROUNDS = 200;

export interface Measured {
  /** Nanoseconds a call, one number a round. */
  readonly time: readonly number[];
  /** Bytes allocated a call, likewise. */
  readonly bytes: readonly number[];
}

export type Peer = "table" | "XState";

interface Answer {
  readonly kind: string;
  readonly request: JobRequest;
}
type Apply = (request: JobRequest, input: ExecutionStatusInput) => Answer;

// What is measured is what users run: the built package, not its sources.
const built = (file: string) => import(new URL(`../../dist/${file}`, import.meta.url).href);
const library = (await built("index.js")) as typeof import("ess-request-machine");

/** XState's step from a record to a record, as the others do it. */
async function stepOfXState(): Promise<Apply> {
  const { transition } = await import("xstate");
  const machine = (await built("machine.js")) as typeof import("ess-request-machine/machine");
  return (request, { status, ...rest }) => {
    const [snapshot] = transition(machine.requestMachine, machine.toSnapshot(request), { type: status, ...rest });
    return { kind: snapshot.status, request: machine.fromSnapshot(snapshot) };
  };
}

function load(written: readonly Written[]) {
  const pairs = written.map(read);
  return { requests: pairs.map(([request]) => request), inputs: pairs.map(([, input]) => input) };
}

function assertSameOutcomes(peer: Peer, apply: Apply, written: readonly Written[]): void {
  const { requests, inputs } = load(written);
  for (const [i, request] of requests.entries()) {
    const expected = switchExecutionStatus(request, inputs[i]!);
    const found = apply(request, inputs[i]!);
    assert.equal(library.parseJobRequest(request).issues, undefined);
    if (peer === "XState") {
      assert.deepStrictEqual(found.request, expected.request);
    } else {
      assert.deepStrictEqual(found, expected);
      assert.equal(found.request === request, expected.request === request);
    }
  }
}

/** One loop for both sides: neither is inlined into it, and what each call returns is read. */
function applyAll(apply: Apply, requests: readonly JobRequest[], inputs: readonly ExecutionStatusInput[]): number {
  let sum = 0;
  for (let i = 0; i < requests.length; i++) {
    const { kind, request } = apply(requests[i]!, inputs[i]!);
    sum += kind.length + request.attempt;
  }
  return sum;
}

let kept = 0;

/** Time without garbage collection, as what is allocated fits the young generation: the bytes tell the rest. */
function measureRound(apply: Apply, written: readonly Written[]): { nanoseconds: number; bytes: number } {
  const { requests, inputs } = load(written);
  globalThis.gc!();
  const heapBefore = getHeapStatistics().used_heap_size;
  const begin = process.hrtime.bigint();
  for (let pass = 0; pass < PASSES; pass++) kept += applyAll(apply, requests, inputs);
  const end = process.hrtime.bigint();
  const calls = PASSES * written.length;
  return {
    nanoseconds: Number(end - begin) / calls,
    bytes: (getHeapStatistics().used_heap_size - heapBefore) / calls,
  };
}

interface Side {
  readonly apply: Apply;
  readonly calls: number;
  readonly time: number[];
  readonly bytes: number[];
}

function measure(sides: readonly Side[], written: readonly Written[]): void {
  const random = randomFrom(2);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const sample = shuffled(written, random);
    for (const { apply, calls, time, bytes } of shuffled(sides, random)) {
      const measured = measureRound(apply, sample.slice(0, calls));
      if (round < 0) continue;
      time.push(measured.nanoseconds);
      bytes.push(measured.bytes);
    }
  }
  assert.ok(kept > 0);
}

const [name, peer] = process.argv.slice(2) as [Case, Peer];
const written = writtenFor(name, POPULATION, 1);
const apply = peer === "table" ? library.applyExecutionStatus : await stepOfXState();
assertSameOutcomes(peer, apply, written);

const sideOf = (apply: Apply, calls: number): Side => ({ apply, calls, time: [], bytes: [] });
const floor = sideOf(switchExecutionStatus, SAMPLE);
// XState is a few hundred times slower: a few calls a round are enough, and what they allocate still fits.
const other = sideOf(apply, peer === "table" ? SAMPLE : SAMPLE / 16);
measure([floor, other], written);

const numbers = ({ time, bytes }: Side): Measured => ({ time, bytes });
process.send?.([numbers(floor), numbers(other)]);
