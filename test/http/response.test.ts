import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type JobRequest,
  type Outcome,
  parseExecutionStatus,
  parseRequestId,
  REQUEST_STATES,
  toHttpResponse,
} from "ess-request-machine";
import { inputFor } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messagesOf, RUNNING, SECRET, secret, secretRecord } from "../support/boundary.js";

/** The endpoint's answers: the status code, the content type and the body of each. */

const HREF = "https://ess.example/ess/rest/scheduler/v1/requests/101";
const options = { href: HREF };

const refused = (kind: "ignored" | "rejected", reason: string) =>
  ({ kind, reason, request: RUNNING, effects: [] }) as Outcome;

const PROBLEMS = {
  400: { status: 400, title: "Bad Request", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1" },
  403: { status: 403, title: "Forbidden", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.4" },
  404: { status: 404, title: "Not Found", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.5" },
  500: { status: 500, title: "Internal Server Error", type: "https://www.rfc-editor.org/rfc/rfc9110#section-15.6.1" },
} as const;

const IGNORED = ["STALE_HANDLE", "DUPLICATE", "ALREADY_REPORTED", "ALREADY_ENDED", "NOT_EXECUTING", "NOT_CANCELLING"];
const REJECTED: [reason: string, status: 400 | 403][] = [
  ["UNKNOWN_STATUS", 400],
  ["HANDLE_MISSING", 400],
  ["HANDLE_MISMATCH", 403],
  ["UNKNOWN_EVENT", 400],
  ["UNSUPPORTED_STATE", 400],
  ["INVALID_PAYLOAD", 400],
  ["ALREADY_STARTED", 400],
  ["HANDLE_REUSED", 400],
  ["NOT_AWAITING_CALLBACK", 400],
  ["TOO_EARLY", 400],
  ["AWAITING_CALLBACK", 400],
  ["NOT_POST_PROCESSING", 400],
  ["NOT_TIMED_OUT", 400],
];

describe("200 with the self link and nothing else", () => {
  const ok = {
    status: 200,
    headers: { "content-type": "application/json" },
    body: { href: HREF, rel: "self" },
  };

  test("for a callback that moved the request", () => {
    const outcome = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "SUCCESS" });
    expect(outcome.kind).toBe("transitioned");
    expect(toHttpResponse(outcome, options)).toStrictEqual(ok);
  });

  test("for one that was recorded", () => {
    const outcome = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "UPDATE" });
    expect(outcome.kind).toBe("recorded");
    expect(toHttpResponse(outcome, options)).toStrictEqual(ok);
  });

  test.each(IGNORED)("for one that was ignored: %s", (reason) => {
    expect(toHttpResponse(refused("ignored", reason), options)).toStrictEqual(ok);
  });

  test("whatever error codes there are", () => {
    const errorCodes = { 400: "ESS-00400", HANDLE_MISMATCH: "ESS-00403" };
    expect(toHttpResponse(refused("ignored", "DUPLICATE"), { ...options, errorCodes })).toStrictEqual(ok);
  });
});

describe("a rejection has its problem: title, type, detail, status and reason, and no error code", () => {
  test.each(REJECTED)("%s: %i", (reason, status) => {
    expect(toHttpResponse(refused("rejected", reason), options)).toStrictEqual({
      status,
      headers: { "content-type": "application/json" },
      body: {
        ...PROBLEMS[status],
        detail: expect.stringMatching(/^Expected .+, but found .+\. .+\.$/),
        reason,
      },
    });
  });

  test("and a sender with a wrong handle learns nothing about the request", () => {
    const wrong = { requestHandle: "handle-9", status: "SUCCESS" } as const;
    const answerIn = (request: JobRequest) => toHttpResponse(applyExecutionStatus(request, wrong), options);
    const answers = REQUEST_STATES.map((state) => JSON.stringify(answerIn({ ...RUNNING, state })));
    const unstarted = { ...RUNNING, requestHandle: null, earlierHandles: [], attempt: 0 };
    expect(new Set([...answers, JSON.stringify(answerIn(unstarted))]).size).toBe(1);
  });
});

describe("what is no outcome", () => {
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
    const detail = expect.stringMatching(/^Expected a request id, /);
    expect(toHttpResponse(parsed, options).body).toStrictEqual({ ...bad, detail });
  });

  test.each([404, 500] as const)("is %i where the server says so, with a detail in any case", (problem) => {
    expect(toHttpResponse({ problem }, options)).toStrictEqual({
      status: problem,
      headers: { "content-type": "application/json" },
      body: { ...PROBLEMS[problem], detail: expect.stringMatching(/^Expected .+, but found .+\. .+\.$/) },
    });
    expect(toHttpResponse({ problem, detail: "It is late." }, options).body).toStrictEqual({
      ...PROBLEMS[problem],
      detail: "It is late.",
    });
  });
});

describe("an error code is only what the server passes", () => {
  const mismatch = refused("rejected", "HANDLE_MISMATCH");
  const codeOf = (answer: Parameters<typeof toHttpResponse>[0], errorCodes: object) =>
    (toHttpResponse(answer, { ...options, errorCodes }).body as { errorCode?: string }).errorCode;

  test("by HTTP status", () => {
    const errorCodes = { 400: "ESS-400", 403: "ESS-403", 404: "ESS-404", 500: "ESS-00500" };
    expect(codeOf(mismatch, errorCodes)).toBe("ESS-403");
    expect(codeOf(refused("rejected", "TOO_EARLY"), errorCodes)).toBe("ESS-400");
    expect(codeOf({ issues: [] }, errorCodes)).toBe("ESS-400");
    expect(codeOf({ problem: 404 }, errorCodes)).toBe("ESS-404");
    expect(codeOf({ problem: 500 }, errorCodes)).toBe("ESS-00500");
  });

  test("by reason, which goes before the status", () => {
    const errorCodes = { HANDLE_MISMATCH: "ESS-1", 403: "ESS-403" };
    expect(codeOf(mismatch, errorCodes)).toBe("ESS-1");
    expect(codeOf(mismatch, { HANDLE_MISMATCH: "ESS-1" })).toBe("ESS-1");
  });

  test("and none where another reason or status has one", () => {
    const body = toHttpResponse(mismatch, { ...options, errorCodes: { UNKNOWN_STATUS: "ESS-1", 400: "ESS-400" } }).body;
    expect(body).not.toHaveProperty("errorCode");
  });
});

describe("both media types", () => {
  const answers = [{ problem: 404 as const }, refused("ignored", "DUPLICATE"), refused("rejected", "TOO_EARLY")];

  test.each(["application/json", "application/vnd.oracle.resource+json"] as const)("%s", (mediaType) => {
    for (const answer of answers) {
      const { headers } = toHttpResponse(answer, { ...options, mediaType });
      expect(headers).toStrictEqual({ "content-type": mediaType });
    }
  });
});

describe("whatever happened to whichever request", () => {
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

  test("the answer is one of the five, is plain JSON, has what its body requires, and tells no handle", () => {
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
