import { explain, type LifecycleOutcome, type Outcome, parseRequestId, shouldStop, toHttpResponse } from "../index.js";
import { type LogDraft, toLoggedOutcome } from "./log-entry.js";
import { type Command, OPERATION_SPECS, rejectMalformed } from "./operations.js";
import type { Settings } from "./options.js";
import { type Problem, problemBody, toMalformed } from "./problems.js";
import { ACCEPT_POST, readJsonBody } from "./read-body.js";
import { findRoute, type Operation } from "./routes.js";
import { retryAfterOf } from "./store-unavailable-error.js";
import { unknownMembersOf } from "./unknown-members.js";
import { UsageError } from "./usage-error.js";

/** From a request to its answer: the path, the method, the id, whether the request exists, and the body. */

export interface Answer {
  readonly status: number;
  /** JSON. Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** For the log. */
  readonly explanation: string;
}

const ALLOW = { allow: "POST, OPTIONS" };
const METHOD_NOT_ALLOWED: Problem = {
  status: 405,
  detail: "This operation is a POST. Send it as one.",
  headers: ALLOW,
};
const UNKNOWN_REQUEST: Problem = { status: 404, detail: "No request has this id. Check the request id in the path." };
const FAILED: Problem = { status: 500, detail: "The scheduler failed to process this. Send it again later." };
const STORE_UNAVAILABLE: Problem = {
  status: 503,
  detail: "The scheduler's store is unavailable. Send it again later.",
};

const toAnswer = (problem: Problem, { errorCodes }: Settings, explanation = problem.detail): Answer => ({
  status: problem.status,
  body: problemBody(problem, errorCodes),
  headers: problem.headers,
  explanation,
});

export async function answerTo(request: Request, settings: Settings, draft: LogDraft): Promise<Answer> {
  const { pathname, origin } = new URL(request.url);
  const route = findRoute(pathname, settings.basePath);
  if (route === undefined) {
    const detail = `No operation has this path. Send to ${settings.basePath}/{requestId}/executionStatus.`;
    return toAnswer({ status: 404, detail }, settings);
  }
  const { operation, pathId } = route;
  draft.operation = operation;
  if (request.method === "OPTIONS") {
    return { status: 204, headers: { ...ALLOW, ...ACCEPT_POST }, explanation: "Listed the methods and media types." };
  }
  if (request.method !== "POST") return toAnswer(METHOD_NOT_ALLOWED, settings);

  const id = parseRequestId(pathId);
  if (id.issues) return toAnswer(toMalformed(id), settings);
  draft.requestId = id.value;
  const command = await readCommand(request, operation, settings, draft);
  const outcome = await decideIn(settings, id.value, command);
  if (outcome === undefined) return toAnswer(UNKNOWN_REQUEST, settings);
  if (!("decide" in command)) return toAnswer(command, settings);

  draft.outcome = toLoggedOutcome(outcome);
  const href = `${settings.publicUrl ?? origin + settings.basePath}/${id.value}`;
  const explanation = explain(outcome, command.input);
  const { status, body } = toHttpResponse(outcome, { href, errorCodes: settings.errorCodes });
  const isQuestion = operation === "checkInCancelling" && outcome.kind !== "rejected";
  return { status, body: isQuestion ? shouldStop(outcome as LifecycleOutcome) : body, explanation };
}

/** The command in the body, or the problem with it. */
async function readCommand(
  request: Request,
  operation: Operation,
  settings: Settings,
  draft: LogDraft,
): Promise<Command | Problem> {
  const body = await readJsonBody(request, settings.maxBodyBytes);
  if (body.problem !== undefined) return body.problem;
  const { members, parse } = OPERATION_SPECS[operation];
  Object.assign(draft, unknownMembersOf(body.value, members));
  const parsed = await parse(body.value, settings);
  return "issues" in parsed ? toMalformed(parsed) : parsed;
}

/** The outcome that the store has committed; undefined for an unknown request. */
async function decideIn(
  { update }: Settings,
  requestId: string,
  command: Command | Problem,
): Promise<Outcome | undefined> {
  const { decide, input } =
    "decide" in command ? command : { decide: rejectMalformed, input: { malformed: command.detail } };
  let decided: Outcome | undefined;
  const stored = await update(
    requestId,
    (request) => {
      decided = decide(request);
      return decided;
    },
    input,
  );
  // A forgotten `return` would answer 404, and the job would drop its report.
  if (stored !== decided) {
    throw new UsageError("update must return what decide returned last, or undefined for an unknown request.");
  }
  return stored;
}

/** Answers an error that was thrown by the store, the clock or the hash function. */
export function answerFailure(error: unknown, settings: Settings, draft: LogDraft): Answer {
  draft.errorName = error instanceof Error ? String(error.name) : typeof error;
  const retryAfter = retryAfterOf(error);
  if (retryAfter !== undefined) {
    return toAnswer({ ...STORE_UNAVAILABLE, headers: { "retry-after": String(retryAfter) } }, settings);
  }
  const explanation = error instanceof UsageError ? error.message : `The server threw: ${draft.errorName}.`;
  return toAnswer(FAILED, settings, explanation);
}
