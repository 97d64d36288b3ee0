import { randomFrom } from "../support/random.js";

/**
 * Where a case gets its choices from. Every choice is a number below a limit, and 0 is the simplest one: a case becomes
 * smaller when its numbers do, whatever it is made of.
 */
export class Draws {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = randomFrom(seed);
  }

  /** An integer from 0 to `limit` - 1, and 0 where there is none. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** True in so many of a hundred cases. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }
}

/** Makes the choices it is given, then the simplest ones, and writes down which it made. */
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

/** The case of a number is the same whichever cases came before it. */
export const drawsOf = (seed: number, caseNumber: number): Draws => new Draws(seed + Math.imul(caseNumber, 0x9e3779b1));

const TRIES = 2000;

/** The shortest and lowest choices, of those tried, that still fail. */
export async function shrunk(
  made: readonly number[],
  stillFails: (script: readonly number[]) => Promise<boolean>,
): Promise<readonly number[]> {
  let best = made;
  let tries = 0;
  const accept = async (script: readonly number[]) => {
    tries += 1;
    if (tries > TRIES || !(await stillFails(script))) return false;
    best = script;
    return true;
  };
  for (let before: readonly number[] = []; before !== best && tries <= TRIES; ) {
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
