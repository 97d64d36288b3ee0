import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type ExecutionStatusInput,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
} from "../index.js";
import { handleOf, type KnownHandles } from "./handles.js";
import { type History, historyAfter, NO_HISTORY } from "./history.js";
import { type Input, isCallback, type Step } from "./steps.js";

/** The model that implementations are compared with: the library itself, and what a run has to remember beside it. */

export interface ModelState extends KnownHandles {
  readonly history: History;
}

/** The result of applying one step to the model. */
export interface StepResult {
  readonly input: Input;
  readonly outcome: Outcome;
  readonly next: ModelState;
}

/** Where no other request runs in fact. */
export const FOREIGN_HANDLE = "handle-of-another-request";

/** The first `at` of a request: it has milliseconds, and exceeds 32 bits even in seconds divided by two. */
export const FIRST_TIME = 1_700_000_000_123;

export function modelStateOf(request: JobRequest, foreign: string | undefined): ModelState {
  const { requestHandle, earlierHandles } = request;
  const handles = requestHandle === null ? [] : [...earlierHandles].reverse().concat(requestHandle);
  return { request, handles, issued: handles.length, foreign, history: NO_HISTORY };
}

/** Returns undefined if the step needs a handle that does not exist. */
export function applyStep(state: ModelState, step: Step): StepResult | undefined {
  const input = inputOf(state, step);
  if (input === undefined) return undefined;
  const outcome =
    input.event === undefined
      ? applyExecutionStatus(state.request, input.callback)
      : applyLifecycleEvent(state.request, input.event);
  const { request } = outcome;
  const { requestHandle } = request;
  const begun = requestHandle !== state.request.requestHandle;
  const isNew = step.handle === "new";
  const rejected = isNew && !begun ? (input.event as { requestHandle?: string } | undefined)?.requestHandle : undefined;
  return {
    input,
    outcome,
    next: {
      request,
      handles: begun ? [...state.handles, requestHandle!] : state.handles,
      issued: isNew ? state.issued + 1 : state.issued,
      rejected: rejected ?? state.rejected,
      foreign: state.foreign,
      history: historyAfter(state.history, state.request, step, outcome),
    },
  };
}

function inputOf(state: ModelState, step: Step): Input | undefined {
  const kind = step.handle ?? "missing";
  const requestHandle = handleOf(state, kind, step.variation);
  if (requestHandle === undefined && kind !== "missing") return undefined;
  const handle = requestHandle === undefined ? {} : { requestHandle };
  if (isCallback(step)) {
    const text = step.text === undefined ? {} : { statusMessage: step.text };
    return { callback: { status: step.callback, ...handle, ...text, ...step.members } as ExecutionStatusInput };
  }
  const at = step.wait === undefined ? {} : { at: timeAfter(state.request, step.wait) };
  return { event: { type: step.event, ...handle, ...at, ...step.members } as LifecycleEvent };
}

const timeAfter = ({ cancelSeenAt }: JobRequest, wait: number): number => (cancelSeenAt ?? FIRST_TIME) + wait;
