import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type JobRequest,
  OUTCOME_REASONS,
  type Outcome,
  parseExecutionStatus,
  parseRequestId,
  REQUEST_STATES,
  toHttpResponse,
} from "ess-request-machine";
import { inputFor } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MEDIA_TYPES } from "../../src/http/response.js";
import { messagesOf, RUNNING, SECRET, secret, secretRecord, whilePolluted } from "../support/boundary.js";

/** The answers of the endpoint: status code, content type and body. */

const HREF = "https://ess.example/ess/rest/scheduler/v1/requests/101";
const options = { href: HREF };

const withoutEffect = (kind: "ignored" | "rejected", reason: string) =>
  ({ kind, reason, request: RUNNING, effects: [] }) as Outcome;

const PROBLEMS = {
  400: { status: 400, title: "Bad Request", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1" },
  403: { status: 403, title: "Forbidden", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4" },
  404: { status: 404, title: "Not Found", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5" },
  500: { status: 500, title: "Internal Server Error", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.6.1" },
} as const;

const reasonsOf = (kind: string) => Object.entries(OUTCOME_REASONS).filter(([, entry]) => entry.kind === kind);

test("the endpoint has the two documented media types, plain JSON first", () => {
  expect(MEDIA_TYPES).toEqual(["application/json", "application/vnd.oracle.resource+json"]);
});

describe("the answer is 200 with the self link only", () => {
  const ok = {
    status: 200,
    headers: { "content-type": "application/json" },
    body: { href: HREF, rel: "self" },
  };

  test("for a callback that changed the state", () => {
    const outcome = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "SUCCESS" });
    expect(outcome.kind).toBe("transitioned");
    expect(toHttpResponse(outcome, options)).toStrictEqual(ok);
  });

  test("for a callback that was recorded", () => {
    const outcome = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "UPDATE" });
    expect(outcome.kind).toBe("recorded");
    expect(toHttpResponse(outcome, options)).toStrictEqual(ok);
  });

  test.each(reasonsOf("ignored"))("for a callback that was ignored: %s", (reason) => {
    expect(toHttpResponse(withoutEffect("ignored", reason), options)).toStrictEqual(ok);
  });

  test("regardless of the error codes", () => {
    const errorCodes = { 400: "ESS-00400", HANDLE_MISMATCH: "ESS-00403" };
    expect(toHttpResponse(withoutEffect("ignored", "DUPLICATE"), { ...options, errorCodes })).toStrictEqual(ok);
  });
});

describe("the answer to a rejection has title, type, detail, status and reason, and no error code", () => {
  test.each(reasonsOf("rejected"))("%s", (reason, { httpStatus, message }) => {
    const status = httpStatus as 400 | 403;
    expect(toHttpResponse(withoutEffect("rejected", reason), options)).toStrictEqual({
      status,
      headers: { "content-type": "application/json" },
      body: {
        ...PROBLEMS[status],
        detail: message,
        reason,
      },
    });
  });

  test("a sender with a wrong handle learns nothing about the request", () => {
    const wrong = { requestHandle: "handle-9", status: "SUCCESS" } as const;
    const answerIn = (request: JobRequest) => toHttpResponse(applyExecutionStatus(request, wrong), options);
    const answers = REQUEST_STATES.map((state) => JSON.stringify(answerIn({ ...RUNNING, state })));
    const unstarted = { ...RUNNING, requestHandle: null, earlierHandles: [], attempt: 0 };
    expect(new Set([...answers, JSON.stringify(answerIn(unstarted))]).size).toBe(1);
  });
});

describe("without an outcome, the answer", () => {
  const bad = PROBLEMS[400];

  test("is 400 for the issues of a body, with all of them in its detail", () => {
    const parsed = parseExecutionStatus({ requestHandle: 1, status: "DONE" });
    if (parsed.issues === undefined) expect.fail("no issues");
    expect(parsed.issues).toHaveLength(2);
    const detail = messagesOf(parsed).replace("\n", " ");
    expect(toHttpResponse(parsed, options)).toMatchObject({ status: 400, body: { ...bad, detail } });
    expect(toHttpResponse(parsed, options).body).not.toHaveProperty("reason");
  });

  test("is 400 for the issues of an id", () => {
    const parsed = parseRequestId("007");
    if (parsed.issues === undefined) expect.fail("no issues");
    const detail = expect.stringMatching(/^The request id must be /);
    expect(toHttpResponse(parsed, options).body).toStrictEqual({ ...bad, detail });
  });

  test.each([404, 500] as const)("is %i if the server says so, with a default detail", (problem) => {
    expect(toHttpResponse({ problem }, options)).toStrictEqual({
      status: problem,
      headers: { "content-type": "application/json" },
      body: { ...PROBLEMS[problem], detail: expect.stringMatching(/^[A-Z][^.]+\. [A-Z][^.]+\.$/) },
    });
    expect(toHttpResponse({ problem, detail: "It is late." }, options).body).toStrictEqual({
      ...PROBLEMS[problem],
      detail: "It is late.",
    });
  });
});

describe("an error code is only one that the server passes", () => {
  const mismatch = withoutEffect("rejected", "HANDLE_MISMATCH");
  const codeOf = (answer: Parameters<typeof toHttpResponse>[0], errorCodes: object) =>
    (toHttpResponse(answer, { ...options, errorCodes }).body as { errorCode?: string }).errorCode;

  test("by HTTP status", () => {
    const errorCodes = { 400: "ESS-400", 403: "ESS-403", 404: "ESS-404", 500: "ESS-00500" };
    expect(codeOf(mismatch, errorCodes)).toBe("ESS-403");
    expect(codeOf(withoutEffect("rejected", "TOO_EARLY"), errorCodes)).toBe("ESS-400");
    expect(codeOf({ issues: [] }, errorCodes)).toBe("ESS-400");
    expect(codeOf({ problem: 404 }, errorCodes)).toBe("ESS-404");
    expect(codeOf({ problem: 500 }, errorCodes)).toBe("ESS-00500");
  });

  test("by reason, which takes precedence over the status", () => {
    const errorCodes = { HANDLE_MISMATCH: "ESS-1", 403: "ESS-403" };
    expect(codeOf(mismatch, errorCodes)).toBe("ESS-1");
    expect(codeOf(mismatch, { HANDLE_MISMATCH: "ESS-1" })).toBe("ESS-1");
  });

  test("none if only another reason or status has one", () => {
    const body = toHttpResponse(mismatch, { ...options, errorCodes: { UNKNOWN_STATUS: "ESS-1", 400: "ESS-400" } }).body;
    expect(body).not.toHaveProperty("errorCode");
  });
});

describe("the content type is the given media type:", () => {
  const answers = [
    { problem: 404 as const },
    withoutEffect("ignored", "DUPLICATE"),
    withoutEffect("rejected", "TOO_EARLY"),
  ];

  test.each(["application/json", "application/vnd.oracle.resource+json"] as const)("%s", (mediaType) => {
    for (const answer of answers) {
      const { headers } = toHttpResponse(answer, { ...options, mediaType });
      expect(headers).toStrictEqual({ "content-type": mediaType });
    }
  });
});

describe("for any record and any input", () => {
  const anyAnswer = fc.oneof(
    secretRecord.chain((request) =>
      inputFor(request).map(({ callback, event }) => {
        return event === undefined ? applyExecutionStatus(request, callback) : applyLifecycleEvent(request, event);
      }),
    ),
    fc.record({ requestHandle: secret, status: secret }).map((body) => parseExecutionStatus(body) as { issues: [] }),
    secret.map((id) => parseRequestId(id)).filter((parsed) => parsed.issues !== undefined),
    fc.constantFrom({ problem: 404 } as const, { problem: 500 } as const),
  );

  test("the answer is plain JSON, has the members that its body requires, and shows no handle and no text", () => {
    fc.assert(
      fc.property(anyAnswer, (answer) => {
        const { status, body } = toHttpResponse(answer, options);
        const text = JSON.stringify(body);
        expect(JSON.parse(text)).toStrictEqual(body);
        expect(text).not.toMatch(SECRET);
        if (status === 200) expect(body).toStrictEqual({ href: HREF, rel: "self" });
        else expect(body).toMatchObject({ ...PROBLEMS[status], detail: expect.stringMatching(/./) });
      }),
      { numRuns: 500 },
    );
  });
});

describe("an inherited member does not change the answer:", () => {
  test.each(["issues", "problem"])("%s does not turn an outcome into an error", (name) => {
    const outcome = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "ERROR" });
    const response = whilePolluted({ [name]: "SECRET" }, () => toHttpResponse(outcome, options));
    expect(response).toMatchObject({ status: 200, body: { href: HREF } });
  });

  test("reason does not get into the answer to issues", () => {
    const parsed = parseExecutionStatus({}) as { issues: [] };
    const response = whilePolluted({ reason: "SECRET" }, () => toHttpResponse(parsed, options));
    expect(JSON.stringify(response)).not.toMatch(SECRET);
  });
});
