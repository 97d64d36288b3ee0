import {
  createRequest,
  isTerminal,
  type JobRequest,
  type Outcome,
  type OutcomeReason,
  type RequestState,
} from "ess-request-machine";
import { COMPLETION_STATES, HANDLER_RESULTS } from "../../src/lifecycle/names.js";
import { RUNS_AGAIN } from "../../src/testing/arbitraries.js";
import { apply, type Library } from "../model-check/model.js";
import type { Step } from "../support/arbitraries.js";
import { randomFrom } from "../support/random.js";
import { type Draw, stepFrom } from "./draws.js";
import { sideBySide } from "./side-by-side.js";

/** Random lives, one after the other: each of one long-lived actor beside the pure functions. */

/** Where an actor began, and all that it heard. */
export interface Life {
  readonly first: JobRequest;
  readonly steps: readonly Step[];
}

export interface Lived {
  /** Heard by actors. */
  events: number;
  /** Asked of the machine after an actor's end, when the actor itself hears nothing more. */
  late: number;
  actors: number;
  /** The most events that one actor heard. */
  longest: number;
  readonly kinds: Record<string, number>;
  readonly states: Set<RequestState>;
  readonly reasons: Set<OutcomeReason>;
  /** The life in which the two came apart, up to there. */
  difference: Life | undefined;
}

const HALF_HOUR = 30 * 60_000;
const WAITS = [0, 1, HALF_HOUR - 1, HALF_HOUR, 2 * HALF_HOUR];
const TEXTS = ["a", "b", "", null, undefined];
/** How often a step is taken after which the request will not run again. */
const ENDS = 1 / 200;
/** The same once that is so. */
const ENDS_SOON = 1 / 4;
/** How many steps are tried after an end. */
const LATE = 4;

function drawers(random: () => number, library: Library) {
  const below = (count: number): number => Math.floor(random() * count);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;
  const draw = (): Draw => ({
    wild: below(10) === 0,
    name: below(1000),
    handle: below(20),
    text: pick(TEXTS),
    result: pick(HANDLER_RESULTS),
    state: pick(COMPLETION_STATES),
    wait: pick(WAITS),
  });

  /** A request that has retries for all its life, or one that has few. */
  const submit = (requestId: number): JobRequest =>
    createRequest({ requestId, retries: pick([2, 1_000_000, 1_000_000]), validated: below(2) === 0 });

  /** Draws again where a step would end too soon. */
  const stepAfter = (record: JobRequest): readonly [Step, Outcome] => {
    const odds = RUNS_AGAIN.has(record.state) ? ENDS : ENDS_SOON;
    for (;;) {
      const step = stepFrom(record, draw());
      const outcome = apply(library, record, step);
      const leaves = outcome.kind === "transitioned" && !RUNS_AGAIN.has(outcome.to);
      if (!leaves || random() < odds) return [step, outcome];
    }
  };
  return { submit, stepAfter };
}

const nothingLived = (): Lived => ({
  events: 0,
  late: 0,
  actors: 0,
  longest: 0,
  kinds: {},
  states: new Set(),
  reasons: new Set(),
  difference: undefined,
});

/** @param events how many events the actors hear in all; the last of them lives on until its end */
export function liveThrough(events: number, seed: number, library: Library): Lived {
  const random = randomFrom(seed);
  const { submit, stepAfter } = drawers(random, library);
  const lived = nothingLived();
  while (lived.events < events && lived.difference === undefined) {
    const first = submit(lived.actors + 1);
    lived.states.add(first.state);
    lived.difference = liveOnce(first, stepAfter, library, lived);
  }
  return lived;
}

/** The life, if it comes to a difference. */
function liveOnce(
  first: JobRequest,
  stepAfter: (record: JobRequest) => readonly [Step, Outcome],
  library: Library,
  lived: Lived,
): Life | undefined {
  const pair = sideBySide(first, library);
  const steps: Step[] = [];
  let late = 0;
  while (late < LATE) {
    const before = pair.record();
    const [step, outcome] = stepAfter(before);
    steps.push(step);
    if (!pair.agreeOn(step, outcome)) return { first, steps };
    note(outcome, lived);
    if (isTerminal(before.state)) late += 1;
  }
  lived.actors += 1;
  lived.late += late;
  lived.events += steps.length - late;
  lived.longest = Math.max(lived.longest, steps.length - late);
  return undefined;
}

function note(outcome: Outcome, { kinds, states, reasons }: Lived): void {
  kinds[outcome.kind] = (kinds[outcome.kind] ?? 0) + 1;
  states.add(outcome.request.state);
  if ("reason" in outcome) reasons.add(outcome.reason);
}
