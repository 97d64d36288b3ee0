import { applyExecutionStatus, type JobRequest, type Outcome } from "ess-request-machine";
import { createFetchHandler, type FetchHandlerOptions, StoreUnavailableError } from "ess-request-machine/fetch";
import { describe, expect, test } from "vitest";
import { RUNNING, SECRET } from "../support/boundary.js";
import { answerOf, BASE_PATH, NOW, ORIGIN, requestOf, SUCCESS, serving } from "./serving.js";

/** The handler of the endpoint: its answers, the order of its checks, and its calls of the store. */

const SELF = { href: `${ORIGIN}${BASE_PATH}/101`, rel: "self" };

describe("a callback", () => {
  test("is applied, stored with its effects, and answered with the self link", async () => {
    const { send, requests, stored } = serving();
    expect(await send(SUCCESS)).toMatchObject({ status: 200, type: "application/json", body: SELF });
    expect(requests.get("101")).toMatchObject({ state: "COMPLETED", reportedStatus: "SUCCESS" });
    expect(stored).toMatchObject([{ kind: "transitioned", effects: ["runPostProcessing"] }]);
  });

  test("that is repeated gets the same answer, and no second effect", async () => {
    const { send, stored } = serving();
    const first = await send(SUCCESS);
    expect(await send(SUCCESS)).toEqual(first);
    expect(stored).toHaveLength(1);
  });

  test("with the handle of an earlier execution is ignored with 200, with any other 403", async () => {
    const { send, requests } = serving();
    expect(await send({ ...SUCCESS, requestHandle: "handle-1" })).toMatchObject({ status: 200, body: SELF });
    const answer = await send({ ...SUCCESS, requestHandle: "handle-9" });
    expect(answer).toMatchObject({ status: 403, body: { title: "Forbidden", reason: "HANDLE_MISMATCH" } });
    expect(requests.get("101")).toBe(RUNNING);
  });

  test("may have a query, and its answer is not cached", async () => {
    const { handler, send } = serving();
    const answer = await send(SUCCESS, { path: `${BASE_PATH}/101/executionStatus?onlyData=true` });
    expect(answer.status).toBe(200);
    for (const request of [requestOf(SUCCESS), requestOf(null, { method: "GET" }), requestOf(null, { path: "/" })]) {
      expect((await handler(request)).headers.get("cache-control")).toBe("no-store");
    }
  });
});

/** For example "404 Not Found (15.5.5): No request has this id. Check the request id in the path." */
function lineOf({ status, body }: Awaited<ReturnType<typeof answerOf>>): string {
  const { title, type, detail, ...more } = body;
  expect(more).toEqual({ status });
  return `${status} ${title} (${type.replace("https://www.rfc-editor.org/rfc/rfc9110#section-", "")}): ${detail}`;
}

describe("a problem has the title of its status, the section of RFC 9110, and a sentence for the job:", () => {
  test.each<[string, unknown, Parameters<typeof requestOf>[1]?]>([
    ["400 Bad Request (15.5.1): The body is empty. Send a JSON object.", null],
    ["404 Not Found (15.5.5): No request has this id. Check the request id in the path.", SUCCESS, { id: "102" }],
    ["405 Method Not Allowed (15.5.6): This operation is a POST. Send it as one.", SUCCESS, { method: "PUT" }],
    [
      "408 Request Timeout (15.5.9): The body broke off before its end. Send it again.",
      new ReadableStream({ pull: (controller) => controller.error() }),
    ],
    ["413 Content Too Large (15.5.14): The body is larger than 65536 bytes. Shorten its texts.", " ".repeat(65_537)],
    [
      "415 Unsupported Media Type (15.5.16): The Content-Type is not a JSON type of this endpoint. " +
        "Send application/json or application/vnd.oracle.resource+json.",
      SUCCESS,
      { headers: { "content-type": "text/plain" } },
    ],
  ])("%s", async (line, body, sent) => {
    expect(lineOf(await serving().send(body, sent))).toBe(line);
  });
});

describe("checks run in this order:", () => {
  const GOOD = { id: "101", body: SUCCESS, operation: "executionStatus", method: "POST" };
  test.each([
    ["the path", { ...GOOD, operation: "hold", method: "PUT", id: "x", body: "{" }, 404, /^No operation has this path/],
    ["the method", { ...GOOD, method: "PUT", id: "x", body: "{" }, 405, /POST/],
    ["the id", { ...GOOD, id: "x", body: "{" }, 400, /request id/],
    ["whether the request exists", { ...GOOD, id: "102", body: "{" }, 404, /^No request has this id/],
    ["the body", { ...GOOD, body: "{" }, 400, /^The body is not JSON/],
  ])("%s", async (_, { body, ...sent }, status, detail) => {
    const { send, requests, stored } = serving();
    const answer = await send(body, sent);
    expect(answer).toMatchObject({ status, body: { status, detail: expect.stringMatching(detail) } });
    expect(requests.get("101")).toBe(RUNNING);
    expect(stored).toEqual([]);
  });

  test("an invalid id is rejected before the store is called, in either operation", async () => {
    const { send } = serving({ update: () => expect.unreachable() });
    for (const id of ["0101", "abc", "-1", "9223372036854775808", "%31"]) {
      expect((await send(SUCCESS, { id })).status).toBe(400);
      expect((await send({}, { id, operation: "checkInCancelling" })).status).toBe(400);
    }
  });
});

describe("another path is 404, and says so:", () => {
  test.each([
    "/",
    BASE_PATH,
    `${BASE_PATH}/101`,
    `${BASE_PATH}/101/`,
    `${BASE_PATH}//executionStatus`,
    `${BASE_PATH}/101/executionStatus/`,
    `${BASE_PATH}/101/executionStatus/more`,
    `${BASE_PATH}/101/constructor`,
    `${BASE_PATH}x/101/executionStatus`,
    `${BASE_PATH}x101/executionStatus`,
    "/101/executionStatus",
  ])("%s", async (path) => {
    const { send } = serving();
    const detail = expect.stringMatching(/^No operation has this path/);
    expect(await send(SUCCESS, { path })).toMatchObject({ status: 404, body: { detail } });
  });
});

describe("other methods", () => {
  test.each(["GET", "PUT", "PATCH", "DELETE"])("%s is 405 with Allow", async (method) => {
    const answer = await serving().send(method === "GET" ? null : SUCCESS, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("POST, OPTIONS");
  });

  test("HEAD has the status and headers of GET, and no body", async () => {
    for (const path of [undefined, "/"].map((path) => (path ? { path } : {}))) {
      const { handler } = serving();
      const get = await handler(requestOf(null, { ...path, method: "GET" }));
      const head = await handler(requestOf(null, { ...path, method: "HEAD" }));
      expect(head.body).toBeNull();
      expect([head.status, [...head.headers]]).toEqual([get.status, [...get.headers]]);
    }
  });

  test("OPTIONS lists the methods and the media types", async () => {
    const { status, type, headers, body } = await serving().send(null, { method: "OPTIONS" });
    expect([status, type, body]).toEqual([204, null, undefined]);
    expect(headers.get("allow")).toBe("POST, OPTIONS");
    expect(headers.get("accept-post")).toBe("application/json, application/vnd.oracle.resource+json");
  });
});

describe("the store", () => {
  test("is called once for each well-formed id, after the body was read, with the input or its fault", async () => {
    const calls: unknown[] = [];
    const update: FetchHandlerOptions["update"] = async (requestId, decide, input) => {
      const outcome = decide(RUNNING);
      calls.push([requestId, input, outcome]);
      return outcome;
    };
    const { send } = serving({ update });
    await send({ ...SUCCESS, note: "left out" });
    await send({ requestHandle: "handle-2" }, { operation: "checkInCancelling" });
    await send("{");
    await send({ status: "SECRET" });
    const rejected = { kind: "rejected", reason: "INVALID_PAYLOAD", request: RUNNING, effects: [] };
    expect(calls).toEqual([
      ["101", SUCCESS, expect.objectContaining({ kind: "transitioned" })],
      ["101", { type: "checkIn", requestHandle: "handle-2", at: NOW }, expect.objectContaining({ kind: "ignored" })],
      ["101", { malformed: expect.stringMatching(/^The body is not JSON\./) }, rejected],
      ["101", { malformed: expect.stringMatching(/^status must be one of/) }, rejected],
    ]);
    expect(JSON.stringify(calls)).not.toContain("SECRET");
  });

  test("may retry after an optimistic-locking conflict: the last decision is answered", async () => {
    const ended: JobRequest = { ...RUNNING, state: "ERROR", reportedStatus: "BUSINESS_ERROR", errorType: "BUSINESS" };
    const { send, entries } = serving({
      update(_, decide) {
        decide(RUNNING); // Another writer was faster.
        return decide(ended);
      },
    });
    expect((await send(SUCCESS)).status).toBe(200);
    expect(entries).toMatchObject([{ outcome: { kind: "ignored", reason: "ALREADY_REPORTED" } }]);
  });

  test("is unavailable: 503 with Retry-After, and nothing is acknowledged", async () => {
    const send = (options: object) =>
      serving({ update: () => Promise.reject(new StoreUnavailableError("SECRET", options)) }).send(SUCCESS);
    const answer = await send({ cause: new Error("SECRET") });
    expect(lineOf(answer)).toBe(
      "503 Service Unavailable (15.6.4): The scheduler's store is unavailable. Send it again later.",
    );
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(JSON.stringify(answer)).not.toMatch(SECRET);
    const sent = [0, 30, 0.5, -1, Number.NaN];
    const answers = await Promise.all(sent.map((retryAfterSeconds) => send({ retryAfterSeconds })));
    expect(answers.map(({ headers }) => headers.get("retry-after"))).toEqual(["0", "30", "1", "1", "1"]);
  });

  test("is unavailable: the error has a message and a cause, for the server's own log", () => {
    const { message, cause } = new StoreUnavailableError(undefined, { cause: "timed out" });
    expect([message, cause]).toEqual(["The store is unavailable.", "timed out"]);
  });

  test("of another copy of this package is known by the error's name", async () => {
    const error = Object.assign(new Error(), { name: "StoreUnavailableError", retryAfterSeconds: 7 });
    const { status, headers } = await serving({ update: () => Promise.reject(error) }).send(SUCCESS);
    expect([status, headers.get("retry-after")]).toEqual([503, "7"]);
  });

  const throws = (thrown: unknown) => () => {
    throw thrown;
  };
  test.each([
    ["an error", throws(new RangeError("SECRET"))],
    ["a text", throws("SECRET")],
    ["nothing", throws(undefined)],
  ])("throws %s: 500, which shows nothing of it", async (_, update) => {
    const { send, entries } = serving({ update });
    const answer = await send(SUCCESS);
    expect(lineOf(answer)).toBe(
      "500 Internal Server Error (15.6.1): The scheduler failed to process this. Send it again later.",
    );
    expect(answer.headers.get("retry-after")).toBeNull();
    expect(JSON.stringify([answer, entries])).not.toMatch(SECRET);
  });

  const applied = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "SUCCESS" });
  test.each<[string, FetchHandlerOptions["update"]]>([
    ["nothing although it decided", (_, decide) => void decide(RUNNING)],
    ["an outcome that was not decided", () => applied],
    ["a copy of the outcome", (_, decide) => ({ ...decide(RUNNING) }) as Outcome],
  ])("returns %s: 500, and the log says what it must return", async (_, update) => {
    const { send, entries } = serving({ update });
    expect((await send(SUCCESS)).status).toBe(500);
    expect(entries).toMatchObject([{ httpStatus: 500, explanation: expect.stringMatching(/^update must return /) }]);
  });
});

describe("options:", () => {
  const minimal = { update: () => undefined, now: () => NOW };

  test("a base path, with or without slashes at its end", async () => {
    for (const basePath of ["/v1/requests", "/v1/requests//", "/"]) {
      const { send } = serving({ basePath });
      const path = basePath.replace(/\/+$/, "");
      const answer = await send(SUCCESS, { path: `${path}/101/executionStatus` });
      expect(answer.body).toEqual({ href: `${ORIGIN}${path}/101`, rel: "self" });
      expect((await send(SUCCESS)).status).toBe(404);
    }
  });

  test("a public URL, for the self link alone", async () => {
    for (const publicUrl of ["https://public.example/ess/requests", "http://localhost:8080/requests"]) {
      const { send } = serving({ publicUrl: `${publicUrl}/` });
      expect((await send(SUCCESS)).body).toEqual({ href: `${publicUrl}/101`, rel: "self" });
    }
  });

  test("a function that hashes handles: the store sees hashes only", async () => {
    const seen: unknown[] = [];
    const hashed = { ...RUNNING, requestHandle: "hash of handle-2", earlierHandles: [] };
    const { send } = serving({
      hashHandle: async (handle) => `hash of ${handle}`,
      update(_, decide, input) {
        seen.push(input);
        return decide(hashed);
      },
    });
    expect((await send(SUCCESS)).status).toBe(200);
    expect((await send({ requestHandle: "handle-2" }, { operation: "checkInCancelling" })).body).toBe(false);
    expect((await send({ ...SUCCESS, requestHandle: "handle-3" })).status).toBe(403);
    expect((await send({ status: "SUCCESS" })).body.reason).toBe("HANDLE_MISSING");
    expect((await send({ ...SUCCESS, requestHandle: "" })).body.reason).toBe("HANDLE_MISSING");
    expect((await send({}, { operation: "checkInCancelling" })).body.reason).toBe("HANDLE_MISSING");
    expect(seen.slice(0, 2)).toEqual([
      { requestHandle: "hash of handle-2", status: "SUCCESS" },
      { type: "checkIn", requestHandle: "hash of handle-2", at: NOW },
    ]);
  });

  test("a function that redacts the text of a callback: the store sees what it returns", async () => {
    const redactMessage: FetchHandlerOptions["redactMessage"] = (text, { requestHandle, status }) =>
      `${status}: ${text.replaceAll(requestHandle as string, "***")}`;
    const hashed = { ...RUNNING, requestHandle: "hash of handle-2" };
    const { send, requests } = serving({ redactMessage, hashHandle: (handle) => `hash of ${handle}` }, hashed);
    const update = { requestHandle: "handle-2", status: "UPDATE" };
    await send({ ...update, statusMessage: "I am handle-2" });
    expect(requests.get("101")?.update).toBe("UPDATE: I am ***");
    await send(update);
    expect(requests.get("101")?.update).toBeNull();

    const unchanged = serving();
    await unchanged.send({ ...update, statusMessage: "I am handle-2" });
    expect(unchanged.requests.get("101")?.update).toBe("I am handle-2");
  });

  test("the server's own error codes, by reason and by status", async () => {
    const errorCodes = { HANDLE_MISMATCH: "ESS-1", 400: "ESS-2", 404: "ESS-3" };
    const { send } = serving({ errorCodes });
    expect((await send({ ...SUCCESS, requestHandle: "x" })).body.errorCode).toBe("ESS-1");
    expect((await send("{")).body.errorCode).toBe("ESS-2");
    expect((await send(SUCCESS, { path: "/" })).body.errorCode).toBe("ESS-3");
    expect((await send(SUCCESS, { method: "PUT" })).body).not.toHaveProperty("errorCode");
  });

  test.each<[string, object]>([
    ["update", { update: undefined }],
    ["now", { now: 0 }],
    ["basePath", { basePath: "requests" }],
    ["publicUrl", { publicUrl: "scheduler.example" }],
    ["publicUrl", { publicUrl: "/requests?from=https://scheduler.example" }],
    ["maxBodyBytes", { maxBodyBytes: 0 }],
    ["maxBodyBytes", { maxBodyBytes: Number.POSITIVE_INFINITY }],
  ])("an invalid %s throws a TypeError immediately: %j", (name, wrong) => {
    expect(() => createFetchHandler({ ...minimal, ...wrong } as FetchHandlerOptions)).toThrow(
      expect.objectContaining({ name: "TypeError", message: expect.stringContaining(`${name} must`) }),
    );
  });
});

test("of two racing reports exactly one changes the record", async () => {
  const { handler, stored, entries } = serving();
  const bodies = ["SUCCESS", "CANCEL"].map((status) => requestOf({ ...SUCCESS, status }));
  const answers = await Promise.all(bodies.map(async (request) => answerOf(await handler(request))));
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(stored).toHaveLength(1);
  expect(entries.map(({ outcome }) => outcome?.reason).toSorted()).toEqual(["ALREADY_REPORTED", undefined]);
});
