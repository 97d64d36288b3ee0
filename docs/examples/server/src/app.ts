import { createHash, timingSafeEqual } from "node:crypto";
import * as ess from "ess-request-machine";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Logger } from "pino";
import type { z } from "zod";
import { DatabaseAway } from "./database.js";
import { type Handles, hashed, masked } from "./handles.js";
import { LONGEST_BODY, MEDIA_TYPES, Problem, readJson, readOptionalJson, validated, wantedType } from "./http.js";
import { BASE, OPERATIONS, type Operation, type OperationName, openapi, REQUESTS } from "./operations.js";
import { checkIn, listing, payload, submission } from "./schemas.js";
import { type Deed, type Found, type Store, TooBusy } from "./store.js";

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

/** `told` is what the log tells of an answer, beside its route and status. */
type Env = { Variables: { told: object } };
type Handler = (c: Context<Env>) => Promise<Response>;

export function createApp({ store, handles, operatorToken, log, baseUrl, now }: AppOptions) {
  const hrefOf = (id: string) => `${baseUrl}${REQUESTS}/${id}`;
  const tell = (c: Context<Env>, told: object) => c.set("told", { ...c.get("told"), ...told });

  function idOf(c: Context<Env>, given: unknown = c.req.param("requestId")): string {
    const id = ess.parseRequestId(given);
    if (id.issues) throw new Problem(400, id.issues.map(({ message }) => message).join(" "));
    tell(c, { requestId: id.value });
    return id.value;
  }

  /** Has it judged and stored; 404 if there is no such request. */
  async function judged(c: Context<Env>, id: string, deed: Deed, seed?: string) {
    const done = await store.change(id, deed, { seed });
    if (done === undefined) throw unknownRequest();
    const { name, outcome } = done;
    const { kind, request } = outcome;
    tell(c, { name, kind, reason: "reason" in outcome ? outcome.reason : null, state: request.state });
    return done;
  }

  /** Under the id that is asked for, or else by the next number that nobody asked for before; 409 if it is in use. */
  async function submitted(c: Context<Env>, body: z.infer<typeof submission>): Promise<Found> {
    const { requestId: asked, retries, validated: isValid, ...settings } = body;
    for (;;) {
      const requestId = idOf(c, asked ?? (await store.nextId()));
      const request = ess.createRequest({ requestId, retries, validated: isValid });
      if (await store.submit(request, settings)) return { request, settings, version: "1" };
      if (asked !== undefined) throw new Problem(409, ["an id that is free", "one in use", "Choose another, or none."]);
    }
  }

  const answered = (c: Context<Env>, id: string, answerable: ess.Answerable) => {
    const { status, headers, body } = ess.toHttpResponse(answerable, { href: hrefOf(id) });
    return answer(c, status, body, headers);
  };

  const handlers: Record<OperationName, Handler> = {
    async setExecutionStatus(c) {
      const id = idOf(c);
      const body = ess.parseExecutionStatus(await readJson(c));
      if (body.issues) {
        await judged(c, id, { fault: body.issues.map(({ message }) => message).join(" ") });
        return answered(c, id, body);
      }
      const { requestHandle, status, statusMessage } = body.value;
      const text = typeof statusMessage === "string" && { statusMessage: masked(statusMessage, requestHandle ?? "") };
      const { outcome } = await judged(c, id, { requestHandle: hashed(requestHandle), status, ...text });
      return answered(c, id, outcome);
    },

    // Oracle answers with a bare boolean. A job that nobody waits for any more is to stop, too.
    async checkInCancelling(c) {
      const id = idOf(c);
      const { requestHandle } = await validated(checkIn, await readJson(c));
      const { outcome } = await judged(c, id, { type: "checkIn", requestHandle: hashed(requestHandle), at: now() });
      if (outcome.kind === "rejected") return answered(c, id, outcome);
      return answer(c, 200, outcome.kind === "recorded" || ("reason" in outcome && outcome.reason === "ALREADY_ENDED"));
    },

    async submit(c) {
      const body = await validated(submission, await readOptionalJson(c));
      const found = await submitted(c, body);
      const { requestId, state } = found.request;
      tell(c, { name: "submit", state });
      const link = { href: hrefOf(requestId), rel: "self" };
      return answer(c, 201, { ...link, request: shown(found) }, { location: link.href });
    },

    async list(c) {
      const { state, after, limit } = await validated(listing, c.req.query());
      const items = (await store.list(state, after, limit)).map(shown);
      if (items.length < limit) return answer(c, 200, { items });
      const last = items.at(-1)?.requestId ?? after;
      const query = new URLSearchParams({ ...(state && { state }), after: last, limit: String(limit) });
      return answer(c, 200, { items, next: `${baseUrl}${REQUESTS}?${query}` });
    },

    async read(c) {
      const found = await store.find(idOf(c));
      if (found === undefined) throw unknownRequest();
      return answer(c, 200, shown(found));
    },

    async history(c) {
      const items = await store.history(idOf(c));
      if (items.length === 0) throw unknownRequest();
      return answer(c, 200, { items });
    },

    async apply(c) {
      const id = idOf(c);
      const type = c.req.param("event");
      const { seed, handle } = handles.fresh();
      const begins = type === "start" || type === "resume";
      // The time and the handle are the server's to say.
      const given = { type, at: now(), ...(begins && { requestHandle: hashed(handle) }) };
      const event = { ...(await validated(payload, await readOptionalJson(c))), ...given } as ess.LifecycleEvent;
      const { outcome, told } = await judged(c, id, event, seed);
      if (outcome.kind === "rejected") {
        const { status, body } = ess.toHttpResponse(outcome, { href: hrefOf(id) });
        return answer(c, status, { ...body, detail: told });
      }
      const { request, ...rest } = outcome;
      const once = begins && outcome.kind === "transitioned" && { requestHandle: handle };
      return answer(c, 200, { href: hrefOf(id), rel: "self", ...rest, state: request.state, told, ...once });
    },
  };

  const isOperator: MiddlewareHandler<Env> = async (c, next) => {
    const [, token = ""] = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (!timingSafeEqual(sha256(token), sha256(operatorToken))) {
      const headers = { "www-authenticate": "Bearer" };
      throw new Problem(401, ["the operator's bearer token", "none or another", "Send it in Authorization."], headers);
    }
    await next();
  };

  const app = new Hono<Env>();
  // One line for each answer: no path, which could be anything.
  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    const ms = Math.round(performance.now() - began);
    log.info({ method: c.req.method, status: c.res.status, ms, ...c.get("told") }, "answered");
  });
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  // What would be refused in any case is refused before anything is done.
  app.use(`${BASE}/*`, async (c, next) => {
    const expected = `an Accept header that takes ${MEDIA_TYPES.join(" or ")}`;
    if (wantedType(c) === undefined) throw new Problem(406, [expected, "another", "Send one of the two."]);
    await next();
  });
  app.use(bodyLimit({ maxSize: LONGEST_BODY, onError: tooLong }));
  for (const [name, { method, path, by }] of Object.entries<Operation>(OPERATIONS)) {
    const guards = by === "operator" ? [isOperator] : [];
    app.on([method], [routeOf(path)], ...guards, handlers[name as OperationName]);
  }
  app.get("/health", async (c) => {
    await store.ping();
    return c.json({ status: "ok" });
  });
  app.get("/openapi.json", (c) => c.json(openapi(baseUrl)));
  app.notFound((c) =>
    refusal(c, new Problem(404, ["the path of an operation", "another", "GET /openapi.json lists them."])),
  );
  app.onError((error, c) => {
    const problem = problemFor(error);
    // Of an error only the name is told: its message could quote a record.
    if (problem.status >= 500) log.error({ error: error.name, cause: (error.cause as Error)?.name }, "failed");
    return refusal(c, problem);
  });
  return app;
}

/** An event is none of the words that other paths end in: so POST to a history is 405, and not an unknown event. */
const WORDS = Object.values(OPERATIONS).flatMap(({ path }) => /\w+$/.exec(path) ?? []);
const routeOf = (path: string) =>
  BASE + path.replace("{event}", `:event{(?!(?:${WORDS.join("|")})$)[^/]+}`).replaceAll(/\/{(\w+)}/g, "/:$1");

const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** What the operator sees: all but the hashes of the handles. */
function shown({ request, settings, version }: Found) {
  const { requestHandle, earlierHandles, ...record } = request;
  return { ...record, version, settings };
}

function answer(c: Context, status: number, body: unknown, headers: Record<string, string> = {}) {
  // Who takes neither media type has to be told so in one that it did not ask for.
  const type = { "content-type": wantedType(c) ?? MEDIA_TYPES[0], "cache-control": "no-store" };
  return c.body(JSON.stringify(body), status as 200, { ...headers, ...type });
}
const refusal = (c: Context, { status, body, headers }: Problem) => answer(c, status, body, headers);

const unknownRequest = () => new Problem(404, ["the id of a request", "none that is known here", "Check it."]);
function tooLong(): never {
  const headers = { connection: "close" };
  throw new Problem(413, [`a body of at most ${LONGEST_BODY} bytes`, "a longer one", "Send a shorter text."], headers);
}
function onMethodNotAllowed(c: Context, methods: string[]) {
  const headers = { allow: [...methods, "OPTIONS"].join(", ") };
  if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers });
  return refusal(c, new Problem(405, [`${methods.join(" or ")} here`, "another method", "Use one of those."], headers));
}

function problemFor(error: Error): Problem {
  if (error instanceof Problem) return error;
  const later = { "retry-after": "1" };
  if (error instanceof DatabaseAway)
    return new Problem(503, ["the database", "that it is away", "Send this again later."], later);
  if (error instanceof TooBusy)
    return new Problem(503, ["a turn at this request", "too many others", "Send this again later."], later);
  return new Problem(500, ["to carry this out", "a fault of the server's own", "Send this again later."]);
}
