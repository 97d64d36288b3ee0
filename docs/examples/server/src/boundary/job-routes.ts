import { createFetchHandler } from "ess-request-machine/fetch";
import type { Logger } from "pino";
import { codeOf } from "../errors.js";
import { redactMessage } from "../lifecycle/audit-entry.js";
import { hashHandle } from "../lifecycle/handles.js";
import type { RequestStore } from "../storage/request-store.js";
import { REQUESTS } from "./operations.js";

export interface JobRouteOptions {
  readonly store: RequestStore;
  /** Where requests are reached from outside, for links. No header of a request decides it. */
  readonly requestsUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: Logger;
}

/** The operations of a job: to report, and to ask whether it should stop. Its handle is its permission. */
export const createJobHandler = ({ store, requestsUrl, now, log }: JobRouteOptions) =>
  createFetchHandler({
    basePath: REQUESTS,
    publicUrl: requestsUrl,
    now,
    hashHandle,
    redactMessage,
    async update(requestId, decide, input) {
      try {
        return (await store.change(requestId, input, { decide }))?.outcome;
      } catch (error) {
        // Not its message, which could quote a record.
        log.error({ requestId, error: (error as Error).name, code: codeOf(error) }, "failed");
        throw error;
      }
    },
    log: ({ httpStatus: status, outcome, ...entry }) => log.info({ status, ...entry, ...outcome }, "answered"),
  });
