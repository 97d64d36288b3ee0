import type { Awaitable } from "./adapter.js";

/** Thrown in place of an answer that does not come. */
export class TimeLimitError extends Error {}

/** Waits for an answer, at most the given number of milliseconds. A synchronous answer needs no timer. */
export function withTimeLimit<Value>(call: () => Awaitable<Value>, milliseconds: number): Awaitable<Value> {
  const answer = call();
  return isThenable(answer) ? firstOf(answer, milliseconds) : answer;
}

async function firstOf<Value>(answer: PromiseLike<Value>, milliseconds: number): Promise<Value> {
  let timer: unknown;
  const limit = new Promise<never>((_, reject) => {
    // biome-ignore lint/style/noRestrictedGlobals: only a timer notices an implementation that never answers.
    timer = setTimeout(() => reject(new TimeLimitError()), milliseconds);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    // biome-ignore lint/style/noRestrictedGlobals: a timer that is left would keep the process alive.
    clearTimeout(timer as never);
  }
}

const isThenable = (value: unknown): value is PromiseLike<never> =>
  typeof (value as PromiseLike<never> | undefined)?.then === "function";
