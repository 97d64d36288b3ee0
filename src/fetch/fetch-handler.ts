import { preferredMediaType } from "./accept.js";
import { type Answer, answerFailure, answerTo } from "./answer.js";
import type { FetchLogEntry, LogDraft } from "./log-entry.js";
import { type FetchHandlerOptions, toSettings } from "./options.js";
import { discardBody } from "./read-body.js";

/** Answers a request. Never rejects. */
export type FetchHandler = (request: Request) => Promise<Response>;

/**
 * Creates the handler for `POST {basePath}/{requestId}/executionStatus` and `…/checkInCancelling`.
 *
 * The first failed check decides the answer, in this order: path, method, id, whether the request exists, body. The
 * body is read and parsed before `update` is called all the same, so that no transaction waits for the network.
 *
 * @param options the store, the clock, and what differs from the defaults
 * @returns a function for `Bun.serve`, `Deno.serve`, a Worker's `fetch`, or a route of any web framework
 * @throws TypeError for options that cannot work
 */
export function createFetchHandler(options: FetchHandlerOptions): FetchHandler {
  const settings = toSettings(options);
  return async (request) => {
    const draft: LogDraft = {};
    const answer = await answerTo(request, settings, draft).catch((error) => answerFailure(error, settings, draft));
    await discardBody(request, settings.maxBodyBytes);
    await writeLog(options.log, answer, draft);
    return toResponse(answer, request);
  };
}

async function writeLog(log: FetchHandlerOptions["log"], answer: Answer, draft: LogDraft): Promise<void> {
  const entry: FetchLogEntry = {
    operation: draft.operation,
    requestId: draft.requestId,
    httpStatus: answer.status,
    explanation: answer.explanation,
    outcome: draft.outcome,
    unknownMembers: draft.unknownMembers ?? 0,
    hint: draft.hint,
    errorName: draft.errorName,
  };
  // A log that fails must not cost a stored report its answer.
  await Promise.resolve(entry)
    .then(log)
    .catch(() => {});
}

function toResponse({ status, body, ...answer }: Answer, request: Request): Response {
  const headers = { ...answer.headers, "cache-control": "no-store" };
  if (body === undefined) return new Response(null, { status, headers });
  const contentType = preferredMediaType(request.headers.get("accept"));
  const text = request.method === "HEAD" ? null : JSON.stringify(body);
  return new Response(text, { status, headers: { ...headers, "content-type": contentType } });
}
