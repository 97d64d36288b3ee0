import type { Effect, ExecutionStatusInput, JobRequest, LifecycleEvent, OutcomeReason } from "../index.js";

/** What an implementation shows of what it did. Whatever is left out, or `undefined`, is not compared. */
export interface ConformanceAnswer {
  /** As in the library's outcome. */
  readonly kind?: "transitioned" | "recorded" | "ignored" | "rejected" | undefined;
  /** Why nothing happened; null where something did. */
  readonly reason?: OutcomeReason | null | undefined;
  /** What is owed, in order; an empty list for nothing. */
  readonly effects?: readonly Effect[] | undefined;
  /** The endpoint's answer; for events too, where they have a route. */
  readonly httpStatus?: number | undefined;
}

/** As much of a record as an implementation shows: the state at the least. What is left out is not compared. */
export type ShownRecord = { readonly [Field in keyof JobRequest]?: JobRequest[Field] | undefined } & {
  /** Must be there. */
  readonly state: JobRequest["state"];
};

/** For what an implementation has no way to be sent. The step then counts as not met. */
export type NotSent = "not sent";

/** @inline */
type Awaitable<Value> = Value | PromiseLike<Value>;
/** @inline */
// biome-ignore lint/suspicious/noConfusingVoidType: an adapter that sees no answer returns nothing.
type Answered = Awaitable<ConformanceAnswer | NotSent | undefined | void>;

/**
 * Stands between the suite and an implementation. Sync or async, as it likes.
 *
 * The suite makes up the handles, and no two executions get the same. An implementation that draws its own keeps a map
 * in its adapter, from the handle of each `start` and `resume` to its own, and sends its own wherever the former comes.
 *
 * @typeParam Key whatever `create` gives, to find the request again
 */
export interface ConformanceAdapter<Key> {
  /**
   * Submits a request. The id is a decimal string beyond 2^53; a request that is not `validated` begins in
   * PENDING_VALIDATION.
   */
  create(request: {
    readonly requestId: string;
    readonly retries: number;
    readonly validated: boolean;
  }): Awaitable<Key>;
  /** Sends a callback. Malformed ones come too: with a status that is none, an empty handle or no handle. */
  applyExecutionStatus(key: Key, input: ExecutionStatusInput): Answered;
  /**
   * Does what the scheduler or the operator does. Malformed ones come too: with a name that is none, or a payload that
   * does not fit.
   */
  applyLifecycleEvent(key: Key, event: LifecycleEvent): Answered;
  /** Reads the record, after every step. */
  read(key: Key): Awaitable<ShownRecord>;
}
