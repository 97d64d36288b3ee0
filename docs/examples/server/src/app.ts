import { createHash, timingSafeEqual } from "node:crypto";
import * as ess from "ess-request-machine";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { Logger } from "pino";
import { DatabaseAway } from "./database.js";
import { type Handles, hashed, masked } from "./handles.js";
import { answerType, expected, Problem, REQUESTS, readJson, readOptionalJson } from "./http.js";
import { openapi } from "./openapi.js";
import { listing, submission, validated } from "./schemas.js";
import { type Done, type Found, type Store, TooBusy } from "./store.js";

export interface AppOptions {
  readonly store: Store;
  readonly handles: Handles;
  readonly operatorToken: string;
  readonly log: Logger;
  /** Where the server is reached from outside, for links: no header of a request says so. */
  readonly baseUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What the log tells of an answer. */
interface Told {
  requestId?: string;
  name?: string;
  kind?: string;
  reason?: string | null;
  state?: string;
}
type Env = { Variables: { told: Told } };

export function createApp({ store, handles, operatorToken, log, baseUrl, now }: AppOptions) {
  const app = new Hono<Env>();
  const hrefOf = (id: string) => `${baseUrl}${REQUESTS}/${id}`;

  const answer = (c: Context, status: number, body: unknown, headers: Record<string, string> = {}) =>
    c.body(JSON.stringify(body), status as 200, {
      "cache-control": "no-store",
      ...headers,
      "content-type": answerType(c),
    });

  const sent = (c: Context, id: string, answerable: ess.Answerable) => {
    const { status, headers, body } = ess.toHttpResponse(answerable, { href: hrefOf(id), mediaType: answerType(c) });
    return answer(c, status, body, headers);
  };

  function idOf(c: Context): string {
    const id = ess.parseRequestId(c.req.param("requestId"));
    if (id.issues) throw new Problem(400, id.issues.map(({ message }) => message).join(" "));
    c.get("told").requestId = id.value;
    return id.value;
  }

  const unknownRequest = () =>
    new Problem(404, expected("the id of a request", "none that is known here", "Check it."));

  /** What became of it, for the log too; 404 if there is no such request. */
  function known(c: Context<Env>, name: string, done: Done | undefined): Done {
    if (done === undefined) throw unknownRequest();
    const { outcome } = done;
    const reason = "reason" in outcome ? outcome.reason : null;
    Object.assign(c.get("told"), { name, kind: outcome.kind, reason, state: outcome.request.state });
    return done;
  }

  // One line for each answer: the route and not the path, which could be anything.
  app.use(async (c, next) => {
    const began = performance.now();
    c.set("told", {});
    await next();
    const told = {
      method: c.req.method,
      status: c.res.status,
      ms: Math.round(performance.now() - began),
      ...c.get("told"),
    };
    log.info(told, "answered");
  });

  // An answer in a type that the client cannot read is refused before anything is done.
  app.use(`${REQUESTS}/*`, async (c, next) => {
    answerType(c);
    await next();
  });

  const isOperator: MiddlewareHandler = async (c, next) => {
    const [, token = ""] = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (!isSame(token, operatorToken)) {
      throw new Problem(401, expected("the operator's bearer token", "none or another", "Send it in Authorization."), {
        "www-authenticate": "Bearer",
      });
    }
    await next();
  };

  // ------------------------------------------------------------------------------------- what a job may do

  app.post(`${REQUESTS}/:requestId/executionStatus`, async (c) => {
    const id = idOf(c);
    const read = await ess.executionStatusSchema["~standard"].validate(await readJson(c));
    if (read.issues) {
      const told = read.issues.map(({ message }) => message).join(" ");
      if (!(await store.noteInvalid(id, told))) throw unknownRequest();
      Object.assign(c.get("told"), { name: "unknown", kind: "rejected", reason: null });
      return sent(c, id, read);
    }
    const { requestHandle, status, statusMessage } = read.value;
    const text = typeof statusMessage === "string" && {
      statusMessage: masked(statusMessage, requestHandle ?? undefined),
    };
    const done = await store.change(id, { requestHandle: hashed(requestHandle), status, ...text });
    return sent(c, id, known(c, status, done).outcome);
  });

  // Oracle answers with a bare boolean. A job that nobody waits for any more is to stop, too.
  app.post(`${REQUESTS}/:requestId/checkInCancelling`, async (c) => {
    const id = idOf(c);
    const body = await readJson(c);
    const handle =
      typeof body === "object" && body !== null ? (body as { requestHandle?: unknown }).requestHandle : undefined;
    const done = await store.change(id, { type: "checkIn", requestHandle: hashed(handle) as string, at: now() });
    const { outcome } = known(c, "checkIn", done);
    if (outcome.kind === "rejected") return sent(c, id, outcome);
    return answer(c, 200, outcome.kind === "recorded" || ("reason" in outcome && outcome.reason === "ALREADY_ENDED"));
  });

  // -------------------------------------------------------------------------------- what the operator may do

  app.post(REQUESTS, isOperator, async (c) => {
    const {
      requestId,
      retries,
      validated: isValidated,
      ...settings
    } = await validated(submission, await readOptionalJson(c));
    const id = ess.parseRequestId(requestId ?? (await store.nextId()));
    if (id.issues) throw new Problem(400, id.issues.map(({ message }) => message).join(" "));
    const request = ess.createRequest({ requestId: id.value, retries, validated: isValidated });
    if (!(await store.submit(request, settings)))
      throw new Problem(409, expected("an id that is free", "one in use", "Choose another, or none."));
    Object.assign(c.get("told"), { requestId: id.value, name: "submit", state: request.state });
    return answer(
      c,
      201,
      { href: hrefOf(id.value), rel: "self", request: shown({ request, settings, version: "1" }) },
      { location: hrefOf(id.value) },
    );
  });

  app.get(REQUESTS, isOperator, async (c) => {
    const { state, after, limit } = await validated(listing, c.req.query());
    const items = (await store.list(state, after, limit)).map(shown);
    const last = items.at(-1)?.requestId;
    const query = new URLSearchParams({ ...(state && { state }), after: last ?? after, limit: String(limit) });
    const next = items.length === limit ? { next: `${baseUrl}${REQUESTS}?${query}` } : {};
    return answer(c, 200, { items, ...next });
  });

  app.get(`${REQUESTS}/:requestId`, isOperator, async (c) => {
    const found = await store.find(idOf(c));
    if (found === undefined) throw unknownRequest();
    return answer(c, 200, shown(found));
  });

  app.get(`${REQUESTS}/:requestId/history`, isOperator, async (c) => {
    const items = await store.history(idOf(c));
    if (items.length === 0) throw unknownRequest();
    return answer(c, 200, { items });
  });

  app.post(`${REQUESTS}/:requestId/:event`, isOperator, async (c) => {
    const id = idOf(c);
    const type = c.req.param("event") as ess.LifecycleEventName;
    const body = await readOptionalJson(c);
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
      throw new Problem(400, expected("the body to be a JSON object", "something else", "Send one, or nothing."));
    }
    // Of the body only the payload's own members: the time and the handle are the server's to say.
    const { message, result, state } = body as Partial<ess.PayloadMembers>;
    const { seed, handle } = handles.fresh();
    const event = { type, message, result, state, at: now(), ...(begins(type) && { requestHandle: hashed(handle) }) };
    const { outcome, told } = known(c, type, await store.change(id, event as ess.LifecycleEvent, seed));
    if (outcome.kind === "rejected") {
      const { status, headers, body } = ess.toHttpResponse(outcome, { href: hrefOf(id) });
      return answer(c, status, { ...body, detail: told }, headers);
    }
    const given = outcome.kind === "transitioned" && begins(type) ? { requestHandle: handle } : {};
    const { request, ...rest } = outcome;
    return answer(c, 200, { href: hrefOf(id), rel: "self", ...rest, state: request.state, told, ...given });
  });

  // ---------------------------------------------------------------------------------------------- the rest

  app.get("/health", async (c) => {
    await store.ping();
    return c.json({ status: "ok" });
  });
  app.get("/openapi.json", (c) => c.json(openapi(baseUrl)));

  app.all(`${REQUESTS}/:requestId?`, notAllowed("GET, POST"));
  app.all(`${REQUESTS}/:requestId/history`, notAllowed("GET"));
  app.all(`${REQUESTS}/:requestId/:operation`, notAllowed("POST"));
  app.notFound(() => {
    throw new Problem(404, expected("the path of an operation", "another", "GET /openapi.json lists them."));
  });

  app.onError((error, c) => {
    const problem = problemFor(error);
    // Of an error only the name is told: its message could quote a record.
    if (problem.status >= 500)
      log.error({ error: error.name, cause: (error.cause as Error | undefined)?.name }, "failed");
    return c.body(JSON.stringify(problem.body), problem.status, {
      ...problem.headers,
      "cache-control": "no-store",
      "content-type": typeOfProblem(c),
    });
  });

  return app;
}

const begins = (event: string): boolean => event === "start" || event === "resume";

const digest = (text: string) => createHash("sha256").update(text).digest();
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

/** What the operator sees: all but the hashes of the handles. */
function shown({ request, settings, version }: Found) {
  const { requestHandle, earlierHandles, ...record } = request;
  return { ...record, version, settings };
}

const notAllowed = (allow: string) => () => {
  throw new Problem(405, expected(`${allow} here`, "another method", "Use one of those."), { allow });
};

function problemFor(error: Error): Problem {
  if (error instanceof Problem) return error;
  const later = { "retry-after": "1" };
  if (error instanceof DatabaseAway)
    return new Problem(503, expected("the database", "that it is away", "Send this again later."), later);
  if (error instanceof TooBusy)
    return new Problem(503, expected("a turn at this request", "too many others", "Send this again later."), later);
  return new Problem(500, expected("to carry this out", "a fault of the server's own", "Send this again later."));
}

/** Who takes neither media type has to be told so in one that it did not ask for. */
function typeOfProblem(c: Context): ess.MediaType {
  try {
    return answerType(c);
  } catch {
    return "application/json";
  }
}
