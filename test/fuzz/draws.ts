import { randomFrom } from "../support/random.js";

/**
 * The source of random choices for a case. Every choice is a number below a limit, and 0 is the simplest choice, so
 * that shrinking the numbers shrinks any case.
 */
export class Draws {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** Returns an integer from 0 to `limit` - 1, or 0 if the limit is 0. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** Returns true with this probability in percent. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }
}

/** Replays the given choices, then makes the simplest ones. Records all choices in `made`. */
export class ScriptedDraws extends Draws {
  readonly made: number[] = [];
  readonly #next: (limit: number) => number;

  constructor(script: readonly number[] | Draws) {
    super(0);
    let at = 0;
    this.#next = script instanceof Draws ? (limit) => script.below(limit) : () => script[at++] ?? 0;
  }

  override below(limit: number): number {
    const choice = Math.max(0, Math.min(this.#next(limit), limit - 1));
    this.made.push(choice);
    return choice;
  }
}

/** Each case has its own seed, so that it does not depend on the cases before it. */
export const drawsOf = (seed: number, caseNumber: number): Draws => new Draws(seed + Math.imul(caseNumber, 0x9e3779b1));

const MAX_TRIES = 2000;

/** Shrinking: returns the shortest and lowest list of choices found that still fails. */
export async function shrunk(
  made: readonly number[],
  stillFails: (script: readonly number[]) => Promise<boolean>,
): Promise<readonly number[]> {
  let best = made;
  let tries = 0;
  const accept = async (script: readonly number[]) => {
    tries += 1;
    if (tries > MAX_TRIES || !(await stillFails(script))) return false;
    best = script;
    return true;
  };
  for (let before: readonly number[] = []; before !== best && tries <= MAX_TRIES; ) {
    before = best;
    for (let size = best.length; size >= 1; size = Math.floor(size / 2)) {
      for (let at = 0; at < best.length; ) if (!(await accept(best.toSpliced(at, size)))) at += size;
    }
    for (let at = 0; at < best.length; at += 1) {
      const choice = best[at] as number;
      for (const lower of new Set([0, choice >> 1, choice - 1])) {
        if (lower >= 0 && lower < choice && (await accept(best.with(at, lower)))) break;
      }
    }
  }
  return best;
}
