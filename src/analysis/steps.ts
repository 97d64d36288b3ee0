import { FORCE_CANCEL_AFTER_MS, isAccepted, type JobRequest, type Outcome } from "../index.js";
import type { CountChange } from "./counts.js";
import { type Input, outcomesOf } from "./input.js";
import { matchesOutcome } from "./match-outcome.js";
import {
  cacheBy,
  cached,
  groupsOf,
  type Position,
  type Positions,
  positionOf,
  type Sender,
  setOf,
} from "./positions.js";
import type { InputUnit } from "./units.js";

/** What callbacks and events do in positions, regardless of labels, counts and times: so it is computed once. */

/** What the effect of an input depends on, apart from the position and the sender. */
export interface Conditions {
  /** Whether no retry is left: what is possible. */
  readonly exhausted: readonly boolean[];
  /** Whether the time of a `forceCancel` is too early for the time when the job was last seen. */
  readonly isTooEarly?: boolean;
}

/** What an input changes in a candidate beside the position. */
interface Change extends CountChange {
  /** Whether an execution has begun. */
  readonly begins: boolean;
  /** The job was seen at this time, relative to the time of the input, or later. */
  readonly seen: number | undefined;
}

/** One possible outcome of an input. */
export interface Step extends Change {
  readonly outcome: Outcome;
  readonly position: Position;
}

/** All steps with the same changes. */
export interface Move extends Change {
  readonly positions: Positions;
}

/** Everything that an input can do in a position; the same step may be listed more than once. */
export function stepsFrom(position: Position, input: Input, sender: Sender, conditions: Conditions): readonly Step[] {
  const apply = (record: JobRequest) => outcomesOf(record, input, sender, conditions.isTooEarly);
  const [usual, ...others] = recordsIn(position, conditions.exhausted);
  const outcomes = apply(usual as JobRequest);
  const otherSteps = others.flatMap((record) =>
    apply(record)
      .filter(({ request }, index) => request.state !== (outcomes[index] as Outcome).request.state)
      .map((outcome) => ({
        ...stepTo(outcome, position, record, input),
        exhausted: record.retriedCount === record.retries,
      })),
  );
  return [...outcomes.map((outcome) => stepTo(outcome, position, usual as JobRequest, input)), ...otherSteps];
}

/** The record, and others with other outcomes: with no retry left, and with a job seen too late to give it up. */
const recordsIn = ({ record, seenLater }: Position, exhausted: readonly boolean[]): readonly JobRequest[] => [
  ...exhausted.map((isExhausted) => (isExhausted ? { ...record, retriedCount: record.retries } : record)),
  ...(seenLater ? [{ ...record, cancelSeenAt: FORCE_CANCEL_AFTER_MS }] : []),
];

function stepTo(outcome: Outcome, position: Position, before: JobRequest, { type, at }: Input): Step {
  const { request } = outcome;
  const isSeen = isAccepted(outcome) && (type === "cancel" || type === "checkIn") && request.cancelSeenAt !== null;
  const isTooEarly = "reason" in outcome && outcome.reason === "TOO_EARLY";
  const seenLater = request.cancelSeenAt !== null && (position.seenLater || (isSeen && at === undefined));
  return {
    outcome,
    position: isAccepted(outcome) ? positionOf(request, seenLater) : position,
    begins: request.requestHandle !== before.requestHandle,
    retried: request.retriedCount > before.retriedCount,
    exhausted: false,
    seen: isSeen ? 0 : isTooEarly ? 1 - FORCE_CANCEL_AFTER_MS : undefined,
  };
}

/** The steps of each sender in the positions whose outcome is as observed. */
export type StepsBySender = (sender: Sender) => readonly Step[];

const stepsCache = cacheBy<Position, readonly Step[]>();

export function observedSteps(positions: Positions, unit: InputUnit, conditions: Conditions): StepsBySender {
  const { input, outcomes } = unit;
  return (sender) => {
    const key = `${input.key} ${sender} ${conditionsKey(conditions)}`;
    return positions.members.flatMap((position) =>
      stepsCache(position, key, () => stepsFrom(position, input, sender, conditions)).filter(({ outcome }) =>
        outcomes.every((observed) => matchesOutcome(observed, outcome)),
      ),
    );
  };
}

export type MovesBySender = (sender: Sender) => readonly Move[];

const movesCache = cacheBy<Positions, Map<string, MovesBySender>>();

/** Like `observedSteps`, but grouped into moves and cached. */
export const observedMoves = (positions: Positions, unit: InputUnit, conditions: Conditions): MovesBySender =>
  cached(
    movesCache(positions, unit.key, () => new Map()),
    conditionsKey(conditions),
    () => {
      const steps = observedSteps(positions, unit, conditions);
      const moves = new Map<Sender, readonly Move[]>();
      return (sender) => cached(moves, sender, () => movesOf(steps(sender)));
    },
  );

const conditionsKey = ({ exhausted, isTooEarly }: Conditions): string => `${exhausted} ${isTooEarly}`;

function movesOf(steps: readonly Step[]): readonly Move[] {
  return groupsOf(steps, changeKey).map((alike) => {
    const { begins, retried, exhausted, seen } = alike[0];
    return { begins, retried, exhausted, seen, positions: setOf(alike.map(({ position }) => position)) };
  });
}

const changeKey = ({ begins, retried, exhausted, seen }: Change): string => `${begins} ${retried} ${exhausted} ${seen}`;

export const haveSameEffect = (one: readonly Move[], other: readonly Move[]): boolean =>
  one.length === other.length &&
  one.every((move, index) => {
    const same = other[index] as Move;
    return move.positions.bits === same.positions.bits && changeKey(move) === changeKey(same);
  });
