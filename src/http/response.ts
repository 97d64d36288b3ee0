import type { Outcome } from "../apply/outcome.js";
import { expectation } from "../input/messages.js";
import { describe, type Issue, isObject, type ParseResult, readOwn } from "../input/reading.js";
import type { ExecutionStatusInput } from "../lifecycle/events.js";
import { OUTCOME_REASONS } from "../lifecycle/facts.js";
import {
  EXECUTION_STATUSES,
  type ExecutionStatus,
  isExecutionStatus,
  type RejectedReason,
} from "../lifecycle/names.js";

/** The endpoint's boundary: its body in, its answer out. */

/** What the endpoint reads and writes; the first unless the caller asks for the second. */
export const MEDIA_TYPES = ["application/json", "application/vnd.oracle.resource+json"] as const;
/**
 * One of the two media types that the endpoint documents.
 *
 * @useDeclaredType
 */
export type MediaType = (typeof MEDIA_TYPES)[number];

/** What jobs send for one of the eight: names of states, and of Oracle's Java constants. */
const STATUS_MEANT = new Map<string, ExecutionStatus>([
  ["SUCCEEDED", "SUCCESS"],
  ["COMPLETED", "SUCCESS"],
  ["UPDATED", "UPDATE"],
  ["PAUSED", "PAUSE"],
  ["WARN", "WARNING"],
  ["FAILED", "ERROR"],
  ["BIZ_ERROR", "BUSINESS_ERROR"],
  ["CANCELLED", "CANCEL"],
  ["CANCELED", "CANCEL"],
  ["SUSPENDED", "SUSPEND"],
]);
const LONGEST_HINTED = 20;

function statusAdvice(status: unknown): string {
  if (typeof status === "string" && status.length <= LONGEST_HINTED) {
    const shouted = status.trim().toUpperCase();
    const meant = isExecutionStatus(shouted) ? shouted : STATUS_MEANT.get(shouted);
    if (meant !== undefined) return `Send ${meant} if that is what is meant.`;
  }
  return "Send one of them.";
}

const issueOf = (member: string, expected: string, found: unknown, advice: string): Issue => ({
  path: [member],
  message: expectation(`${member} to be ${expected}`, describe(found), advice),
});

/**
 * Reads the parsed JSON body of a callback. Unknown members are left out, `null` counts as absent, and an absent handle
 * passes: applying it gives HANDLE_MISSING. An absent or unknown status is an issue, as is any member of another type.
 * Never throws, not even for an object whose getters do.
 *
 * @param body anything at all; only own members are read
 * @returns the callback, or every issue with its path
 */
export function parseExecutionStatus(body: unknown): ParseResult<ExecutionStatusInput> {
  if (!isObject(body)) {
    const message = expectation(
      "the body to be a JSON object",
      describe(body),
      "Send requestHandle and status in one.",
    );
    return { issues: [{ path: [], message }] };
  }
  const requestHandle = readOwn(body, "requestHandle") ?? undefined;
  const status = readOwn(body, "status");
  const statusMessage = readOwn(body, "statusMessage") ?? undefined;
  const hasHandle = requestHandle === undefined || typeof requestHandle === "string";
  const hasMessage = statusMessage === undefined || typeof statusMessage === "string";
  if (hasHandle && isExecutionStatus(status) && hasMessage)
    return { value: inputOf(requestHandle, status, statusMessage) };

  const issues: Issue[] = [];
  if (!hasHandle)
    issues.push(issueOf("requestHandle", "a string", requestHandle, "Send the execution's handle as it was given."));
  if (!isExecutionStatus(status)) {
    issues.push(issueOf("status", `one of ${EXECUTION_STATUSES.join(", ")}`, status, statusAdvice(status)));
  }
  if (!hasMessage) issues.push(issueOf("statusMessage", "a string", statusMessage, "Send text, or leave it out."));
  return { issues };
}

/** An absent member stays absent rather than `undefined`. */
function inputOf(requestHandle: string | undefined, status: ExecutionStatus, statusMessage: string | undefined) {
  if (requestHandle !== undefined) {
    return statusMessage === undefined ? { requestHandle, status } : { requestHandle, status, statusMessage };
  }
  return statusMessage === undefined ? { status } : { status, statusMessage };
}

/** The endpoint's answers, beside 200: title and RFC 9110 section of each. */
const PROBLEMS = {
  400: { title: "Bad Request", section: "15.5.1" },
  403: { title: "Forbidden", section: "15.5.4" },
  404: { title: "Not Found", section: "15.5.5" },
  500: { title: "Internal Server Error", section: "15.6.1" },
} as const;
/** @inline */
type ProblemStatus = keyof typeof PROBLEMS;

const DETAILS = {
  404: expectation("the id of a request", "none that is known here", "Check the request id in the path."),
  500: expectation("the scheduler to carry this out", "that it could not", "Send the callback again later."),
} as const;

/** Oracle's error body. Source: REST API, executionStatus. */
export interface SimpleExceptionDetail {
  /** The status code's name. */
  readonly title: string;
  /** URI of the RFC 9110 section on the status code. */
  readonly type: string;
  /** What was expected, what was found, what to do: no handle, and no state of the request. */
  readonly detail: string;
  /** The HTTP status code. */
  readonly status: ProblemStatus;
  /** ESS's own code, only where the server passed one. */
  readonly errorCode?: string;
  /** An extra member of this library's, where an outcome was rejected. */
  readonly reason?: RejectedReason;
}

/** The link that the endpoint answers 200 with. */
export interface SelfLink {
  /** URI of the request. */
  readonly href: string;
  /** What the link is: the request itself. */
  readonly rel: "self";
}

/** An answer for any HTTP server: `body` is plain JSON, to be sent as the content type in `headers` says. */
export type HttpResponse =
  | {
      /** Accepted, or ignored. */
      readonly status: 200;
      /** Just one. */
      readonly headers: {
        /** Of the body. */
        readonly "content-type": MediaType;
      };
      /** To be sent as JSON. */
      readonly body: SelfLink;
    }
  | {
      /** Refused, unknown or failed. */
      readonly status: ProblemStatus;
      /** Just one. */
      readonly headers: {
        /** Of the body. */
        readonly "content-type": MediaType;
      };
      /** To be sent as JSON. */
      readonly body: SimpleExceptionDetail;
    };

/** What is answered: an outcome, the issues of a body or an id, or what only the server can know. */
export type Answerable =
  | Outcome
  | {
      /** What a parser found: 400. */
      readonly issues: readonly Issue[];
    }
  | {
      /** An unknown request id, or an error of the scheduler's own. */
      readonly problem: 404 | 500;
      /** The answer's; a sentence of the library's unless told. */
      readonly detail?: string | undefined;
    };

/** What an answer needs besides what is answered. */
export interface ResponseOptions {
  /** URI of the request, for the self link. */
  readonly href: string;
  /** The answer's content type: `application/json` unless told. */
  readonly mediaType?: MediaType | undefined;
  /** The server's own ESS codes, by reason or by HTTP status; the reason's goes first. The library invents none. */
  readonly errorCodes?: Readonly<Partial<Record<RejectedReason | ProblemStatus, string | undefined>>> | undefined;
}

/**
 * The endpoint's answer: 200 with the self link for whatever was accepted or ignored; 400, 403, 404 or 500 with
 * `SimpleExceptionDetail` otherwise. `explain` tells more than `detail` does, but that is for the server's own eyes:
 * a sender with a wrong handle does not learn the request's state.
 *
 * Source: REST API, executionStatus.
 *
 * @param answer what is answered
 * @param options the link to the request, and what the server says in its own way
 */
export function toHttpResponse(answer: Answerable, { href, mediaType, errorCodes }: ResponseOptions): HttpResponse {
  const headers = { "content-type": mediaType ?? MEDIA_TYPES[0] };
  const problem = problemOf(answer);
  if (problem === undefined) return { status: 200, headers, body: { href, rel: "self" } };

  const { status, detail, reason } = problem;
  const { title, section } = PROBLEMS[status];
  const errorCode = (reason && errorCodes?.[reason]) ?? errorCodes?.[status];
  const body = {
    title,
    type: `https://www.rfc-editor.org/rfc/rfc9110#section-${section}`,
    detail,
    status,
    ...(errorCode !== undefined && { errorCode }),
    ...(reason !== undefined && { reason }),
  };
  return { status, headers, body };
}

interface Problem {
  readonly status: ProblemStatus;
  readonly detail: string;
  readonly reason: RejectedReason | undefined;
}

/** Whether it is that kind of answer: a polluted prototype must not make one look like another. */
const has = <Member extends string>(
  answer: Answerable,
  member: Member,
): answer is Extract<Answerable, { readonly [M in Member]: unknown }> => Object.hasOwn(answer, member);

function problemOf(answer: Answerable): Problem | undefined {
  if (has(answer, "issues")) {
    return { status: 400, detail: answer.issues.map(({ message }) => message).join(" "), reason: undefined };
  }
  if (has(answer, "problem")) {
    return { status: answer.problem, detail: answer.detail ?? DETAILS[answer.problem], reason: undefined };
  }
  if (answer.kind !== "rejected") return undefined;
  const { httpStatus, sentence } = OUTCOME_REASONS[answer.reason];
  return { status: httpStatus as ProblemStatus, detail: sentence, reason: answer.reason };
}
