import fc from "fast-check";
import {
  type AnnotatedTransition,
  acceptedEvents,
  type ChartEvent,
  chart,
  createRequest,
  type ExecutionStatusInput,
  isTerminal,
  type JobRequest,
  type LifecycleEvent,
  type LifecycleEventName,
  type Outcome,
  REQUEST_STATES,
  type RequestState,
} from "../index.js";
import { isExecutionStatus } from "../lifecycle/names.js";
import { STEPS } from "./alphabet.js";
import { nameOf } from "./coverage.js";
import type { Life } from "./life.js";
import { type Input, isAccepted, type Situation, type Step, situationOf, type Taken, take } from "./steps.js";

/** Callbacks and events for a record, and whole lives: weighted, so that most of them lead on. */

/**
 * What a step needs, whatever the record is by then: drawn first, interpreted when it is reached. So a long life
 * shrinks.
 */
interface Draw {
  /** Not what leads on, but anything: stale, duplicated, foreign, malformed. */
  readonly wild: boolean;
  /** By it the request may come to where no execution begins any more. */
  readonly ends: boolean;
  readonly name: number;
  readonly variant: number;
  readonly text: string;
}

/** By weight: of a number's range the ends would be drawn more often than the rest. */
const oneIn = (count: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: count - 1, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const draw: fc.Arbitrary<Draw> = fc.record({
  wild: oneIn(4),
  ends: oneIn(10),
  name: fc.nat(9_999),
  variant: fc.nat(9_999),
  text: fc.string(),
});

type Named = ReadonlyMap<string, readonly Step[]>;

const namedBy = (steps: readonly Step[]): Named =>
  new Map(steps.map(nameOf).map((name) => [name, steps.filter((step) => nameOf(step) === name)]));

const CALLBACKS = namedBy(STEPS.filter((step) => "callback" in step));
const EVENTS = namedBy(STEPS.filter((step) => "event" in step));
const ALL: Named = new Map([...CALLBACKS, ...EVENTS]);

/** The states out of which RUNNING can be reached, and RUNNING. */
export const RUNS_AGAIN = statesLeadingTo(new Set(["RUNNING"]));

function statesLeadingTo(goals: ReadonlySet<RequestState>): ReadonlySet<RequestState> {
  const leadsThere = ({ target }: AnnotatedTransition) => target !== undefined && goals.has(target);
  const sources = REQUEST_STATES.filter((state) => Object.values(chart.states[state].on).flat().some(leadsThere));
  const all = new Set([...goals, ...sources]);
  return all.size === goals.size ? all : statesLeadingTo(all);
}

const pick = <Item>(items: readonly Item[], number: number): Item => items[number % items.length]!;

/** What the draw means in this situation. */
function stepFrom(situation: Situation, drawn: Draw, named: Named): Step {
  const leading = drawn.wild ? [] : leadingOn(situation, drawn, named);
  const possible = () => pick([...named.values()], drawn.name).filter((step) => take(situation, step) !== undefined);
  return withText(pick(leading.length > 0 ? leading : possible(), drawn.variant), drawn.text);
}

/**
 * The variants of one name that are accepted; unless the draw ends the request, such as let it run again, if there are
 * any.
 */
function leadingOn(situation: Situation, { ends, name }: Draw, named: Named): readonly Step[] {
  const names = acceptable(situation.request).filter((accepted) => named.has(accepted));
  const first = name % Math.max(names.length, 1);
  const inTurn = [...names.slice(first), ...names.slice(0, first)];
  const variants = (holds: (outcome: Outcome) => boolean): readonly Step[] => {
    const leads = (step: Step) => {
      const taken = take(situation, step);
      return taken !== undefined && holds(taken.outcome);
    };
    return inTurn.map((accepted) => named.get(accepted)!.filter(leads)).find((steps) => steps.length > 0) ?? [];
  };
  const goesOn = (outcome: Outcome) => isAccepted(outcome) && RUNS_AGAIN.has(outcome.request.state);
  const lively = ends ? [] : variants(goesOn);
  return lively.length > 0 ? lively : variants(isAccepted);
}

/** What the state may accept; after its final report nothing that an execution sends. */
export function acceptable({ state, reportedStatus }: JobRequest): readonly ChartEvent[] {
  const accepted = acceptedEvents(state);
  return reportedStatus === null ? accepted : accepted.filter((name) => !isExecutionStatus(name));
}

/** Any text says as much as `text`. */
function withText(step: Step, text: string): Step {
  if ("callback" in step) return step.text === "text" ? { ...step, text } : step;
  const { message } = (step.payload ?? {}) as { message?: unknown };
  return message === "text" ? { ...step, payload: { ...step.payload, message: text } } : step;
}

const inputFrom = (request: JobRequest, drawn: Draw, named: Named): Input => {
  const situation = situationOf(request);
  return take(situation, stepFrom(situation, drawn, named))!.input;
};

/**
 * A callback for this record. Three of four are such as it accepts, where there are any; the rest come with whatever
 * status and whosever handle: late, repeated, foreign, malformed.
 *
 * @param request a well-formed record
 */
export const callbackFor = (request: JobRequest): fc.Arbitrary<ExecutionStatusInput> =>
  draw.map((drawn) => inputFrom(request, drawn, CALLBACKS).callback!);

/**
 * A lifecycle event for this record, weighted like {@link callbackFor}.
 *
 * @param request a well-formed record
 * @param name the event's name; any unless told
 */
export function lifecycleEventFor(request: JobRequest, name?: LifecycleEventName): fc.Arbitrary<LifecycleEvent> {
  const named = name === undefined ? EVENTS : new Map([[name, EVENTS.get(name)!]]);
  return draw.map((drawn) => inputFrom(request, drawn, named).event!);
}

/**
 * A callback or an event for this record, weighted like {@link callbackFor}.
 *
 * @param request a well-formed record
 */
export const inputFor = (request: JobRequest): fc.Arbitrary<Input> =>
  draw.map((drawn) => inputFrom(request, drawn, ALL));

const drawsOf = (minLength: number, maxLength: number) => fc.array(draw, { minLength, maxLength, size: "max" });

/**
 * What comes for a request in the course of a life, one after another: of what is accepted, most keeps the request
 * alive, so that retries, resumes and cancellations come about. It goes on a little after the end.
 *
 * @param request a well-formed record
 * @param maxLength how many at most
 */
export const inputsFrom = (request: JobRequest, maxLength = 40): fc.Arbitrary<readonly Input[]> =>
  drawsOf(1, maxLength).map((draws) => along(situationOf(request), draws).map(({ input }) => input));

/** Whole lives, as steps: to the end of the request and a little on, or until they are as long as is allowed. */
export const lives = (maxSteps: number): fc.Arbitrary<Life> =>
  fc
    .record({ retries: fc.nat(3), unvalidated: oneIn(8), draws: drawsOf(maxSteps, maxSteps) })
    .map(({ retries, unvalidated, draws }) => {
      const created = { retries, validated: !unvalidated };
      const situation = situationOf(createRequest({ ...created, requestId: 1 }));
      return { created, steps: along(situation, draws).map(({ step }) => step) };
    });

const AFTER_THE_END = 3;

function along(situation: Situation, draws: readonly Draw[]): readonly (Taken & { readonly step: Step })[] {
  const taken: (Taken & { readonly step: Step })[] = [];
  let current = situation;
  let after = 0;
  for (const drawn of draws) {
    if (isTerminal(current.request.state)) after += 1;
    if (after > AFTER_THE_END) break;
    const step = stepFrom(current, drawn, ALL);
    const next = take(current, step)!;
    taken.push({ ...next, step });
    current = next.next;
  }
  return taken;
}
