import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import * as chai from "chai";

/** As much of vitest as the tests need, with its own `expect`. One failure is enough. */

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const { expect } = chai;

type Body = (...args: never[]) => unknown;

let collected: { readonly name: string; readonly body: () => unknown }[] = [];

/** Options, such as a time limit, may stand before the body. */
const collect = (name: string, ...rest: readonly unknown[]) => {
  collected.push({ name, body: rest.at(-1) as () => unknown });
};

const run = (_: string, ...rest: readonly unknown[]) => (rest.at(-1) as () => void)();

/** `each` spreads a row over the parameters; `for` does not. */
const each = (how: (name: string, body: Body) => void) => (rows: readonly unknown[]) => (name: string, body: Body) => {
  for (const row of rows)
    how(name, () => (body as (...args: unknown[]) => unknown)(...(Array.isArray(row) ? row : [row])));
};
const forEach = (rows: readonly unknown[]) => (name: string, body: Body) => {
  for (const row of rows) collect(name, () => (body as (row: unknown) => unknown)(row));
};

export const test = Object.assign(collect, { each: each(collect), for: forEach });
export const describe = Object.assign(run, { each: each(run) });

/** Types are the compiler's business: whatever is said of them holds here. */
const anything: unknown = new Proxy(() => {}, { get: () => anything, apply: () => anything });
export const expectTypeOf = () => anything;

export interface Result {
  readonly name: string;
  readonly ms: number;
  readonly failure?: unknown;
}

/** Runs what was collected since the last time, one after another, until one fails: so many at the most. */
export async function runCollected(most: number): Promise<Result[]> {
  const results: Result[] = [];
  const tests = collected.slice(0, most);
  collected = [];
  for (const { name, body } of tests) {
    const from = performance.now();
    const failure = await outcomeOf(body);
    results.push({ name, ms: performance.now() - from, ...failure });
    if (failure !== undefined) break;
  }
  return results;
}

async function outcomeOf(body: () => unknown): Promise<{ readonly failure: unknown } | undefined> {
  try {
    await body();
    return undefined;
  } catch (failure) {
    return { failure };
  }
}
