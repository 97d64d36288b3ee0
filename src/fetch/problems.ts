import type { Issue, ResponseOptions } from "../index.js";

/** Answers without an outcome, as Oracle's `SimpleExceptionDetail` (RFC 9457 problem details). */

const TITLES = {
  400: "Bad Request",
  404: "Not Found",
  405: "Method Not Allowed",
  408: "Request Timeout",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  500: "Internal Server Error",
  503: "Service Unavailable",
} as const;

export interface Problem {
  readonly status: keyof typeof TITLES;
  /** The fact, then the remedy. Shows no handle, nothing of the body and no state of the request. */
  readonly detail: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The JSON body of a problem. */
export function problemBody({ status, detail }: Problem, errorCodes: ResponseOptions["errorCodes"]): object {
  // The numbers of the sections of RFC 9110 follow the codes: 400 is 15.5.1, 500 is 15.6.1.
  const section = `15.${status < 500 ? 5 : 6}.${(status % 100) + 1}`;
  const type = `https://www.rfc-editor.org/rfc/rfc9110#section-${section}`;
  const errorCode = (errorCodes as Readonly<Record<number, string | undefined>> | undefined)?.[status];
  return { title: TITLES[status], type, detail, status, errorCode };
}

/** What is wrong with an id or a body. */
export interface Malformed {
  readonly issues: readonly Pick<Issue, "message">[];
}

export const toMalformed = ({ issues }: Malformed): Problem => ({
  status: 400,
  detail: issues.map(({ message }) => message).join(" "),
});
