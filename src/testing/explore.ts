import { createRequest } from "../index.js";
import { STEPS } from "./alphabet.js";
import { Coverage, cellOf } from "./coverage.js";
import type { Life } from "./life.js";
import { isAccepted, type Situation, type Step, situationOf, type Taken, take } from "./steps.js";

export interface Explored {
  /** Everything that can be reached. */
  readonly reachable: Coverage;
  /** Lives that meet every cell with every step that leads to it, the short ones first. */
  readonly lives: readonly Life[];
}

/** A life so far, and where it led. */
interface Place extends Life {
  readonly situation: Situation;
}

/** How many steps that change nothing a guard reads are taken one after another. */
const IN_A_ROW = 20;

const PLACES = [true, false].flatMap((validated) =>
  [0, 1].map((retries): Place => {
    const created = { validated, retries };
    return { created, steps: [], situation: situationOf(createRequest({ ...created, requestId: 1 })) };
  }),
);

let explored: Explored | undefined;

/**
 * Asks the library itself, once: every step, in every situation that differs from the others in anything a guard reads.
 */
export function explore(): Explored {
  explored ??= new Exploration().run();
  return explored;
}

class Exploration implements Explored {
  readonly reachable = new Coverage();
  readonly lives: Life[] = [];
  readonly #queue = [...PLACES];
  readonly #situations = new Set(PLACES.map(({ situation }) => guardedBy(situation)));
  readonly #met = new Set<string>();

  run(): this {
    // The queue grows while it is read.
    for (const place of this.#queue) this.#visit(place);
    return this;
  }

  #visit(place: Place): void {
    const { situation, steps } = place;
    this.reachable.begin(situation.request);
    const here = guardedBy(situation);
    const staying: Step[] = [];
    for (const step of STEPS) {
      const taken = take(situation, step);
      if (taken === undefined) continue;
      this.reachable.meet(situation, step, taken);
      const there = isAccepted(taken.outcome) ? guardedBy(taken.next) : here;
      const on = { ...place, steps: [...steps, step], situation: taken.next };
      if (isNew(this.#situations, there)) this.#queue.push(on);
      const ways = waysOf(situation, step, taken).filter((way) => isNew(this.#met, way));
      if (ways.length === 0) continue;
      if (there === here) staying.push(step);
      else this.lives.push(on);
    }
    for (let i = 0; i < staying.length; i += IN_A_ROW) {
      this.lives.push({ ...place, steps: [...steps, ...staying.slice(i, i + IN_A_ROW)] });
    }
  }
}

/** Each step in full and, of a callback, without its text: worked out once. */
const SPELT = new Map(
  STEPS.map((step) => [step, { full: JSON.stringify(step), plain: JSON.stringify({ ...step, text: undefined }) }]),
);

/**
 * What a step is worth taking for. What is accepted is taken with every payload, and in all that an implementation may
 * heed by mistake; of a callback that is refused the text does not matter.
 */
function waysOf({ request }: Situation, step: Step, { outcome }: Taken): readonly string[] {
  const cell = cellOf(request, step, outcome);
  const { full, plain } = SPELT.get(step)!;
  if (!isAccepted(outcome)) return [`${cell} ${plain}`];
  const isRetried = request.retriedCount < request.retries;
  const heeded = `${isRetried} ${request.timedOut} ${request.earlierHandles.length > 0} ${outcome.request.errorType}`;
  return [`${cell} ${full}`, `${cell} ${step.whose} ${heeded}`];
}

/** Whether a set has only now got this. */
function isNew(met: Set<string>, name: string): boolean {
  const { size } = met;
  return met.add(name).size > size;
}

/**
 * All that the chart's guards read, as far as the rest does not say it: what was attempted has a handle, and CANCELLING
 * has a time. Two situations that agree in it take every step alike.
 */
function guardedBy({ request }: Situation): string {
  const { state, attempt, earlierHandles, reportedStatus, executableState, timedOut } = request;
  const started = `${attempt > 0} ${earlierHandles.length > 0}`;
  const left = request.retries - request.retriedCount;
  return `${state} ${started} ${reportedStatus} ${executableState} ${left} ${timedOut}`;
}
