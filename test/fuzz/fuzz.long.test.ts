import {
  applyExecutionStatus,
  explain,
  type JobRequest,
  type Outcome,
  parseExecutionStatus,
  parseJobRequest,
} from "ess-request-machine";
import { createFetchHandler, type FetchHandler } from "ess-request-machine/fetch";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { fetchTarget } from "./fetch.js";
import { counterexample, fuzz } from "./fuzz.js";
import { hostile } from "./hostile.js";
import { bodyCases, callbackCases, recordCases, wellFormed } from "./inputs.js";
import { leaksNothing } from "./oracles.js";
import { applyTarget, BODY_SPEC, CALLBACK_SPEC, parserTarget, RECORD_SPEC, type Target } from "./targets.js";
import { anyValue } from "./values.js";
import { isStatus, plainMembers } from "./well-formed.js";

/** Tests the fuzzer itself. Each of these targets has a planted fault, which the fuzzer must detect. */

const USUAL = { seed: 7, numRuns: 20_000 };

const parser = (parse: typeof parseExecutionStatus) => parserTarget("planted", parse, bodyCases, BODY_SPEC);

/** Reads plain objects only, so that proxies do not affect the planted faults. */
const read = (input: unknown) => plainMembers(input, ["status", "requestHandle", "statusMessage"]) ?? {};
const isPlain = (input: unknown) => "status" in read(input);

type Applied = (request: JobRequest, input: never) => Outcome;
const applied = (apply: Applied, explainOutcome = explain) =>
  applyTarget("planted", apply, callbackCases(wellFormed), CALLBACK_SPEC, explainOutcome);
const changed = (change: (outcome: Outcome, request: JobRequest) => JobRequest) =>
  applied((request, input) => {
    const outcome = applyExecutionStatus(request, input);
    return { ...outcome, request: change(outcome, request) };
  });

const handler = (wrap: (handle: FetchHandler, request: Request) => Promise<Response>) =>
  fetchTarget("planted", (options) => (request) => wrap(createFetchHandler(options), request));

const crashing = parser((body) => {
  if (read(body).status === "PAUSED") throw new RangeError("planted");
  return parseExecutionStatus(body);
});
const inheriting = parser((body) => {
  const isBare =
    isPlain(body) && Object.getPrototypeOf(body) === Object.prototype && !Object.hasOwn(body as object, "status");
  const { status } = (isBare ? body : {}) as { status?: unknown };
  return isStatus(status) ? { value: { status } as never } : parseExecutionStatus(body);
});

const PLANTED: Readonly<Record<string, readonly [RegExp, Target]>> = {
  "unreadable members": [
    /^TypeError: .*proxy|^Error: SECRET/,
    parser((body) => {
      if (typeof body === "object" && body !== null) Reflect.ownKeys(body);
      return parseExecutionStatus(body);
    }),
  ],
  "prototype pollution": [
    /^Error: left on a prototype: /,
    parser((body) => {
      const member = isPlain(body) ? Object.getOwnPropertyDescriptor(body, "__proto__") : undefined;
      Object.assign(Object.prototype, member?.value);
      return parseExecutionStatus(body);
    }),
  ],
  "a handle in an explanation": [
    /^Error: an explanation leaks content of an input: .*SECRET-handle-/,
    applied(
      applyExecutionStatus,
      (outcome, input) => `${explain(outcome, input)} It was ${outcome.request.requestHandle}.`,
    ),
  ],
  "a handle in an issue": [
    /^Error: an issue leaks content of an input: .*SECRET/,
    parser((body) => {
      const parsed = parseExecutionStatus(body);
      const { status } = read(body);
      if (parsed.issues === undefined || typeof status !== "string") return parsed;
      return { issues: [{ path: ["status"], message: `Expected a status, but found ${status}.` }] };
    }),
  ],
  "an accepted record with contradictory fields": [
    /^Error: accepted a record that is not well formed|^Error: the accepted value/,
    parserTarget(
      "planted",
      (record) => {
        const parsed = parseJobRequest(record);
        const isCountOnly = parsed.issues?.every(({ message }) => message.includes("retriedCount must be at most"));
        return isCountOnly ? { value: { ...(record as object) } } : parsed;
      },
      recordCases,
      RECORD_SPEC,
    ),
  ],
  "a record that is changed in place": [
    /^TypeError: Cannot assign to read only property/,
    changed((outcome, request) => Object.assign(request, outcome.request)),
  ],
  "a record that is copied without a change": [
    /^Error: (ignored|rejected) with another record/,
    changed(({ request }) => ({ ...request })),
  ],
  "a record that is no longer well formed": [
    /^Error: no longer well formed/,
    changed(({ request }, before) => (request.state === before.state ? request : { ...request, reportedStatus: null })),
  ],
  "missing fencing": [
    /^Error: accepted from a sender without the right handle/,
    applied((request, input) => {
      const { requestHandle } = request;
      return applyExecutionStatus(request, (isPlain(input) ? { ...read(input), requestHandle } : input) as never);
    }),
  ],
  "a report that is lost because of the Accept header": [
    /^Error: (405 for an input that is|stored something else|an unexpected or a missing body)/,
    handler((handle, request) => {
      const isLost = request.headers.get("accept") === "text/html";
      return handle(isLost ? new Request(request, { method: "PUT" }) : request);
    }),
  ],
  "a handle in a response": [
    /^Error: a response leaks content of an input/,
    handler(async (handle, request) => {
      const copy = request.clone();
      const response = await handle(request);
      return response.status === 403 ? new Response(await copy.text(), { status: 403 }) : response;
    }),
  ],
  "a failing store": [
    /^Error: a response has the status 500/,
    fetchTarget("planted", (options) => createFetchHandler({ ...options, update: () => Promise.reject(new Error()) })),
  ],
  "a rejected promise": [/^RangeError: planted/, handler(() => Promise.reject(new RangeError("planted")))],
};

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test.each(Object.entries(PLANTED))("the fuzzer detects %s", async (_, [fault, target]) => {
  const { errorInstance } = await fuzz([target], "clean", USUAL);
  expect(String(errorInstance)).toMatch(fault);
});

test("the fuzzer detects a status read from a polluted prototype", async () => {
  const { errorInstance } = await fuzz([inheriting], "polluted", { ...USUAL, numRuns: 1000 });
  expect(String(errorInstance)).toBe("Error: accepted a value that differs from the input");
  expect(await fuzz([inheriting], "clean", { ...USUAL, numRuns: 1000 })).toMatchObject({ failed: false });
});

test("a fault is shrunk, and repeated by its path alone", async () => {
  const found = await fuzz([crashing], "clean", USUAL);
  expect(found.errorInstance).toEqual(new RangeError("planted"));
  expect(counterexample(found)).toMatch(
    /^target: "planted"\ninput: \{("requestHandle":"SECRET-handle-\d+",)?"status":"PAUSED"\}$/,
  );
  const repeated = await fuzz([crashing], "clean", { seed: found.seed, path: found.counterexamplePath ?? "" });
  expect(repeated).toMatchObject({ failed: true, numRuns: 1 });
  expect(counterexample(repeated)).toBe(counterexample(found));
});

test("hostile values are shown as labels, without running their code", () => {
  const changed = hostile.map((change) => fc.stringify(change({ status: "SUCCESS" })));
  fc.assert(
    fc.property(changed, (text) => /^<.+> \{"status":"SUCCESS"\}$/s.test(text)),
    { numRuns: 5000 },
  );
  fc.assert(
    fc.property(anyValue, (value) => fc.stringify({ value }) !== ""),
    { numRuns: 5000 },
  );
});

test("a request id that contains the digits of the marked number is not a leak", () => {
  expect(() => leaksNothing("SUCCESS for request 1867530991 was ignored.", "a sentence")).not.toThrow();
  expect(() => leaksNothing("Expected a string, but found 8675309.", "a sentence")).toThrow(/leaks content/);
});
