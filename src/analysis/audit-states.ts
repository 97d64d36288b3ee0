import { isExecutionStatus, REQUEST_STATES, type RequestState } from "../index.js";
import { faultOfState } from "./check-entry.js";
import { listed } from "./describe-conflict.js";
import { type HiddenMove, hiddenMoves, type Skeleton, skeletonsOf, unknownCandidates } from "./gap.js";
import type { HiddenStep, StatesAudit } from "./hidden-steps.js";

/** A point on the way: a skeleton, and how many of the states were seen. */
interface Point {
  readonly skeleton: Skeleton;
  readonly seen: number;
  /** Undefined where the way begins. */
  readonly reachedBy: { readonly from: Point; readonly step: HiddenStep } | undefined;
}

/**
 * Checks a sequence of polled states against the lifecycle. Any number of callbacks and events may have happened
 * between two of them.
 *
 * @param states the states, oldest first; consecutive equal states are fine
 * @returns `{ consistent: true, steps }` with the shortest hidden steps between the states, or
 * `{ consistent: false, index, possible, message }`
 * @throws TypeError for a name that is not a state; `parseRequestState` reads other spellings
 */
export function auditStates(states: readonly RequestState[]): StatesAudit {
  for (const [index, state] of states.entries()) {
    const fault = faultOfState(state);
    if (fault !== undefined) throw new TypeError(`states[${index}]: ${fault}`);
  }
  if (states.length === 0) return { consistent: true, steps: [] };
  const { end, reached } = explore(states);
  return end === undefined
    ? inconsistent(states, [...reached.values()])
    : { consistent: true, steps: stepsTo(end, states.length) };
}

/**
 * Breadth first, so the first way to see all states is a shortest. It is never better to wait with a state that can be
 * seen.
 */
function explore(states: readonly RequestState[]) {
  const reached = new Map<string, Point>();
  const reach = (point: Omit<Point, "seen">, seen: number): void => {
    let now = seen;
    while (states[now] === stateOf(point.skeleton)) now += 1;
    const id = `${now} ${point.skeleton.key}`;
    if (!reached.has(id)) reached.set(id, { ...point, seen: now });
  };
  for (const skeleton of unknownCandidates().flatMap(skeletonsOf)) {
    if (stateOf(skeleton) === states[0]) reach({ skeleton, reachedBy: undefined }, 0);
  }
  for (const here of reached.values()) {
    if (here.seen === states.length) return { end: here, reached };
    for (const { name, skeleton } of hiddenMoves(here.skeleton, true)) {
      reach({ skeleton, reachedBy: { from: here, step: stepOf(name, stateOf(skeleton)) } }, here.seen);
    }
  }
  return { end: undefined, reached };
}

const stateOf = ({ position }: Skeleton): RequestState => position.record.state;

const stepOf = (name: HiddenMove["name"], to: RequestState): HiddenStep =>
  isExecutionStatus(name) ? { callback: name, to } : { event: name, to };

/** The steps on the way to a point, in one list for each pair of adjacent states. */
function stepsTo(end: Point, count: number): readonly (readonly HiddenStep[])[] {
  const steps: HiddenStep[][] = Array.from({ length: count - 1 }, () => []);
  for (let by = end.reachedBy; by !== undefined; by = by.from.reachedBy)
    (steps[by.from.seen - 1] as HiddenStep[]).unshift(by.step);
  return steps;
}

function inconsistent(states: readonly RequestState[], reached: readonly Point[]): StatesAudit {
  const index = Math.max(...reached.map(({ seen }) => seen));
  const found = new Set(reached.filter(({ seen }) => seen === index).map(({ skeleton }) => stateOf(skeleton)));
  const possible = REQUEST_STATES.filter((state) => found.has(state));
  const state = states[index] as RequestState;
  // A single state always rules it out.
  const cause = states.slice(0, index).findLastIndex((before) => explore([before, state]).end === undefined);
  const why = `after states[${cause}] (${states[cause]})`;
  const message = `states[${index}] (${state}) is impossible ${why}. Possible: ${listed(possible, "or")}.`;
  return { consistent: false, index, possible, message };
}
