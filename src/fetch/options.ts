import type { ExecutionStatusInput, JobRequest, LifecycleEventOf, Outcome, ResponseOptions } from "../index.js";
import type { FetchLogEntry } from "./log-entry.js";

/**
 * Applies `decide` to the stored record in one transaction, and returns the outcome that it gave.
 *
 * 1. Read the record. If the request is unknown, return undefined without calling `decide`.
 * 2. Call `decide(record)`. It is pure and synchronous: call it again if the transaction is tried again.
 * 3. If the outcome is `transitioned` or `recorded`, store `outcome.request` and `outcome.effects` together.
 * 4. Return the outcome once the transaction is committed: only then does the job get its 200.
 *
 * It is called for a malformed body too, because 404 for an unknown request precedes 400; `decide` then rejects.
 *
 * @param requestId the id in the path, a decimal int64
 * @param decide the pure function to apply
 * @param input for a history: what `decide` applies, or why the body is malformed
 * @throws StoreUnavailableError for a 503; anything else gives a 500. The job sends its report again after both.
 */
export type UpdateRequest = (
  requestId: string,
  decide: (request: JobRequest) => Outcome,
  input: ExecutionStatusInput | LifecycleEventOf<"checkIn"> | MalformedBody,
) => Outcome | undefined | Promise<Outcome | undefined>;

/** A body that is neither a callback nor a check-in. */
export interface MalformedBody {
  /** The fact and the remedy, as the job is answered. Shows nothing of the body. */
  readonly malformed: string;
}

/** The options of `createFetchHandler`. */
export interface FetchHandlerOptions {
  /** The store. */
  readonly update: UpdateRequest;
  /** The time in epoch milliseconds, for check-ins: `Date.now`. */
  readonly now: () => number;
  /** The path before `/{requestId}`. Default: `/ess/rest/scheduler/v1/requests`. */
  readonly basePath?: string | undefined;
  /** The absolute URL of the base path as clients reach it, for the self link. Default: taken from each request. */
  readonly publicUrl?: string | undefined;
  /** The largest body that is accepted, in bytes. Default: 65536. */
  readonly maxBodyBytes?: number | undefined;
  /** Hashes a received handle, for a store that keeps hashes only. Default: the handle itself. */
  readonly hashHandle?: ((requestHandle: string) => string | Promise<string>) | undefined;
  /** Redacts or shortens the text of a callback before it is applied and stored. Default: the text itself. */
  readonly redactMessage?: ((statusMessage: string, received: ExecutionStatusInput) => string) | undefined;
  /** The server's own ESS codes, as for `toHttpResponse`. */
  readonly errorCodes?: ResponseOptions["errorCodes"];
  /** Called once for each answer, before it is sent. If it throws or rejects, the answer is unaffected. */
  readonly log?: ((entry: FetchLogEntry) => void | Promise<void>) | undefined;
}

/** The options with their defaults. `update`, `now`, the paths and the body limit were checked. */
export interface Settings extends FetchHandlerOptions {
  readonly basePath: string;
  readonly maxBodyBytes: number;
  readonly hashHandle: (requestHandle: string) => string | Promise<string>;
  readonly redactMessage: (statusMessage: string, received: ExecutionStatusInput) => string;
}

const withoutTrailingSlash = (path: string): string => path.replace(/\/+$/, "");

export function toSettings(options: FetchHandlerOptions): Settings {
  const { basePath = "/ess/rest/scheduler/v1/requests", publicUrl, maxBodyBytes = 65_536 } = options;
  for (const name of ["update", "now"] as const) {
    if (typeof options[name] !== "function") throw new TypeError(`${name} must be a function.`);
  }
  if (!basePath.startsWith("/")) throw new TypeError('basePath must begin with "/".');
  if (publicUrl !== undefined && !/^https?:\/\//.test(publicUrl)) {
    throw new TypeError("publicUrl must be an absolute http or https URL.");
  }
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    throw new TypeError("maxBodyBytes must be an integer, 1 or more.");
  }
  return {
    ...options,
    basePath: withoutTrailingSlash(basePath),
    publicUrl: publicUrl && withoutTrailingSlash(publicUrl),
    maxBodyBytes,
    hashHandle: options.hashHandle ?? ((requestHandle) => requestHandle),
    redactMessage: options.redactMessage ?? ((statusMessage) => statusMessage),
  };
}
