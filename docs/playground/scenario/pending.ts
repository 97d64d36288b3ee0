import {
  type ChartEvent,
  EVENT_PAYLOADS,
  EXECUTION_STATUSES,
  isAwaitingCallback,
  isExecutionStatus,
  isLifecycleEventName,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
} from "ess-request-machine";
import { type PendingInput, type ReachableEnd, reachableEnds } from "ess-request-machine/analysis";
import { isObject, parseJson } from "../../examples/timeline/parse-line.js";
import { eventsFor, reportHandles, startHandles } from "./choices.js";
import type { Scenario, ScenarioView } from "./scenario.js";

/** The callbacks and events that are pending for a request, and the ends that they can lead to. */

export const PENDING_NAMES = { job: EXECUTION_STATUSES, others: LIFECYCLE_EVENTS };

export const pendingName = (input: PendingInput): ChartEvent =>
  "event" in input ? input.event.type : input.callback.status;

/** A callback of the current execution, or an event with a common payload. */
export function pendingInput(name: ChartEvent, scenario: Scenario, view: ScenarioView, at: number): PendingInput {
  const [report] = reportHandles(scenario, view);
  if (isExecutionStatus(name)) return { callback: { requestHandle: report?.handle, status: name } };
  const startsExecution = name === "start" || name === "resume";
  const [handle] = startsExecution ? startHandles(scenario, view) : [report];
  const values = { requestHandle: handle?.handle, at, result: "PROCEED", state: "SUCCEEDED", message: undefined };
  const payload = Object.fromEntries(EVENT_PAYLOADS[name].map((member) => [member, values[member]]));
  return { event: { type: name, ...payload } } as PendingInput;
}

/** The remaining steps of the request in view, and what is typical in its state. */
export function defaultPending(scenario: Scenario, view: ScenarioView, at: number): readonly PendingInput[] {
  const remaining = view.steps
    .filter(({ index, entry }) => index >= scenario.position && entry.requestId === view.id)
    .flatMap(({ line }) => inputIn(line) ?? []);
  const names = remaining.map(pendingName);
  const typical = typicalNames(view).filter((name) => !names.includes(name));
  const byText = new Map(remaining.map((input) => [JSON.stringify(input), input]));
  return [...byText.values(), ...typical.map((name) => pendingInput(name, scenario, view, at))];
}

function typicalNames(view: ScenarioView): readonly ChartEvent[] {
  const { request } = view;
  if (request === undefined || isTerminal(request.state)) return [];
  if (request.state === "RUNNING") return ["SUCCESS", "cancel", "postProcessed"];
  if (request.state === "COMPLETED") return ["cancel", "postProcessed"];
  if (request.state === "CANCELLING" && isAwaitingCallback(request)) return ["SUCCESS", "CANCEL"];
  return eventsFor(view).accepted;
}

function inputIn(line: string): PendingInput | undefined {
  const value = parseJson(line);
  if (!isObject(value)) return undefined;
  const { event, body } = value;
  if (isObject(event) && isLifecycleEventName(event.type)) return { event } as unknown as PendingInput;
  if (isObject(body) && isExecutionStatus(body.status)) return { callback: body } as unknown as PendingInput;
  return undefined;
}

export interface Ends {
  readonly ends: readonly ReachableEnd[];
  /** Why there are no ends. */
  readonly problem?: string;
}

export function endsOf(request: JobRequest, pending: readonly PendingInput[]): Ends {
  try {
    return { ends: reachableEnds(request, pending) };
  } catch (error) {
    return { ends: [], problem: (error as RangeError).message };
  }
}

/** The pending input as a line of the demo's format. */
export const pendingLine = (id: string, input: PendingInput): object =>
  "event" in input ? { id, event: input.event } : { id, body: input.callback };
