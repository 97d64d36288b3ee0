import { STATUS_CODES } from "node:http";

/** An answer other than success, as RFC 9457 problem details in the shape of Oracle's `SimpleExceptionDetail`. */
export class Problem extends Error {
  constructor(
    readonly status: 400 | 401 | 404 | 405 | 408 | 409 | 413 | 431 | 499 | 500 | 503,
    detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  get body() {
    const { status, message: detail } = this;
    const title = STATUS_CODES[status] ?? "Unknown";
    return { title, type: pageOn(status), detail, status };
  }
}

/** RFC 9110 numbers its sections as it does the codes: 15.5.1 is 400, 15.6.1 is 500. 431 is from RFC 6585. */
const pageOn = (status: number): string =>
  status === 431
    ? "https://www.rfc-editor.org/rfc/rfc6585#section-5"
    : `https://www.rfc-editor.org/rfc/rfc9110#section-15.${status < 500 ? 5 : 6}.${(status % 100) + 1}`;

export const FAULT = new Problem(500, "The server failed because of a fault of its own. Send this again later.");
