import type { Outcome } from "../apply/outcome.js";
import type { Issue } from "../input/read.js";
import { OUTCOME_REASONS, type RejectedReason } from "../lifecycle/reasons.js";

/** The answer of the endpoint: a link to the request, or problem details. */

/** The media types that the endpoint documents. The first one is the default. */
export const MEDIA_TYPES = ["application/json", "application/vnd.oracle.resource+json"] as const;

/**
 * One of the two media types that the endpoint documents.
 *
 * @useDeclaredType
 */
export type MediaType = (typeof MEDIA_TYPES)[number];

/** Title and section of RFC 9110 for each error that the endpoint documents. */
const PROBLEMS = {
  400: { title: "Bad Request", section: "15.5.1" },
  403: { title: "Forbidden", section: "15.5.4" },
  404: { title: "Not Found", section: "15.5.5" },
  500: { title: "Internal Server Error", section: "15.6.1" },
} as const;

/** @inline */
type ProblemStatus = keyof typeof PROBLEMS;

const DEFAULT_DETAILS = {
  404: "Unknown request id. Check the id in the path.",
  500: "The scheduler could not store the callback. Send it again later.",
} as const;

/**
 * Oracle's error body, which has the members of RFC 9457 problem details.
 *
 * Source: REST API, executionStatus.
 */
export interface SimpleExceptionDetail {
  /** The name of the HTTP status code. */
  readonly title: string;
  /** URI of the section of RFC 9110 on the status code. */
  readonly type: string;
  /** The fact, then the remedy. It contains no handle and no state of the request. */
  readonly detail: string;
  /** The HTTP status code. */
  readonly status: ProblemStatus;
  /** ESS error code; present if the server passed one. */
  readonly errorCode?: string;
  /** Why the callback was rejected: an additional member of this library. */
  readonly reason?: RejectedReason;
}

/** The body of a successful answer. */
export interface SelfLink {
  /** URI of the request. */
  readonly href: string;
  /** The relation of the link. */
  readonly rel: "self";
}

/** An answer for any HTTP server. Send `body` as JSON with the content type in `headers`. */
export type HttpResponse =
  | {
      /** Accepted or ignored. */
      readonly status: 200;
      /** The headers of the answer. */
      readonly headers: {
        /** Media type of the body. */
        readonly "content-type": MediaType;
      };
      /** Link to the request. */
      readonly body: SelfLink;
    }
  | {
      /** Rejected, unknown or failed. */
      readonly status: ProblemStatus;
      /** The headers of the answer. */
      readonly headers: {
        /** Media type of the body. */
        readonly "content-type": MediaType;
      };
      /** Problem details. */
      readonly body: SimpleExceptionDetail;
    };

/** The content of an answer: an outcome, the issues of a parser, or a problem that only the server can notice. */
export type Answerable =
  | Outcome
  | {
      /** The issues of a body or of a request id: 400. */
      readonly issues: readonly Issue[];
    }
  | {
      /** 404: unknown request id. 500: the scheduler failed. */
      readonly problem: 404 | 500;
      /** The detail of the answer. Default: a sentence of this library. */
      readonly detail?: string | undefined;
    };

/** Options of {@link toHttpResponse}. */
export interface ResponseOptions {
  /** URI of the request, for the self link. */
  readonly href: string;
  /** Media type of the answer. Default: `application/json`. */
  readonly mediaType?: MediaType | undefined;
  /** ESS error codes of the server by reason or by HTTP status; the reason takes precedence. Default: none. */
  readonly errorCodes?: Readonly<Partial<Record<RejectedReason | ProblemStatus, string | undefined>>> | undefined;
}

/**
 * Returns the endpoint's answer: 200 with a self link if the callback was accepted or ignored, otherwise 400, 403, 404
 * or 500 with problem details. Do not send the text of `explain`: a sender with a wrong handle must not learn the
 * state.
 *
 * Source: REST API, executionStatus.
 *
 * @param answer what to answer
 * @param options the link to the request, and the server's own error codes
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
  /** Always an own member, even if undefined: otherwise it could be inherited from a polluted prototype. */
  readonly reason: RejectedReason | undefined;
}

/** Inherited members are skipped, so that a polluted prototype cannot turn one kind of `Answerable` into another. */
const has = <Member extends string>(
  answer: Answerable,
  member: Member,
): answer is Extract<Answerable, { readonly [M in Member]: unknown }> => Object.hasOwn(answer, member);

function problemOf(answer: Answerable): Problem | undefined {
  if (has(answer, "issues")) {
    return { status: 400, detail: answer.issues.map(({ message }) => message).join(" "), reason: undefined };
  }
  if (has(answer, "problem")) {
    return { status: answer.problem, detail: answer.detail ?? DEFAULT_DETAILS[answer.problem], reason: undefined };
  }
  if (answer.kind !== "rejected") return undefined;
  const { httpStatus, message } = OUTCOME_REASONS[answer.reason];
  return { status: httpStatus as ProblemStatus, detail: message, reason: answer.reason };
}
