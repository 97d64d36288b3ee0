import { isDeepStrictEqual } from "node:util";
import { applyExecutionStatus, applyLifecycleEvent, type JobRequest, type Outcome } from "ess-request-machine";
import type { FetchHandlerOptions, FetchLogEntry } from "ess-request-machine/fetch";
import fc from "fast-check";
import { type Case, callbackFor, nearId, valid, wellFormed } from "./inputs.js";
import { hold, leaksNothing } from "./oracles.js";
import type { Target, Verdict } from "./targets.js";
import { anyJson, MARK, text } from "./values.js";
import { isFilled, isId, isStatus } from "./well-formed.js";

/** The fetch handler as a target: valid requests, and requests with one invalid part. */

const BASE_PATH = "/ess/rest/scheduler/v1/requests";
const NOW = 1_900_000_000_000;
const JSON_TYPE = "application/json";
const VENDOR = "application/vnd.oracle.resource+json";

const CONTENT_TYPES = [JSON_TYPE, VENDOR, `${JSON_TYPE}; charset="UTF-8"`, `${VENDOR};type=${MARK}`];
const OTHER_CONTENT_TYPES = ["", "text/plain", `${JSON_TYPE};charset=latin1`, MARK, ";", "application/jsonx", "*/*"];
const OTHER_OPERATIONS = [MARK, "__proto__", "", "executionStatus/", "executionstatus", "hold"];
const ACCEPTS = ["*/*", JSON_TYPE, VENDOR, `${JSON_TYPE};charset=utf-8`, "text/html", MARK, ";q=0", "*/*;q=0", ",,"];

const oneIn = <Item>(count: number, usual: fc.Arbitrary<Item>, rare: fc.Arbitrary<Item>): fc.Arbitrary<Item> =>
  fc.oneof({ withCrossShrink: true }, { weight: count - 1, arbitrary: usual }, { weight: 1, arbitrary: rare });
const rarely = <Item>(count: number, rare: fc.Arbitrary<Item>) =>
  oneIn<Item | undefined>(count, fc.constant(undefined), rare);
const mostly = (right: readonly string[], wrong: readonly string[]) =>
  oneIn(16, fc.constantFrom(...right), fc.constantFrom(...wrong));

const headers = fc.record(
  {
    "content-type": mostly(CONTENT_TYPES, OTHER_CONTENT_TYPES),
    accept: fc.constantFrom(...ACCEPTS),
    "content-encoding": mostly(["identity"], ["gzip", "br", MARK]),
  },
  { requiredKeys: ["content-type", "accept"] },
);

const parts = fc.record({
  method: mostly(["POST"], ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]),
  base: mostly([BASE_PATH], ["/ess"]),
  id: rarely(8, nearId),
  operation: mostly(["executionStatus", "checkInCancelling"], OTHER_OPERATIONS),
  headers,
  handleName: fc.constantFrom("requestExecutionContext", "requestHandle"),
  context: rarely(
    5,
    text.map((requestExecutionContext) => ({ requestExecutionContext })),
  ),
  others: rarely(8, fc.dictionary(fc.constantFrom("status", "requestHandle", MARK, "__proto__"), anyJson)),
  otherBody: rarely(20, anyJson),
  cutAt: rarely(24, fc.nat(200)),
  isLong: oneIn(32, fc.constant(false), fc.constant(true)),
  /** Position and value of a byte to overwrite. */
  damage: rarely(24, fc.tuple(fc.nat(200), fc.nat(255))),
});
type Parts = typeof parts extends fc.Arbitrary<infer Drawn> ? Drawn : never;

function inputOf(request: JobRequest, callback: object, drawn: Parts) {
  const { base, id = request.requestId, operation, handleName, context, others, otherBody, cutAt, ...http } = drawn;
  const checkIn = { [handleName]: (callback as Partial<JobRequest>).requestHandle, ...context };
  const body = { ...(operation === "checkInCancelling" ? checkIn : callback), ...others };
  const text = JSON.stringify(otherBody === undefined ? body : otherBody).slice(0, cutAt);
  const path = `${base}/${encodeURIComponent(String(id).replace(/\p{Surrogate}/gu, ""))}/${operation}`;
  return { ...http, path, text };
}
type HttpInput = ReturnType<typeof inputOf>;

const cases: fc.Arbitrary<Case> = fc
  .tuple(valid(wellFormed, callbackFor), parts)
  .map(([{ request, right }, drawn]) => ({ request, input: inputOf(request, right, drawn) }));

function bytesOf({ text, isLong, damage }: HttpInput): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(isLong ? text.padEnd(70_000) : text);
  if (damage !== undefined && damage[0] < bytes.length) bytes[damage[0]] = damage[1];
  return bytes;
}

const toRequest = (input: HttpInput): Request =>
  new Request(`https://scheduler.example${input.path}`, {
    method: input.method,
    headers: input.headers,
    body: input.method === "GET" || input.method === "HEAD" ? null : bytesOf(input),
  });

/** Returns the outcome of a valid request, by the pure functions alone. Returns undefined for an invalid request. */
function expectedOf(input: HttpInput, request: JobRequest): Outcome | undefined {
  const { "content-type": type, "content-encoding": encoding = "identity" } = input.headers;
  const isReadable = (type === "" || CONTENT_TYPES.includes(type)) && encoding === "identity" && !input.damage;
  if (input.method !== "POST" || !isReadable || input.isLong) return undefined;
  let body: Record<string, unknown>;
  try {
    body = JSON.parse(input.text);
  } catch {
    return undefined;
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const { requestHandle, requestExecutionContext, status, statusMessage = null } = body;
  if (input.path === `${BASE_PATH}/${request.requestId}/executionStatus`) {
    const isRight = isFilled(requestHandle) && isStatus(status) && typeof (statusMessage ?? "") === "string";
    return isRight ? applyExecutionStatus(request, body as never) : undefined;
  }
  if (input.path !== `${BASE_PATH}/${request.requestId}/checkInCancelling`) return undefined;
  const handle = requestExecutionContext ?? requestHandle;
  if (!isFilled(handle) || (requestHandle ?? handle) !== handle) return undefined;
  return applyLifecycleEvent(request, { type: "checkIn", requestHandle: handle, at: NOW });
}

/** Without 500: neither the store nor the handler fails here. */
const STATUSES = [200, 204, 400, 403, 404, 405, 413, 415];

async function checkResponse(response: Response, entry: FetchLogEntry, method: string): Promise<void> {
  const sent = await response.text();
  hold(STATUSES.includes(response.status), `a response has the status ${response.status}`);
  hold(entry.httpStatus === response.status, "the log has a different status");
  leaksNothing(`answer ${sent} ${JSON.stringify([...response.headers])}`, "a response");
  leaksNothing(JSON.stringify(entry), "a log entry");
  hold((sent === "") === (method === "HEAD" || response.status === 204), "an unexpected or a missing body");
  if (sent === "") return;
  hold([JSON_TYPE, VENDOR].includes(response.headers.get("content-type") ?? ""), "a response has the wrong media type");
  const body: unknown = JSON.parse(sent);
  const status = typeof body === "object" && body !== null && "status" in body ? body.status : 200;
  hold(status === response.status, "the status of a problem differs from its response");
}

type CreateHandler = (options: FetchHandlerOptions) => (request: Request) => Promise<Response>;

export function fetchTarget(name: string, createHandler: CreateHandler): Target {
  const examine = async (drawn: Case): Promise<Verdict> => {
    const input = drawn.input as HttpInput;
    const request = drawn.request as JobRequest;
    let stored = request;
    const entries: FetchLogEntry[] = [];
    const handler = createHandler({
      update(requestId, decide) {
        hold(isId(requestId), "the store is called with an invalid id");
        if (requestId !== request.requestId) return undefined;
        const outcome = decide(request);
        stored = outcome.request;
        return outcome;
      },
      now: () => NOW,
      log: (entry) => void entries.push(entry),
    });
    const response = await handler(toRequest(input));
    const [entry, ...more] = entries;
    hold(entry !== undefined && more.length === 0, "a request without exactly one log entry");
    await checkResponse(response, entry, input.method);

    const expected = expectedOf(input, request);
    if (expected === undefined) {
      hold(!response.ok || input.damage !== undefined || input.method === "OPTIONS", "accepted");
    } else {
      hold(isDeepStrictEqual(stored, expected.request), "stored something else than the result of the pure function");
      hold(response.ok === (expected.kind !== "rejected"), `${response.status} for an input that is ${expected.kind}`);
    }
    hold(response.ok || stored === request, "changed a record on a rejected request");
    return { past: entry.outcome !== undefined, became: `answered ${response.status}` };
  };
  return { name, cases, examine };
}
