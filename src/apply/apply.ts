import { unfitMember } from "../input/payload.js";
import { readCallback, readEvent } from "../input/read-input.js";
import { type UpdateName, updates } from "../lifecycle/assign-actions.js";
import { chart } from "../lifecycle/chart.js";
import type { Edge } from "../lifecycle/chart-types.js";
import type { ChartEvent, ExecutionStatusInput, LifecycleEvent } from "../lifecycle/events.js";
import { CELLS, EVERYWHERE, isRefusal, OUTCOME_REASONS } from "../lifecycle/facts.js";
import { type GuardName, guards } from "../lifecycle/guards.js";
import { copyRequest, type Draft, type JobRequest } from "../lifecycle/job-request.js";
import {
  type Effect,
  EXECUTION_STATUSES,
  LIFECYCLE_EVENTS,
  type OutcomeReason,
  type RequestState,
} from "../lifecycle/names.js";
import type { ExecutionStatusOutcome, LifecycleOutcome, Outcome } from "./outcome.js";

/**
 * The chart's other reader: what XState does with it, done by a table that is compiled when the module loads. It answers
 * in nanoseconds, and also for a request that has ended.
 */

// The chart's type has seen to it that each guard and update meets only what it can read.
type Guard = (request: JobRequest, input: object) => boolean;
type Update = (next: Draft, input: object, event: ChartEvent) => void;

interface Refusal {
  readonly kind: "ignored" | "rejected";
  readonly reason: OutcomeReason;
}

interface Step {
  readonly guard: Guard | undefined;
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

/** Who takes an event. */
interface Row {
  readonly event: ChartEvent;
  readonly takers: readonly Taker[];
  /** The steps in every other state: the refusals of a callback; of an event mostly none. */
  readonly everywhere: readonly Step[];
}

const NO_EFFECTS: readonly [] = Object.freeze([]);

const isUpdate = (action: string): action is UpdateName => Object.hasOwn(updates, action);
const refusalFor = (reason: OutcomeReason): Refusal => ({ kind: OUTCOME_REASONS[reason].kind, reason });

/** @param settled the guard that has been asked before the table is read */
function compileEdge({ guard, target, actions = [] }: Edge, settled?: GuardName): Step {
  let refusal: Refusal | undefined;
  const changes: Update[] = [];
  const effects: Effect[] = [];
  for (const action of actions) {
    if (isRefusal(action)) refusal = refusalFor(action.params.reason);
    else if (isUpdate(action)) changes.push(updates[action] as Update);
    else effects.push(action);
  }
  if (target !== undefined) effects.push(...(chart.states[target].entry ?? []));
  const asked = guard === settled ? undefined : guard && (guards[guard] as Guard);
  return { guard: asked, refusal, target, updates: changes, effects: Object.freeze(effects) };
}

/**
 * The chart by event, found by what its states list: to ask every state for every event would take longer. A Map, as names
 * from outside must not find a prototype.
 */
function tableOf(events: readonly ChartEvent[], settled?: GuardName): ReadonlyMap<unknown, Row> {
  const compile = (edges: readonly Edge[] = []) => edges.map((edge) => compileEdge(edge, settled));
  const rows = events.map((event) => ({ event, takers: [] as Taker[], everywhere: compile(EVERYWHERE[event]) }));
  for (const { state, event, edges } of CELLS) {
    const row = rows[events.indexOf(event)];
    row?.takers.push({ state, steps: [...compile(edges), ...row.everywhere] });
  }
  return new Map<unknown, Row>(rows.map((row) => [row.event, row]));
}

const CALLBACKS = tableOf(EXECUTION_STATUSES, "isAwaited");
const EVENTS = tableOf(LIFECYCLE_EVENTS);

const UNKNOWN_STATUS = refusalFor("UNKNOWN_STATUS");
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
 *
 * @param request the record as it is stored
 * @param input the callback; anything but an object is an unknown status
 */
export function applyExecutionStatus(request: JobRequest, input: ExecutionStatusInput): ExecutionStatusOutcome {
  try {
    if (typeof input === "object") return answerCallback(request, input);
  } catch {
    // It is null, or one of its accessors threw. To copy every callback beforehand would cost a tenth.
  }
  return answerCallback(request, readCallback(input));
}

function answerCallback(request: JobRequest, callback: ExecutionStatusInput): ExecutionStatusOutcome {
  const row = CALLBACKS.get(callback.status);
  if (row === undefined) return refuse(UNKNOWN_STATUS, request) as ExecutionStatusOutcome;
  // The fence stands before the table, once for all callback edges.
  const steps = guards.isAwaited(request, callback) ? stepsIn(row, request.state) : row.everywhere;
  return take(steps, row.event, request, callback) as ExecutionStatusOutcome;
}

/**
 * What the scheduler or the operator does to a request. The same kinds of outcome, the same promises as
 * {@link applyExecutionStatus}. Time comes in as a value (`at`): there is no clock here.
 *
 * Sources: Oracle's REST operations cancel, forceCancel, hold, release and checkInCancelling, and the Java API's State.
 *
 * @param request the record as it is stored
 * @param input the event with its payload; anything but an object is an unknown event
 */
export function applyLifecycleEvent(request: JobRequest, input: LifecycleEvent): LifecycleOutcome {
  const event = readEvent(input);
  const row = EVENTS.get(event.type);
  if (row === undefined) return refuse(UNKNOWN_EVENT, request) as LifecycleOutcome;
  const steps = stepsIn(row, request.state);
  if (steps.length === 0) return refuse(UNSUPPORTED_STATE, request) as LifecycleOutcome;
  const unfit = unfitMember(event);
  if (unfit !== undefined) {
    return refuse(unfit === "requestHandle" ? HANDLE_MISSING : INVALID_PAYLOAD, request) as LifecycleOutcome;
  }
  return take(steps, row.event, request, event) as LifecycleOutcome;
}

/** At most a dozen states: comparing them is faster than hashing, and an index faster than an iterator. */
function stepsIn({ takers, everywhere }: Row, state: RequestState): readonly Step[] {
  for (let i = 0; i < takers.length; i++) {
    if (takers[i]!.state === state) return takers[i]!.steps;
  }
  return everywhere;
}

/** The first whose guard holds or that has none. There is one: wherever the last has a guard, they leave no case out. */
function firstOpen(steps: readonly Step[], request: JobRequest, input: object): Step {
  let i = 0;
  while (steps[i]!.guard?.(request, input) === false) i += 1;
  return steps[i] as Step;
}

function take(steps: readonly Step[], event: ChartEvent, request: JobRequest, input: object): Outcome {
  const { refusal, updates, target, effects } = firstOpen(steps, request, input);
  if (refusal !== undefined) return refuse(refusal, request);
  const next = copyRequest(request);
  for (let i = 0; i < updates.length; i++) updates[i]!(next, input, event);
  if (target === undefined) return { kind: "recorded", request: next, effects };
  next.state = target;
  return { kind: "transitioned", from: request.state, to: target, request: next, effects };
}

/** Neither copies nor allocates a record. */
const refuse = ({ kind, reason }: Refusal, request: JobRequest) =>
  ({ kind, reason, request, effects: NO_EFFECTS }) as Outcome;
