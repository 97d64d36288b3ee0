import { chart } from "./chart.js";
import type { Edge, RefusalAction } from "./chart-types.js";
import type { ChartEvent, ExecutionStatusInput, LifecycleEvent } from "./events.js";
import { OUTCOME_REASONS } from "./facts.js";
import { type GuardName, guards } from "./guards.js";
import {
  type Effect,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  isExecutionStatus,
  isLifecycleEventName,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
  type OutcomeReason,
  REQUEST_STATES,
  type RequestState,
} from "./names.js";
import type { ExecutionStatusOutcome, LifecycleOutcome, Outcome } from "./outcome.js";
import { payloadFault } from "./payload.js";
import { copyRequest, type Draft, type JobRequest } from "./request.js";
import { type UpdateName, updates } from "./updates.js";

/**
 * The chart's other reader: what XState does with it, done by a table that is compiled when the module loads. It answers
 * in nanoseconds, and also for a request that has ended.
 */

// The chart's type has seen to it that each guard and update meets only what it can read.
type Guard = (request: JobRequest, input: object) => boolean;
type Update = (next: Draft, input: object) => void;

interface Step {
  readonly guard: Guard | undefined;
  readonly refusal: OutcomeReason | undefined;
  readonly target: RequestState | undefined;
  readonly updates: readonly Update[];
  readonly effects: readonly Effect[];
}

type Row<E extends ChartEvent> = { readonly [N in E]?: readonly Step[] };
type Table<E extends ChartEvent> = { readonly [S in RequestState]?: Row<E> };

const NO_EFFECTS: readonly [] = Object.freeze([]);
const NO_MEMBERS = Object.freeze({});

const guardNamed = (name: GuardName): Guard => guards[name] as Guard;
const isUpdate = (action: unknown): action is UpdateName =>
  typeof action === "string" && Object.hasOwn(updates, action);
const isRefusal = (action: unknown): action is RefusalAction => typeof action === "object";
const isEffect = (action: unknown): action is Effect => !isUpdate(action) && !isRefusal(action);

/** @param settled the guard that has been asked before the table is read */
function compileEdge({ guard, target, actions = [] }: Edge, settled?: GuardName): Step {
  const owedOnEntry = target === undefined ? [] : (chart.states[target].entry ?? []);
  return {
    guard: guard === undefined || guard === settled ? undefined : guardNamed(guard),
    refusal: actions.find(isRefusal)?.params.reason,
    target,
    updates: actions.filter(isUpdate).map((name) => updates[name] as Update),
    effects: Object.freeze([...actions.filter(isEffect), ...owedOnEntry]),
  };
}

/** An object that is looked up by names from outside has no prototype: `constructor` is no state, and no event. */
function tableOf<E extends ChartEvent>(events: readonly E[], settled?: GuardName): Table<E> {
  const table = Object.create(null);
  for (const state of REQUEST_STATES) {
    table[state] = Object.create(null);
    for (const event of events) {
      const edges = [...(chart.states[state].on[event] ?? []), ...(chart.on[event] ?? [])];
      if (edges.length > 0) table[state][event] = edges.map((edge) => compileEdge(edge, settled));
    }
  }
  return table;
}

const CALLBACKS = tableOf<ExecutionStatus>(EXECUTION_STATUSES, "isAwaited");
const EVENTS = tableOf<LifecycleEventName>(LIFECYCLE_EVENTS);

/** The guarded refusals in order, and the one without a guard: what remains when nothing else can be said. */
const REFUSALS = chart.refusals.flatMap(({ guard, reason }) => (guard ? [{ guard: guardNamed(guard), reason }] : []));
const OTHERWISE = chart.refusals
  .filter(({ guard }) => guard === undefined)
  .map(({ reason }) => reason)[0] as OutcomeReason;

/**
 * What a job's callback does to its request.
 *
 * Total: any input gives an outcome, and none throws; neither argument is changed. A callback that is not accepted gives
 * back the very record that came in, with the reason: see {@link OUTCOME_REASONS}. When it is accepted, store
 * `outcome.request` first, with `outcome.effects` beside it, then carry the effects out.
 *
 * Source: "Set the status of the request execution" in Oracle's REST API for the Enterprise Scheduler.
 */
export function applyExecutionStatus(request: JobRequest, input: ExecutionStatusInput): ExecutionStatusOutcome {
  const callback: ExecutionStatusInput = isMembered(input) ? input : (NO_MEMBERS as ExecutionStatusInput);
  // The fence stands before the table, once for all callback edges.
  if (guards.isAwaited(request, callback) && isExecutionStatus(callback.status)) {
    const step = firstOpen(CALLBACKS[request.state]?.[callback.status], request, callback);
    if (step !== undefined) return take(step, request, callback) as ExecutionStatusOutcome;
  }
  return refuse(reasonAgainst(request, callback), request) as ExecutionStatusOutcome;
}

/**
 * What the scheduler or the operator does to a request. The same kinds of outcome, the same promises as
 * {@link applyExecutionStatus}. Time comes in as a value (`at`): there is no clock here.
 *
 * Sources: Oracle's REST operations cancel, forceCancel, hold, release and checkInCancelling, and the Java API's State.
 */
export function applyLifecycleEvent(request: JobRequest, event: LifecycleEvent): LifecycleOutcome {
  const type: unknown = isMembered(event) ? event.type : undefined;
  if (!isLifecycleEventName(type)) return refuse("UNKNOWN_EVENT", request) as LifecycleOutcome;
  const steps = EVENTS[request.state]?.[type];
  const fault = steps === undefined ? "UNSUPPORTED_STATE" : payloadFault(type, event);
  if (fault !== undefined) return refuse(fault, request) as LifecycleOutcome;
  const step = firstOpen(steps, request, event) as Step;
  return take(step, request, event) as LifecycleOutcome;
}

const isMembered = (input: unknown): boolean => typeof input === "object" && input !== null;

function firstOpen(steps: readonly Step[] | undefined, request: JobRequest, input: object): Step | undefined {
  if (steps === undefined) return undefined;
  for (const step of steps) {
    if (step.guard === undefined || step.guard(request, input)) return step;
  }
  return undefined;
}

function take(step: Step, request: JobRequest, input: object): Outcome {
  if (step.refusal !== undefined) return refuse(step.refusal, request);
  const { target, effects } = step;
  const next = copyRequest(request);
  for (const update of step.updates) update(next, input);
  if (target === undefined) return { kind: "recorded", request: next, effects };
  next.state = target;
  return { kind: "transitioned", from: request.state, to: target, request: next, effects };
}

function reasonAgainst(request: JobRequest, callback: object): OutcomeReason {
  for (const { guard, reason } of REFUSALS) {
    if (guard(request, callback)) return reason;
  }
  return OTHERWISE;
}

/** Neither copies nor allocates a record. */
const refuse = (reason: OutcomeReason, request: JobRequest) =>
  ({ kind: OUTCOME_REASONS[reason].kind, reason, request, effects: NO_EFFECTS }) as Outcome;
