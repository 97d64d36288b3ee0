import http from "node:http";
import https from "node:https";
import { codeOf } from "../errors.js";
import type { JobNetworks } from "./job-networks.js";

/**
 * One call of a job over HTTP, and what is known afterwards. Any 2xx says that the job accepted the call. Redirects are
 * not followed, and of the answer only the status and Retry-After count.
 */
export type CallResult =
  | { readonly kind: "accepted" }
  /** The call was sent, and nobody knows whether the job started. */
  | { readonly kind: "unknown"; readonly problem: string }
  /** The job did not start, but may do so later. */
  | { readonly kind: "unavailable"; readonly problem: string; readonly retryAfterSeconds?: number }
  /** The job did not start, and never will. */
  | { readonly kind: "refused"; readonly problem: string };

export interface CallLimits {
  readonly connectTimeoutMs: number;
  readonly answerTimeoutMs: number;
  /** At the same time, from one server. */
  readonly maxCalls: number;
  readonly maxCallsPerHost: number;
}
export const CALL_LIMITS: CallLimits = {
  connectTimeoutMs: 10_000,
  answerTimeoutMs: 30_000,
  maxCalls: 256,
  maxCallsPerHost: 4,
};

const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_ANSWER_MS = 5_000;
/** Answers of a gateway that may have passed on the call. The last two are those of a content delivery network. */
const UNKNOWN: readonly number[] = [502, 504, 520, 524];
const TEMPORARY: readonly number[] = [408, 425, 429];

const PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ENOTFOUND: "its host name was not found",
  EAI_AGAIN: "its host name could not be resolved",
};

export interface Call {
  readonly url: string;
  readonly body: object;
  readonly idempotencyKey: string;
  /** Gives up waiting for the answer. */
  readonly signal: AbortSignal;
}

export function createJobCaller(networks: JobNetworks, limits: CallLimits) {
  return ({ url, body, idempotencyKey, signal }: Call): Promise<CallResult> => {
    const problem = networks.findProblem(url);
    if (problem !== undefined) return Promise.resolve({ kind: "refused", problem });
    const isTls = url.startsWith("https:");
    // A connection of its own for each call: one that was kept could break after the body was sent.
    const options = { method: "POST", agent: false, lookup: networks.lookup, signal } as const;
    const headers = { "content-type": "application/json", "idempotency-key": idempotencyKey };

    return new Promise((resolve) => {
      let [isSent, isLate] = [false, false];
      const request = (isTls ? https : http).request(url, { ...options, headers });
      const giveUp = () => {
        isLate = true;
        request.destroy();
      };
      let timer = setTimeout(giveUp, limits.connectTimeoutMs);
      request.once("socket", (socket) =>
        socket.once(isTls ? "secureConnect" : "connect", () => {
          isSent = true;
          clearTimeout(timer);
          timer = setTimeout(giveUp, limits.answerTimeoutMs);
        }),
      );
      request.once("response", (response) => {
        clearTimeout(timer);
        discard(response);
        resolve(fromAnswer(response));
      });
      request.once("error", (error) => {
        clearTimeout(timer);
        resolve(isSent ? afterSending(isLate || signal.aborted, error) : beforeSending(isLate, error));
      });
      request.end(JSON.stringify(body));
    });
  };
}

function beforeSending(isLate: boolean, error: Error): CallResult {
  const code = codeOf(error) ?? "no error code";
  if (code === "EJOBNETWORK") return { kind: "refused", problem: error.message };
  if (isLate) return { kind: "unavailable", problem: "it did not accept the connection in time" };
  return { kind: "unavailable", problem: PROBLEMS[code] ?? `the connection failed (${code})` };
}

const afterSending = (wasAwaited: boolean, error: Error): CallResult => ({
  kind: "unknown",
  problem: wasAwaited ? "it did not answer in time" : `the connection broke (${codeOf(error)})`,
});

function fromAnswer({ statusCode: status = 0, headers }: http.IncomingMessage): CallResult {
  const problem = `it answered ${status}`;
  if (status >= 200 && status < 300) return { kind: "accepted" };
  if (status >= 300 && status < 400) return { kind: "refused", problem: `${problem}, a redirect` };
  if (UNKNOWN.includes(status)) return { kind: "unknown", problem };
  if (status < 500 && !TEMPORARY.includes(status)) return { kind: "refused", problem };
  const seconds = Number(headers["retry-after"]);
  return { kind: "unavailable", problem, ...(seconds >= 0 && { retryAfterSeconds: seconds }) };
}

/** Reads a short answer to its end, since some jobs stop when the connection is closed, and cuts a long one. */
function discard(response: http.IncomingMessage): void {
  const cut = setTimeout(() => response.destroy(), MAX_ANSWER_MS);
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) response.destroy();
  });
  response.on("error", () => {}).once("close", () => clearTimeout(cut));
}
