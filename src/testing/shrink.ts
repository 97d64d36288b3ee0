import type { Life } from "./life.js";
import type { Failure } from "./play.js";

type Play = (life: Life) => Promise<Failure | undefined>;

/**
 * Makes a failing life short: takes steps away, many at once at first, then one by one, as long as the rest still
 * fails. A step says whose handle and how long after, so what is left keeps its meaning.
 */
export async function shrink(failure: Failure, play: Play): Promise<Failure> {
  const short = await shortened(failure, play);
  // What needed another beginning may be gone by now, and what led on from that with it.
  return shortened(await withPlainBeginning(short, play), play);
}

async function shortened(failure: Failure, play: Play): Promise<Failure> {
  let shortest = failure;
  for (let size = shortest.life.steps.length; size >= 1; ) {
    const shorter = await without(size, shortest, play);
    shortest = shorter ?? shortest;
    // What had to stay before may have become needless by now.
    size = shorter === undefined ? Math.floor(size / 2) : Math.min(2 * size, shorter.life.steps.length);
  }
  return shortest;
}

/** The first life that still fails without so many steps in a row. */
async function without(size: number, { life }: Failure, play: Play): Promise<Failure | undefined> {
  for (let from = 0; from + size <= life.steps.length; from += 1) {
    const failure = await play({ ...life, steps: life.steps.filter((_, i) => i < from || i >= from + size) });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function withPlainBeginning(failure: Failure, play: Play): Promise<Failure> {
  let plainest = failure;
  for (const plain of [{ validated: true }, { retries: 1 }, { retries: 0 }]) {
    const { life } = plainest;
    plainest = (await play({ ...life, created: { ...life.created, ...plain } })) ?? plainest;
  }
  return plainest;
}
