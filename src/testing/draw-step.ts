import fc from "fast-check";
import {
  type AnnotatedTransition,
  acceptedEvents,
  type ChartEvent,
  chart,
  isAccepted,
  isExecutionStatus,
  isTerminal,
  type JobRequest,
  REQUEST_STATES,
  type RequestState,
} from "../index.js";
import { STEPS } from "./alphabet.js";
import { nameOf } from "./coverage.js";
import { applyStep, type ModelState } from "./model.js";
import type { Selection } from "./selection.js";
import { isCallback, type Step } from "./steps.js";
import { TEXTS } from "./values.js";

/**
 * One random step. Numbers are drawn first and interpreted when the step is reached, so that a drawn value needs no
 * record, and scenarios of any length shrink.
 */
export interface Draw {
  /** Any step that does not end the request: late, duplicate, foreign, malformed. */
  readonly wild: boolean;
  /** From 0 to 99. Low ones may end things: see {@link Ends}. */
  readonly end: number;
  /** Repeat the last step (1), or the last two in turn (2). */
  readonly again: number;
  readonly name: number;
  readonly variant: number;
  readonly text: string;
}

/** By weight: a number's smallest and largest values are drawn more often than the others. */
export const oneIn = (count: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: count - 1, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const evenly = (count: number) => fc.constantFrom(...Array(count).keys());

/** Any UTF-16, halves of surrogate pairs included. */
const anyText = fc.array(fc.nat(0xffff)).map((codes) => String.fromCharCode(...codes));
const text = fc.oneof(fc.string(), anyText, fc.constantFrom(...Object.values(TEXTS)));

export const draw: fc.Arbitrary<Draw> = fc.record({
  wild: oneIn(4),
  end: evenly(100),
  again: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.constantFrom(1, 2) }),
  name: fc.nat(9_999),
  variant: fc.nat(9_999),
  text,
});

/** Of 100 draws, so many may lead to where no execution begins, and from there so many may end the request. */
export interface Ends {
  readonly alive: number;
  readonly ending: number;
}

export type StepsByName = ReadonlyMap<string, readonly Step[]>;

const byName = (steps: readonly Step[]): StepsByName =>
  new Map(steps.map(nameOf).map((name) => [name, steps.filter((step) => nameOf(step) === name)]));

const callbacks = byName(STEPS.filter(isCallback));
const events = byName(STEPS.filter((step) => !isCallback(step)));
export const STEPS_BY_NAME = { callbacks, events, all: new Map([...callbacks, ...events]) };

/** RUNNING, and the states from which it can be reached. */
const RUNS_AGAIN = statesLeadingTo(new Set(["RUNNING"]));

function statesLeadingTo(targets: ReadonlySet<RequestState>): ReadonlySet<RequestState> {
  const leadsThere = ({ target }: AnnotatedTransition) => target !== undefined && targets.has(target);
  const sources = REQUEST_STATES.filter((state) => Object.values(chart.states[state].on).flat().some(leadsThere));
  const all = new Set([...targets, ...sources]);
  return all.size === targets.size ? all : statesLeadingTo(all);
}

export interface Choices {
  readonly named: StepsByName;
  readonly selection: Selection;
  /** The steps so far. */
  readonly previous?: readonly Step[];
  /** Default: every draw may end things. */
  readonly ends?: Ends;
}

/** The step that a draw means in a state; undefined if the selection leaves none. */
export function stepFrom(state: ModelState, drawn: Draw, choices: Choices): Step | undefined {
  const repeated = drawn.again > 0 ? choices.previous?.at(-drawn.again) : undefined;
  if (repeated !== undefined && isSuitable(state, repeated, drawn, choices)) return repeated;
  const step = pick(
    (drawn.wild ? undefined : leadingSteps(state, drawn, choices)) ?? wildSteps(state, drawn, choices),
    drawn.variant,
  );
  return step && withText(step, drawn.text);
}

const pick = <Item>(items: readonly Item[], number: number): Item | undefined =>
  items[number % Math.max(items.length, 1)];

/** Whether the step can be sent, and ends nothing that the draw keeps alive. */
function isSuitable(state: ModelState, step: Step, { end }: Draw, { selection, ends }: Choices): boolean {
  const result = applyStep(state, step);
  if (result === undefined || !selection.sends(state, step, result)) return false;
  if (ends === undefined || !isAccepted(result.outcome)) return true;
  const next = result.next.request.state;
  if (RUNS_AGAIN.has(state.request.state)) return RUNS_AGAIN.has(next) || end < ends.alive;
  return !isTerminal(next) || end < ends.ending;
}

/** The accepted steps of one name; of another one if it has none. Nothing but the end may be left. */
function leadingSteps(state: ModelState, drawn: Draw, choices: Choices): readonly Step[] | undefined {
  const names = acceptable(state.request).filter((name) => choices.named.has(name));
  const accepted = (all: Choices) => (step: Step) =>
    isSuitable(state, step, drawn, all) && isAccepted(applyStep(state, step)!.outcome);
  const { ends: _, ...unlimited } = choices;
  return firstSteps(names, drawn, choices, accepted(choices)) ?? firstSteps(names, drawn, choices, accepted(unlimited));
}

function wildSteps(state: ModelState, drawn: Draw, choices: Choices): readonly Step[] {
  const names = [...choices.named.keys()];
  return firstSteps(names, drawn, choices, (step) => isSuitable(state, step, drawn, choices)) ?? [];
}

/** The steps with a property, of the first name that has some, beginning with the drawn one. */
function firstSteps(
  names: readonly string[],
  { name }: Draw,
  { named }: Choices,
  holds: (step: Step) => boolean,
): readonly Step[] | undefined {
  const first = name % Math.max(names.length, 1);
  const inTurn = [...names.slice(first), ...names.slice(0, first)];
  for (const each of inTurn) {
    const steps = named.get(each)!.filter(holds);
    if (steps.length > 0) return steps;
  }
  return undefined;
}

/** Names that the state may accept. After the final report, callbacks are left out. */
function acceptable({ state, reportedStatus }: JobRequest): readonly ChartEvent[] {
  const accepted = acceptedEvents(state);
  return reportedStatus === null ? accepted : accepted.filter((name) => !isExecutionStatus(name));
}

/** Replaces the plain text, in a copy. */
function withText(step: Step, drawn: string): Step {
  if (isCallback(step)) return step.text === "text" ? { ...step, text: drawn } : step;
  return step.members?.message === "text" ? { ...step, members: { ...step.members, message: drawn } } : step;
}
