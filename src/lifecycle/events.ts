import type { CompletionState, ExecutionStatus, HandlerResult, LifecycleEventName } from "./names.js";

/**
 * One callback of a job: the body of `POST …/requests/{requestId}/executionStatus`.
 *
 * Source: REST API, executionStatus.
 */
export interface ExecutionStatusInput {
  /** Opaque identifier of the execution that reports. A bearer capability: do not log it. */
  readonly requestHandle?: string | null | undefined;
  /** The status that the job reports. Every status but UPDATE ends the execution. */
  readonly status: ExecutionStatus;
  /** Error, warning, update or paused-state text. `ignoresMessage(status)` names the statuses that ignore it. */
  readonly statusMessage?: string | null | undefined;
}

/** The members that a lifecycle event may carry. */
export interface EventPayload {
  /** Handle of the execution that begins (`start`, `resume`) or checks in (`checkIn`): a non-empty string. */
  readonly requestHandle: string;
  /** When it happened, in epoch milliseconds: a safe integer, at least 0. The library has no clock. */
  readonly at: number;
  /** Text for the record. Absent or null keeps the text that the record has. */
  readonly message?: string | null | undefined;
  /** The answer of the post-processing handler. */
  readonly result: HandlerResult;
  /** The terminal state that the operator chose. */
  readonly state: CompletionState;
}

/** The members that each lifecycle event carries. `message` is optional, all others are required. */
export const EVENT_PAYLOADS = {
  validationPassed: [],
  validationFailed: ["message"],
  dispatch: [],
  block: [],
  unblock: [],
  hold: [],
  release: [],
  expire: [],
  start: ["requestHandle"],
  resume: ["requestHandle"],
  timeOut: [],
  manualRecoveryRequired: ["message"],
  cancel: ["at"],
  checkIn: ["requestHandle", "at"],
  forceCancel: ["at"],
  cancelCompleted: [],
  postProcessed: ["result"],
  retry: [],
  recover: [],
  complete: ["state", "message"],
  scheduleEnded: [],
  childrenFinished: [],
} as const satisfies Record<LifecycleEventName, readonly (keyof EventPayload)[]>;

/** Makes editors and compiler messages show the members of an intersection. */
type Flatten<T> = { [Member in keyof T]: T[Member] };

/**
 * The lifecycle event of one name: `LifecycleEventOf<"start">` is `{ type: "start", requestHandle: string }`.
 *
 * @typeParam Name the event's name
 */
export type LifecycleEventOf<Name extends LifecycleEventName> = {
  [N in Name]: Flatten<
    {
      /** The event's name. */
      readonly type: N;
    } & Pick<EventPayload, (typeof EVENT_PAYLOADS)[N][number]>
  >;
}[Name];

/** An event that the scheduler, the operator or (`checkIn`) the job applies to a request. */
export type LifecycleEvent = LifecycleEventOf<LifecycleEventName>;
