import { copyRequest, type JobRequest, NEW_REQUEST } from "../lifecycle/job-request.js";
import { describe } from "./read.js";
import { parseRequestId } from "./request-id.js";
import { isCount } from "./validators.js";

/** How a request is submitted. */
export interface NewRequest {
  /** Oracle's int64 id: a decimal string, a bigint or a safe integer. */
  readonly requestId: string | bigint | number;
  /** Number of automatic retries allowed, at least 0. Default: 0. */
  readonly retries?: number | undefined;
  /** Whether the request is valid already. Default: true, it begins in WAIT; false: it begins in PENDING_VALIDATION. */
  readonly validated?: boolean | undefined;
}

/**
 * Creates the record of a request that was just submitted.
 *
 * @param request the id and the options of the request
 * @returns the record, in WAIT or PENDING_VALIDATION
 * @throws TypeError for an invalid id or option, which is a mistake of the caller. Parse an id from outside with
 * `parseRequestId` first.
 */
export function createRequest({ requestId, retries = 0, validated = true }: NewRequest): JobRequest {
  const id = parseRequestId(requestId);
  if (id.issues !== undefined) throw new TypeError(id.issues[0]!.message);
  if (!isCount(retries)) {
    throw new TypeError(`retries must be an integer of at least 0, but is ${describe(retries)}. Default: 0.`);
  }
  if (typeof validated !== "boolean") {
    throw new TypeError(`validated must be a boolean, but is ${describe(validated)}. Default: true.`);
  }
  const state = validated ? NEW_REQUEST.state : "PENDING_VALIDATION";
  return copyRequest({ ...NEW_REQUEST, requestId: id.value, state, earlierHandles: [], retries });
}
