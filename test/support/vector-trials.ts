import { readFileSync } from "node:fs";
import {
  type AnnotatedTransition,
  applyExecutionStatus,
  applyLifecycleEvent,
  type ChartEvent,
  type ChartGuardName,
  chart,
  type JobRequest,
  type Outcome,
} from "ess-request-machine";
import { guards } from "../../src/lifecycle/guards.js";
import { isExecutionStatus, isLifecycleEventName } from "../../src/lifecycle/names.js";

/**
 * The test vectors as single trials, and which transition or reason a trial is about. Shares nothing with the
 * generator.
 */

export interface Trial {
  readonly request: JobRequest;
  readonly callback?: unknown;
  readonly event?: unknown;
}

export const membersOf = ({ callback, event }: Trial): Record<string, unknown> => Object(callback ?? event ?? {});
export const isCallback = (trial: Trial): boolean => "callback" in trial;

export const outcomeOf = (trial: Trial): Outcome =>
  isCallback(trial)
    ? applyExecutionStatus(trial.request, trial.callback as never)
    : applyLifecycleEvent(trial.request, trial.event as never);

export const reasonOf = (outcome: Outcome) => ("reason" in outcome ? outcome.reason : undefined);

export function nameOf(trial: Trial): ChartEvent | undefined {
  const { status, type } = membersOf(trial);
  if (isCallback(trial)) return isExecutionStatus(status) ? status : undefined;
  return isLifecycleEventName(type) ? type : undefined;
}

type Guard = (request: JobRequest, input: object) => boolean;

const holds = (guard: ChartGuardName | undefined, trial: Trial): boolean =>
  (guard?.split(" and ") ?? []).every((name) =>
    (guards[name as keyof typeof guards] as Guard)(trial.request, membersOf(trial)),
  );

export const edgesIn = (state: JobRequest["state"], name: ChartEvent) => [
  ...(chart.states[state].on[name] ?? []).map((edge, index) => ({ edge, place: `${state} ${name} ${index}` })),
  ...(chart.on[name] ?? []).map((edge, index) => ({ edge, place: `${state} ${name} any ${index}` })),
];

const CHECKED_BEFORE_EDGES = ["UNKNOWN_EVENT", "UNSUPPORTED_STATE", "HANDLE_MISSING", "INVALID_PAYLOAD"];

/** The transition of the chart that applies, or else the reason, for each state and name. */
export function cellOf(trial: Trial): string {
  const { state } = trial.request;
  const name = nameOf(trial);
  const reason = reasonOf(outcomeOf(trial));
  const byEdge = isCallback(trial) ? reason === undefined : !CHECKED_BEFORE_EDGES.includes(reason ?? "");
  const answering = byEdge && name && edgesIn(state, name).find(({ edge }) => holds(edge.guard, trial));
  return answering ? answering.place : `${state} ${name ?? "no name"} ${reason}`;
}

/** Two reasons for a callback that apply together; the first one is given. */
export function precedencesOf(trial: Trial): readonly string[] {
  if (!isCallback(trial) || reasonOf(outcomeOf(trial)) === undefined) return [];
  const [first, ...others] = chart.callbacks.fallbacks.filter(({ guard }) => guard && holds(guard, trial));
  const reasonIn = (fallback?: AnnotatedTransition) => JSON.stringify(fallback?.actions);
  return others.map((other) => `${reasonIn(first)} before ${reasonIn(other)}`);
}

export interface Case {
  readonly id: string;
  readonly record: Partial<JobRequest>;
  readonly callbacks?: readonly unknown[];
  readonly events?: readonly unknown[];
}

const vectors = JSON.parse(readFileSync(new URL("../../docs/vectors/vectors.json", import.meta.url), "utf8"));
export const cases: readonly Case[] = vectors.cases;

export const trialsOf = ({ record, callbacks = [], events = [] }: Case): readonly Trial[] => {
  const request = { ...vectors.defaults, ...record };
  return [...callbacks.map((callback) => ({ request, callback })), ...events.map((event) => ({ request, event }))];
};
