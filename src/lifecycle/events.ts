import type { CompletionState, ExecutionStatus, HandlerResult, LifecycleEventName } from "./names.js";

/** One callback of a job, as its body arrives at the endpoint: `POST …/requests/{requestId}/executionStatus`. Source: REST API, executionStatus. */
export interface ExecutionStatusInput {
  /** Opaque identifier of the execution that reports. It is a capability: do not log it. */
  readonly requestHandle?: string | null | undefined;
  /** What the job reports; all but UPDATE end the execution. */
  readonly status: ExecutionStatus;
  /** Error, warning or paused-state text; `ignoresMessage(status)` says where it is ignored. */
  readonly statusMessage?: string | null | undefined;
}

/** The members that a lifecycle event may carry; one name has one meaning in every event. */
export interface PayloadMembers {
  /** Handle of the execution that begins (`start`, `resume`) or that asks (`checkIn`): a non-empty string. */
  readonly requestHandle: string;
  /** When it happened, in epoch milliseconds: a safe integer, 0 or more. The library has no clock. */
  readonly at: number;
  /** Text for the record; absent or null keeps the text that is there. */
  readonly message?: string | null | undefined;
  /** What the post-processing handler answered. */
  readonly result: HandlerResult;
  /** The terminal state that the operator chose. */
  readonly state: CompletionState;
}

/** What each lifecycle event carries; the event types and the checks at run time both read it. */
export const PAYLOADS = {
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
} as const satisfies Record<LifecycleEventName, readonly (keyof PayloadMembers)[]>;

/** Written out, so that editors and compilers show members and not how they were put together. */
type Flat<T> = { [M in keyof T]: T[M] };

/**
 * The lifecycle event of one name, with its payload: `LifecycleEventOf<"start">` is `{ type: "start", requestHandle: string }`.
 *
 * @typeParam E the name
 */
export type LifecycleEventOf<E extends LifecycleEventName> = {
  [N in E]: Flat<
    {
      /** The name. */
      readonly type: N;
    } & Pick<PayloadMembers, (typeof PAYLOADS)[N][number]>
  >;
}[E];

/** Anything that the scheduler or the operator does to a request. */
export type LifecycleEvent = LifecycleEventOf<LifecycleEventName>;

/** A callback's or an event's name, as the chart has it under `on`. */
export type ChartEvent = ExecutionStatus | LifecycleEventName;

/** What guards and updates are given when `E` arrives. */
export type InputOf<E extends ChartEvent> = E extends ExecutionStatus
  ? ExecutionStatusInput & { readonly status: E }
  : E extends LifecycleEventName
    ? LifecycleEventOf<E>
    : never;
