import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type ExecutionStatusInput,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
} from "../index.js";

/**
 * What may be done to a request, said without any handle or time: whose handle it is, and how long after. So a step
 * keeps its meaning when the steps before it are taken away, and a story can be told of it.
 */

/**
 * Whose handle comes with a step. `oldest` is the last that is remembered, `forgotten` one that came before;
 * `another's` is the latest of another request that runs, `nobody's` of none at all; `new` is for an execution that
 * begins.
 */
export type Whose =
  | "latest"
  | "earlier"
  | "oldest"
  | "forgotten"
  | "another's"
  | "nobody's"
  | "empty"
  | "missing"
  | "new";

/** A callback of a life that is told, without any handle. */
export interface CallbackStep {
  /** The status, be it one of the eight or not. */
  readonly callback: string;
  /** Whose handle comes with it. */
  readonly whose: Whose;
  /** The callback's `statusMessage`; none if absent. */
  readonly text?: string | null;
}

/** A lifecycle event of a life that is told, without any handle or time. */
export interface EventStep {
  /** The event's name, be it one of the list or not. */
  readonly event: string;
  /** Whose handle comes with it, if it carries one. */
  readonly whose?: Whose;
  /** Milliseconds after the job was last seen, for `at`. */
  readonly wait?: number;
  /** The rest of the payload, right or wrong. */
  readonly payload?: object;
}

/** What was done to a request at one point of its life. */
export type Step = CallbackStep | EventStep;

/** What is sent to one request: a callback or an event. */
export type Input =
  | {
      /** For `applyExecutionStatus`. */
      readonly callback: ExecutionStatusInput;
      /** It is none. */
      readonly event?: undefined;
    }
  | {
      /** For `applyLifecycleEvent`. */
      readonly event: LifecycleEvent;
      /** It is none. */
      readonly callback?: undefined;
    };

/** A request and the handle of every execution that it ever had, the latest last: the record forgets the oldest. */
export interface Situation {
  readonly request: JobRequest;
  readonly handles: readonly string[];
  /** The handle of another request that runs. */
  readonly anothers: string;
}

export interface Taken {
  readonly input: Input;
  readonly outcome: Outcome;
  readonly next: Situation;
}

export const ANOTHERS = "handle-of-another-request";
const NOBODYS = "handle-of-nobody";

/** When nothing has been seen yet: any time does, in epoch milliseconds. */
const BEGINNING = 1_000_000_000_000;

export const situationOf = (request: JobRequest, anothers = ANOTHERS): Situation => ({
  request,
  handles: request.requestHandle === null ? [] : [...request.earlierHandles].reverse().concat(request.requestHandle),
  anothers,
});

/** What the library does with an input. */
export const apply = (request: JobRequest, { callback, event }: Input): Outcome =>
  event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event);

export const isAccepted = ({ kind }: Outcome): boolean => kind === "transitioned" || kind === "recorded";

/** What a step does in a situation; undefined if there is no such handle. */
export function take(situation: Situation, step: Step): Taken | undefined {
  const input = inputOf(situation, step);
  if (input === undefined) return undefined;
  const outcome = apply(situation.request, input);
  const { requestHandle } = outcome.request;
  const begun = requestHandle !== null && requestHandle !== situation.request.requestHandle;
  const handles = begun ? [...situation.handles, requestHandle] : situation.handles;
  return { input, outcome, next: { ...situation, request: outcome.request, handles } };
}

function inputOf(situation: Situation, step: Step): Input | undefined {
  const whose = step.whose ?? "missing";
  const requestHandle = handleOf(situation, whose);
  if (requestHandle === undefined && whose !== "missing") return undefined;
  const handle = requestHandle === undefined ? {} : { requestHandle };
  if ("callback" in step) {
    const text = step.text === undefined ? {} : { statusMessage: step.text };
    return { callback: { status: step.callback, ...handle, ...text } as ExecutionStatusInput };
  }
  const at = step.wait === undefined ? {} : { at: (situation.request.cancelSeenAt ?? BEGINNING) + step.wait };
  return { event: { type: step.event, ...handle, ...at, ...step.payload } as LifecycleEvent };
}

/** None for `missing`, and where no handle is what is asked for. */
function handleOf({ request, handles, anothers }: Situation, whose: Whose): string | undefined {
  const { requestId, requestHandle, earlierHandles } = request;
  switch (whose) {
    case "latest":
      return requestHandle ?? undefined;
    case "earlier":
      return earlierHandles[0];
    case "oldest":
      return earlierHandles.length < 2 ? undefined : earlierHandles.at(-1);
    case "forgotten":
      return handles.find((handle) => handle !== requestHandle && !earlierHandles.includes(handle));
    case "another's":
      return anothers;
    case "nobody's":
      return NOBODYS;
    case "empty":
      return "";
    case "missing":
      return undefined;
    case "new":
      return unused(handles, `handle-of-${requestId}`);
  }
}

/** A record that was not begun here may have a handle of any name. */
function unused(handles: readonly string[], name: string): string {
  let number = handles.length + 1;
  while (handles.includes(`${name}-${number}`)) number += 1;
  return `${name}-${number}`;
}
