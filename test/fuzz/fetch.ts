import { isDeepStrictEqual } from "node:util";
import { applyExecutionStatus, applyLifecycleEvent, type JobRequest, type Outcome } from "ess-request-machine";
import type { FetchHandlerOptions, FetchLogEntry } from "ess-request-machine/fetch";
import type { Draws } from "./draws.js";
import type { Case } from "./inputs.js";
import { hold, leaksNothing } from "./oracles.js";
import { callbackFor, nearId, played } from "./records.js";
import type { Target, Verdict } from "./targets.js";
import { anyJson, MARK, ownMember, text } from "./values.js";
import { isFilled, isId, isStatus } from "./well-formed.js";

/** The fetch handler as a target: valid requests, and requests with one invalid part. */

const BASE_PATH = "/ess/rest/scheduler/v1/requests";
const NOW = 1_900_000_000_000;
const JSON_TYPE = "application/json";
const VENDOR = "application/vnd.oracle.resource+json";

interface HttpInput {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Position and value of a byte to overwrite. */
  readonly damage: readonly [number, number] | undefined;
}

/** The first element of each list is valid. */
const METHODS = ["POST", "GET", "HEAD", "OPTIONS", "PUT", "DELETE"];
const OPERATIONS = ["executionStatus", "checkInCancelling"];
const OTHER_OPERATIONS = [MARK, "__proto__", "", "executionStatus/", "executionstatus", "hold"];
const CONTENT_TYPES = [JSON_TYPE, VENDOR, `${JSON_TYPE}; charset="UTF-8"`, `${VENDOR};type=${MARK}`];
const OTHER_CONTENT_TYPES = ["", "text/plain", `${JSON_TYPE};charset=latin1`, MARK, ";", "application/jsonx", "*/*"];
const ACCEPTS = ["*/*", JSON_TYPE, VENDOR, `${JSON_TYPE};charset=utf-8`, "text/html", MARK, ";q=0", "*/*;q=0", ",,"];
const ENCODINGS = ["identity", "gzip", "br", MARK];

const mostly = <Item>(draws: Draws, right: readonly Item[], wrong: readonly Item[]): Item =>
  draws.pick(draws.chance(6) ? wrong : right);

function checkInFor(draws: Draws, request: JobRequest): object {
  const { requestHandle } = callbackFor(draws, request);
  const name = draws.pick(["requestExecutionContext", "requestHandle"]);
  return draws.chance(20) ? { requestExecutionContext: text(draws), requestHandle } : { [name]: requestHandle };
}

function bodyText(draws: Draws, members: object): string {
  const body: Record<string, unknown> = { ...members };
  if (draws.chance(15))
    ownMember(body, draws.pick([...Object.keys(body), MARK, "message", "__proto__"]), anyJson(draws));
  const whole = JSON.stringify(draws.chance(5) ? anyJson(draws) : body);
  return draws.chance(4) ? whole.slice(0, draws.below(whole.length)) : whole;
}

function fetchCase(draws: Draws): Case {
  const request = played(draws);
  const operation = mostly(draws, OPERATIONS, OTHER_OPERATIONS);
  const members = operation === "checkInCancelling" ? checkInFor(draws, request) : callbackFor(draws, request);
  const body = bodyText(draws, members);
  const id = draws.chance(12) ? String(nearId(draws)) : request.requestId;
  const pathId = encodeURIComponent(id.replace(/\p{Surrogate}/gu, ""));
  const contentType = mostly(draws, CONTENT_TYPES, OTHER_CONTENT_TYPES);
  const input: HttpInput = {
    method: mostly(draws, METHODS.slice(0, 1), METHODS),
    path: `${draws.chance(3) ? "/ess" : BASE_PATH}/${pathId}/${operation}`,
    headers: {
      "content-type": contentType,
      accept: draws.pick(ACCEPTS),
      ...(draws.chance(8) && { "content-encoding": draws.pick(ENCODINGS) }),
    },
    text: draws.chance(3) ? body.padEnd(70_000) : body,
    damage: draws.chance(4) ? [draws.below(body.length), draws.below(256)] : undefined,
  };
  return { input, right: members, request, pollution: undefined };
}

function bytesOf({ text, damage }: HttpInput): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  if (damage !== undefined && bytes.length > 0) bytes[damage[0]] = damage[1];
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
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = input.headers;
  const isReadable = (type === "" || CONTENT_TYPES.includes(type)) && encoding === "identity" && !input.damage;
  if (input.method !== "POST" || !isReadable || input.text.length >= 65_000) return undefined;
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
    if (expected === undefined)
      hold(!response.ok || input.damage !== undefined || input.method === "OPTIONS", "accepted");
    else {
      hold(isDeepStrictEqual(stored, expected.request), "stored something else than the result of the pure function");
      hold(response.ok === (expected.kind !== "rejected"), `${response.status} for an input that is ${expected.kind}`);
    }
    hold(response.ok || stored === request, "changed a record on a rejected request");
    return { past: entry.outcome !== undefined, became: `answered ${response.status}` };
  };
  return { name, draw: fetchCase, examine };
}
