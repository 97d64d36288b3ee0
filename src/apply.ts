import { chart } from "./chart.js";
import type { Edge } from "./chart-types.js";
import type { ChartEvent, ExecutionStatusInput, LifecycleEvent } from "./events.js";
import { isRefusal, OUTCOME_REASONS } from "./facts.js";
import { type GuardName, guards } from "./guards.js";
import { readCallback, readEvent } from "./inputs.js";
import {
  type Effect,
  EXECUTION_STATUSES,
  LIFECYCLE_EVENTS,
  type OutcomeReason,
  REQUEST_STATES,
  type RequestState,
} from "./names.js";
import type { ExecutionStatusOutcome, LifecycleOutcome, Outcome } from "./outcome.js";
import { unfitMember } from "./payload.js";
import { copyRequest, type Draft, type JobRequest } from "./request.js";
import { type UpdateName, updates } from "./updates.js";

/**
 * The chart's other reader: what XState does with it, done by a table that is compiled when the module loads. It answers
 * in nanoseconds, and also for a request that has ended.
 */

// The chart's type has seen to it that each guard and update meets only what it can read.
type Guard = (request: JobRequest, input: object) => boolean;
type Update = (next: Draft, input: object) => void;

interface Refusal {
  readonly kind: "ignored" | "rejected";
  readonly reason: OutcomeReason;
}

interface Guarded {
  readonly guard: Guard | undefined;
}

interface Step extends Guarded {
  readonly refusal: Refusal | undefined;
  readonly target: RequestState | undefined;
  readonly updates: readonly Update[];
  readonly effects: readonly Effect[];
}

/** The steps of one event in one state that takes it. */
interface Taker {
  readonly state: RequestState;
  readonly steps: readonly Step[];
}

/** Who takes an event. Names from outside are compared, not hashed: that is faster, and no name finds a prototype. */
interface Row {
  readonly event: ChartEvent;
  readonly takers: readonly Taker[];
}

const NO_EFFECTS: readonly [] = Object.freeze([]);

const guardNamed = (name: GuardName): Guard => guards[name] as Guard;
const isUpdate = (action: unknown): action is UpdateName =>
  typeof action === "string" && Object.hasOwn(updates, action);
const isEffect = (action: unknown): action is Effect => !isUpdate(action) && !isRefusal(action);

const refusalFor = (reason: OutcomeReason): Refusal => ({ kind: OUTCOME_REASONS[reason].kind, reason });

/** @param settled the guard that has been asked before the table is read */
function compileEdge({ guard, target, actions = [] }: Edge, settled?: GuardName): Step {
  const owedOnEntry = target === undefined ? [] : (chart.states[target].entry ?? []);
  const refusal = actions.find(isRefusal);
  return {
    guard: guard === undefined || guard === settled ? undefined : guardNamed(guard),
    refusal: refusal && refusalFor(refusal.params.reason),
    target,
    updates: actions.filter(isUpdate).map((name) => updates[name] as Update),
    effects: Object.freeze([...actions.filter(isEffect), ...owedOnEntry]),
  };
}

const rowOf = (event: ChartEvent, settled?: GuardName): Row => ({
  event,
  takers: REQUEST_STATES.flatMap((state) => {
    const edges = [...(chart.states[state].on[event] ?? []), ...(chart.on[event] ?? [])];
    return edges.length === 0 ? [] : [{ state, steps: edges.map((edge) => compileEdge(edge, settled)) }];
  }),
});

const CALLBACKS = EXECUTION_STATUSES.map((status) => rowOf(status, "isAwaited"));
const EVENTS = LIFECYCLE_EVENTS.map((event) => rowOf(event));

/** Why a callback came to nothing: in order, and the last has no guard. */
const CALLBACK_REFUSALS: readonly (Guarded & Refusal)[] = chart.refusals.map(({ guard, kind, reason }) => ({
  guard: guard === undefined ? undefined : guardNamed(guard),
  kind,
  reason,
}));

const UNKNOWN_EVENT = refusalFor("UNKNOWN_EVENT");
const UNSUPPORTED_STATE = refusalFor("UNSUPPORTED_STATE");
const HANDLE_MISSING = refusalFor("HANDLE_MISSING");
const INVALID_PAYLOAD = refusalFor("INVALID_PAYLOAD");

/**
 * What a job's callback does to its request.
 *
 * Total: on a record as `createRequest` and `parseJobRequest` give it, any input at all gives an outcome, and none throws.
 * Neither argument is changed. A callback that is not accepted gives back the very record that came in, with the reason: see
 * {@link OUTCOME_REASONS}. When it is accepted, store `outcome.request` first, with `outcome.effects` beside it, then carry
 * the effects out.
 *
 * Source: "Set the status of the request execution" in Oracle's REST API for the Enterprise Scheduler.
 */
export function applyExecutionStatus(request: JobRequest, input: ExecutionStatusInput): ExecutionStatusOutcome {
  const callback = readCallback(input);
  // The fence stands before the table, once for all callback edges.
  if (guards.isAwaited(request, callback)) {
    const steps = stepsIn(request.state, takersOf(CALLBACKS, callback.status));
    if (steps !== undefined) return take(steps, request, callback) as ExecutionStatusOutcome;
  }
  return refuse(firstOpen(CALLBACK_REFUSALS, request, callback), request) as ExecutionStatusOutcome;
}

/**
 * What the scheduler or the operator does to a request. The same kinds of outcome, the same promises as
 * {@link applyExecutionStatus}. Time comes in as a value (`at`): there is no clock here.
 *
 * Sources: Oracle's REST operations cancel, forceCancel, hold, release and checkInCancelling, and the Java API's State.
 */
export function applyLifecycleEvent(request: JobRequest, input: LifecycleEvent): LifecycleOutcome {
  const event = readEvent(input);
  const takers = takersOf(EVENTS, event.type);
  if (takers === undefined) return refuse(UNKNOWN_EVENT, request) as LifecycleOutcome;
  const steps = stepsIn(request.state, takers);
  if (steps === undefined) return refuse(UNSUPPORTED_STATE, request) as LifecycleOutcome;
  const unfit = unfitMember(event);
  if (unfit !== undefined) {
    return refuse(unfit === "requestHandle" ? HANDLE_MISSING : INVALID_PAYLOAD, request) as LifecycleOutcome;
  }
  return take(steps, request, event) as LifecycleOutcome;
}

function takersOf(table: readonly Row[], event: unknown): readonly Taker[] | undefined {
  for (const row of table) {
    if (row.event === event) return row.takers;
  }
  return undefined;
}

function stepsIn(state: RequestState, takers: readonly Taker[] | undefined): readonly Step[] | undefined {
  if (takers === undefined) return undefined;
  for (const taker of takers) {
    if (taker.state === state) return taker.steps;
  }
  return undefined;
}

/** The first whose guard holds or that has none. There is one: wherever the last has a guard, they leave no case out. */
function firstOpen<Candidate extends Guarded>(
  candidates: readonly Candidate[],
  request: JobRequest,
  input: object,
): Candidate {
  let i = 0;
  while (candidates[i]?.guard?.(request, input) === false) i += 1;
  return candidates[i] as Candidate;
}

function take(steps: readonly Step[], request: JobRequest, input: object): Outcome {
  const { refusal, updates, target, effects } = firstOpen(steps, request, input);
  if (refusal !== undefined) return refuse(refusal, request);
  const next = copyRequest(request);
  for (const update of updates) update(next, input);
  if (target === undefined) return { kind: "recorded", request: next, effects };
  next.state = target;
  return { kind: "transitioned", from: request.state, to: target, request: next, effects };
}

/** Neither copies nor allocates a record. */
const refuse = ({ kind, reason }: Refusal, request: JobRequest) =>
  ({ kind, reason, request, effects: NO_EFFECTS }) as Outcome;
