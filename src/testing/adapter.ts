import type { Effect, ExecutionStatusInput, JobRequest, LifecycleEvent, OutcomeReason } from "../index.js";

/** The observable parts of an implementation's outcome. Members that are absent or `undefined` are not compared. */
export interface ConformanceAnswer {
  /** As in the library's outcome. */
  readonly kind?: "transitioned" | "recorded" | "ignored" | "rejected" | undefined;
  /** Why the input had no effect; null if it was accepted. */
  readonly reason?: OutcomeReason | null | undefined;
  /** The effects, in order; an empty list if there are none. */
  readonly effects?: readonly Effect[] | undefined;
  /** The HTTP status of the response; for events too, if they have a route. */
  readonly httpStatus?: number | undefined;
}

/** The fields of a record that an implementation shows; at least the state. Absent fields are not compared. */
export type PartialJobRequest = { readonly [Field in keyof JobRequest]?: JobRequest[Field] | undefined } & {
  /** Required. */
  readonly state: JobRequest["state"];
};

/** The adapter's answer to an input that it cannot send. The step then counts as uncovered. */
export type Unsupported = "unsupported";

/** @inline */
export type Awaitable<Value> = Value | PromiseLike<Value>;
/** @inline */
// biome-ignore lint/suspicious/noConfusingVoidType: an adapter that sees no answer returns nothing.
export type Answered = Awaitable<ConformanceAnswer | Unsupported | undefined | void>;

/** How a request is submitted. */
export interface Submission {
  /** A decimal string, from 1 to the largest int64. */
  readonly requestId: string;
  /** Automatic retries allowed. */
  readonly retries: number;
  /** False: the request begins in PENDING_VALIDATION. */
  readonly validated: boolean;
}

/**
 * Connects the kit to an implementation. Each function may be synchronous or asynchronous.
 *
 * The kit invents the handles, and never uses one for two executions. An implementation that creates its own handles
 * keeps a map in its adapter, from the handle in each accepted `start` and `resume` to its own.
 *
 * @typeParam Key what `create` returns to find the request again: an id, a URL
 */
export interface ConformanceAdapter<Key> {
  /** Submits a request. */
  create(request: Submission): Awaitable<Key>;
  /** Sends a callback. Malformed ones are sent too: an unknown status, a handle of the wrong type. */
  applyExecutionStatus(key: Key, input: ExecutionStatusInput): Answered;
  /** Sends an event of the scheduler or operator. Malformed ones are sent too: an unknown name, an invalid payload. */
  applyLifecycleEvent(key: Key, event: LifecycleEvent): Answered;
  /** Reads the record. Called after creation and after every step. */
  read(key: Key): Awaitable<PartialJobRequest>;
  /** Removes a request that is no longer needed. Called once for each request, also after a failure. */
  cleanUp?(key: Key): Awaitable<unknown>;
}
