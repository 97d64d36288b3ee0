import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import { fn } from "@vitest/spy";
import * as chai from "chai";

/** The part of vitest that the tests need, with vitest's own `expect`. It stops at the first failure. */

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const expect = Object.assign(chai.expect, { unreachable: () => chai.assert.fail("expected not to be called") });
export const vi = { fn };

type Body = (...args: never[]) => unknown;

let collected: { readonly name: string; readonly body: () => unknown }[] = [];
let cleanups: (() => unknown)[] = [];

export const onTestFinished = (cleanup: () => unknown): void => void cleanups.push(cleanup);

/** Options, such as a time limit, may come before the body. */
const collect = (name: string, ...rest: readonly unknown[]) => {
  collected.push({ name, body: rest.at(-1) as () => unknown });
};

const runNow = (_: string, ...rest: readonly unknown[]) => (rest.at(-1) as () => void)();

/** `each` spreads rows over the parameters if all of them are arrays; `for` never does. */
const each =
  (register: (name: string, body: Body) => void) => (rows: readonly unknown[]) => (name: string, body: Body) => {
    const areArrays = rows.every(Array.isArray);
    for (const row of rows)
      register(name, () => (body as (...args: unknown[]) => unknown)(...(areArrays ? (row as unknown[]) : [row])));
  };
const forEach = (rows: readonly unknown[]) => (name: string, body: Body) => {
  for (const row of rows) collect(name, () => (body as (row: unknown) => unknown)(row));
};

export const test = Object.assign(collect, { each: each(collect), for: forEach });
export const describe = Object.assign(runNow, { each: each(runNow) });

/** Types are checked by the compiler: here every statement about them passes. */
const anything: unknown = new Proxy(() => {}, { get: () => anything, apply: () => anything });
export const expectTypeOf = () => anything;

export interface Result {
  readonly name: string;
  readonly ms: number;
  readonly failure?: unknown;
}

/** Runs at most `limit` of the tests collected since the last call, one after another, until one fails. */
export async function runCollected(limit: number): Promise<Result[]> {
  const results: Result[] = [];
  const tests = collected.slice(0, limit);
  collected = [];
  for (const { name, body } of tests) {
    const began = performance.now();
    const failed = await failureOf(body);
    results.push({ name, ms: performance.now() - began, ...failed });
    if (failed !== undefined) break;
  }
  return results;
}

/** A promise that never settles would stop the run. */
const TIME_LIMIT_MS = 20_000;

async function within(milliseconds: number, running: unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`A test took more than ${milliseconds} ms.`)), milliseconds);
  });
  await Promise.race([running, late]).finally(() => clearTimeout(timer));
}

async function failureOf(body: () => unknown): Promise<{ readonly failure: unknown } | undefined> {
  try {
    await within(TIME_LIMIT_MS, body());
    for (const cleanup of cleanups) await cleanup();
    return undefined;
  } catch (failure) {
    return { failure };
  } finally {
    cleanups = [];
  }
}
