import {
  applyExecutionStatus,
  explain,
  type JobRequest,
  type Outcome,
  parseExecutionStatus,
  parseJobRequest,
} from "ess-request-machine";
import { createFetchHandler, type FetchHandler } from "ess-request-machine/fetch";
import { afterEach, describe, expect, test } from "vitest";
import { fetchTarget } from "./fetch.js";
import { fuzz } from "./fuzz.js";
import { bodyCase, callbackCase, recordCase } from "./inputs.js";
import { leaksNothing } from "./oracles.js";
import { played } from "./records.js";
import { applyTarget, BODY_SPEC, CALLBACK_SPEC, parserTarget, RECORD_SPEC, type Target } from "./targets.js";
import { plainMembers } from "./well-formed.js";

/** Tests the fuzzer itself. Each of these targets has a planted fault, which the fuzzer must detect. */

/** Skips the first block of cases, which runs on a polluted prototype. */
const USUAL = { cases: 20_000, seed: 7, first: 1000 };

const failureOf = async (target: Target, where = USUAL) => (await fuzz([target], where)).failure;

const parser = (parse: typeof parseExecutionStatus) => parserTarget("planted", parse, bodyCase, BODY_SPEC);

/** The planted faults read plain objects only, so that proxies do not affect them. */
const read = (input: unknown) => plainMembers(input, ["status", "requestHandle", "statusMessage"]) ?? {};

type Applied = (request: JobRequest, input: never) => Outcome;
const applied = (apply: Applied, explainOutcome = explain) =>
  applyTarget("planted", apply, callbackCase(played), CALLBACK_SPEC, explainOutcome);

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe("the fuzzer detects and shrinks a planted fault:", () => {
  test("a crash", async () => {
    const failure = await failureOf(
      parser((body) => {
        if (read(body).status === "PAUSED") throw new RangeError("planted");
        return parseExecutionStatus(body);
      }),
    );
    expect(failure?.fault).toBe("threw RangeError: planted");
    expect(failure?.picture).toBe('input:   {"requestHandle": "s3cret-handle-0", "status": "PAUSED"}');
  });

  test("a crash on an object with unreadable members", async () => {
    const failure = await failureOf(
      parser((body) => {
        if (typeof body === "object" && body !== null && !Array.isArray(body)) Object.keys(body);
        return parseExecutionStatus(body);
      }),
    );
    expect(failure?.fault).toMatch(/^threw TypeError: .*proxy|^threw Error: s3cret/);
    expect(failure?.picture).toMatch(/^input: {3}<a (revoked )?proxy/);
  });

  test("prototype pollution", async () => {
    const merge = (into: Record<string, unknown>, from: Record<string, unknown>) => {
      for (const name of Object.keys(from)) {
        const value = from[name];
        const below = into[name];
        const both = typeof value === "object" && value !== null && typeof below === "object" && below !== null;
        if (both) merge(below as Record<string, unknown>, value as Record<string, unknown>);
        else into[name] = value;
      }
    };
    const failure = await failureOf(
      parser((body) => {
        if ("status" in read(body)) merge({}, body as Record<string, unknown>);
        return parseExecutionStatus(body);
      }),
    );
    expect(failure?.fault).toMatch(/^left on a prototype: /);
    expect(failure?.picture).toContain('"__proto__": {');
  });

  test("a handle in an explanation, and in an issue", async () => {
    const leaking = applied(
      applyExecutionStatus as Applied,
      (outcome, input) => `${explain(outcome, input)} It was ${outcome.request.requestHandle}.`,
    );
    expect((await failureOf(leaking))?.fault).toMatch(/^an explanation leaks content of an input: .*s3cret-handle-/);
    const quoting = parser((body) => {
      const parsed = parseExecutionStatus(body);
      const status = read(body).status;
      if (parsed.issues === undefined || typeof status !== "string") return parsed;
      return { issues: [{ path: ["status"], message: `Expected a status, but found ${status}.` }] };
    });
    expect((await failureOf(quoting))?.fault).toMatch(/^an issue leaks content of an input: .*s3cret/);
  });

  test("an accepted record with contradictory fields", async () => {
    const failure = await failureOf(
      parserTarget(
        "planted",
        (record) => {
          const parsed = parseJobRequest(record);
          const isCountOnly = parsed.issues?.every(({ message }) => message.includes("retriedCount must be at most"));
          return isCountOnly ? { value: { ...(record as object) } } : parsed;
        },
        recordCase,
        RECORD_SPEC,
      ),
    );
    expect(failure?.fault).toMatch(/^accepted a record that is not well formed|^the accepted value/);
  });

  test("a record that is changed in place, or copied without a change", async () => {
    const writing = applied((request, input) => {
      const outcome = applyExecutionStatus(request, input);
      if (outcome.kind === "transitioned") Object.assign(request, outcome.request);
      return outcome;
    });
    expect((await failureOf(writing))?.fault).toMatch(/^threw TypeError: Cannot assign to read only property/);
    const copying = applied((request, input) => {
      const outcome = applyExecutionStatus(request, input);
      return outcome.kind === "ignored" ? { ...outcome, request: { ...request } } : outcome;
    });
    expect((await failureOf(copying))?.fault).toBe("ignored with another record");
  });

  test("missing fencing by the request handle, and a record that is no longer well formed", async () => {
    const unfenced = applied((request, input) => {
      const known = { ...read(input), requestHandle: request.requestHandle };
      return applyExecutionStatus(request, ("status" in known ? known : input) as never);
    });
    expect((await failureOf(unfenced))?.fault).toBe("accepted from a sender without the right handle");
    const forgetting = applied((request, input) => {
      const outcome = applyExecutionStatus(request, input);
      if (outcome.kind !== "transitioned" || outcome.to !== "PAUSED") return outcome;
      return { ...outcome, request: { ...outcome.request, reportedStatus: null } };
    });
    expect((await failureOf(forgetting))?.fault).toBe("no longer well formed");
  });

  test("a status read from a polluted prototype", async () => {
    const inheriting = parser((body) => {
      const { status } = "status" in read(body) ? (body as { status?: unknown }) : {};
      return status === "SUCCESS" ? { value: { status } } : parseExecutionStatus(body);
    });
    expect((await failureOf(inheriting, { ...USUAL, cases: 400, first: 0 }))?.fault).toBe(
      "accepted a value that differs from the input",
    );
  });
});

describe("the fuzzer detects a fault planted in a fetch handler:", () => {
  const failureOfHandler = (wrap: (handler: FetchHandler) => FetchHandler) =>
    failureOf(fetchTarget("planted", (options) => wrap(createFetchHandler(options))));

  test("a report that is lost because of the Accept header", async () => {
    const failure = await failureOfHandler((handler) => async (request) => {
      if (request.headers.get("accept") !== "text/html") return handler(request);
      return handler(new Request(request, { method: "PUT" }));
    });
    expect(failure?.fault).toMatch(/^405 for an input that is|^stored something else/);
  });

  test("a handle in a response", async () => {
    const failure = await failureOfHandler((handler) => async (request) => {
      const copy = request.clone();
      const response = await handler(request);
      return response.status === 403 ? new Response(await copy.text(), { status: 403 }) : response;
    });
    expect(failure?.fault).toMatch(/^a response leaks content of an input/);
  });

  test("a failing store, or a rejected promise", async () => {
    const failing = fetchTarget("planted", (options) =>
      createFetchHandler({ ...options, update: () => Promise.reject(new Error()) }),
    );
    expect((await failureOf(failing))?.fault).toBe("a response has the status 500");
    const rejecting = await failureOfHandler(() => () => Promise.reject(new RangeError("planted")));
    expect(rejecting?.fault).toBe("threw RangeError: planted");
  });
});

test("a request id that contains the digits of the marked number is not a leak", () => {
  expect(() => leaksNothing("SUCCESS for request 1867530991 was ignored.", "a sentence")).not.toThrow();
  expect(() => leaksNothing("Expected a string, but found 8675309.", "a sentence")).toThrow(/leaks content/);
});

test("the same seed and number generate the same case, independent of earlier cases", async () => {
  const fragile = parser((body) => {
    if (read(body).status === "PAUSED") throw new RangeError("planted");
    return parseExecutionStatus(body);
  });
  const failure = (await failureOf(fragile))!;
  const { fault, picture } = failure;
  expect(await failureOf(fragile, { ...USUAL, cases: 1, first: failure.caseNumber })).toMatchObject({ fault, picture });
  expect(await failureOf(fragile, { ...USUAL, cases: failure.caseNumber - USUAL.first })).toBeUndefined();
});
