/** The first result that is not undefined, in order. */
export interface First<Result> {
  readonly result: Result;
  readonly index: number;
}

/**
 * Makes runs by number, several at the same time, until one gives a result. The answer depends on the numbers only, not
 * on which run is done first.
 */
export async function runInOrder<Result>(
  total: number,
  parallel: number,
  run: (index: number) => Promise<Result | undefined>,
): Promise<First<Result> | undefined> {
  const found: First<Result>[] = [];
  let next = 0;
  const work = async () => {
    while (found.length === 0 && next < total) {
      const index = next;
      next += 1;
      const result = await run(index);
      if (result !== undefined) found.push({ result, index });
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  return found.sort((one, other) => one.index - other.index)[0];
}
