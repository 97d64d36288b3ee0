import { createRequest, type JobRequest, type Outcome } from "ess-request-machine";
import { createFetchHandler, type FetchHandlerOptions, type FetchLogEntry } from "ess-request-machine/fetch";
import { RUNNING } from "../support/boundary.js";

/** A handler for a Map of records, with its stored records and log entries. */

export const ORIGIN = "https://scheduler.example";
export const BASE_PATH = "/ess/rest/scheduler/v1/requests";
export const NOW = 1_800_000_000_000;
export const SUCCESS = { requestHandle: "handle-2", status: "SUCCESS" };
export const CANCELLING: JobRequest = { ...RUNNING, state: "CANCELLING", cancelSeenAt: NOW - 60_000 };
export const UNSTARTED = createRequest({ requestId: "101" });

interface Sent {
  /** The last part of the path. */
  readonly operation?: string;
  readonly id?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** A body is sent as JSON; a string, bytes, a stream or null unchanged. */
export function requestOf(body: unknown, { operation = "executionStatus", id = "101", ...sent }: Sent = {}): Request {
  const { path = `${BASE_PATH}/${id}/${operation}`, method = "POST", headers = {} } = sent;
  const isRaw =
    body === null || typeof body === "string" || body instanceof Uint8Array || body instanceof ReadableStream;
  const type = { "content-type": "application/json" };
  return new Request(ORIGIN + path, {
    method,
    headers: { ...type, ...headers },
    body: isRaw ? (body as string | null) : JSON.stringify(body),
    ...{ duplex: "half" },
  });
}

export async function answerOf(response: Response) {
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    body: text === "" ? undefined : JSON.parse(text),
    headers: response.headers,
  };
}

export function serving(options: Partial<FetchHandlerOptions> = {}, record: JobRequest = RUNNING) {
  const requests = new Map([[record.requestId, record]]);
  const stored: Outcome[] = [];
  const entries: FetchLogEntry[] = [];
  const handler = createFetchHandler({
    update(requestId, decide) {
      const request = requests.get(requestId);
      if (request === undefined) return undefined;
      const outcome = decide(request);
      requests.set(requestId, outcome.request);
      if (!("reason" in outcome)) stored.push(outcome);
      return outcome;
    },
    now: () => NOW,
    log: (entry) => void entries.push(entry),
    ...options,
  });
  const send = async (body: unknown, sent?: Sent) => answerOf(await handler(requestOf(body, sent)));
  return { handler, send, requests, stored, entries };
}
