import { createHash, timingSafeEqual } from "node:crypto";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Logger } from "pino";
import { DatabaseUnavailableError } from "../storage/database.js";
import { type HandlerOptions, createHandlers } from "./handlers.js";
import { type Env, MAX_BODY, MEDIA_TYPES, Problem, refusal, wantedType } from "./http.js";
import { BASE, OPERATIONS, type Operation, type OperationName, openapi } from "./operations.js";
import { ConflictError } from "../storage/store.js";

/** The routes, and what holds for all of them. */

export interface AppOptions extends HandlerOptions {
  readonly operatorToken: string;
  readonly log: Logger;
  /** Where the server is reached from outside. */
  readonly baseUrl: string;
}

export function createApp({ operatorToken, log, baseUrl, ...options }: AppOptions) {
  const app = new Hono<Env>();
  // One line for each answer: no path, which could be anything.
  app.use(async (c, next) => {
    const began = performance.now();
    await next();
    const ms = Math.round(performance.now() - began);
    log.info({ method: c.req.method, status: c.res.status, ms, ...c.get("told") }, "answered");
  });
  // What would be refused in any case is refused before anything is done.
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  app.use(`${BASE}/*`, isAcceptable);
  app.use(bodyLimit({ maxSize: MAX_BODY, onError: tooLong }));

  const handlers = createHandlers(options);
  const guards = { job: [], operator: [requireToken(operatorToken)] };
  for (const [name, { method, path, by }] of Object.entries<Operation>(OPERATIONS)) {
    app.on([method], [routeOf(path)], ...guards[by], handlers[name as OperationName]);
  }
  app.get("/health", async (c) => {
    await options.store.ping();
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

function requireToken(operatorToken: string): MiddlewareHandler<Env> {
  return async (c, next) => {
    const [, token = ""] = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (!timingSafeEqual(sha256(token), sha256(operatorToken))) {
      const headers = { "www-authenticate": "Bearer" };
      throw new Problem(401, ["the operator's bearer token", "none or another", "Send it in Authorization."], headers);
    }
    await next();
  };
}

const isAcceptable: MiddlewareHandler<Env> = async (c, next) => {
  const expected = `an Accept header that takes ${MEDIA_TYPES.join(" or ")}`;
  if (wantedType(c) === undefined) throw new Problem(406, [expected, "another", "Send one of the two."]);
  await next();
};

function tooLong(): never {
  const headers = { connection: "close" };
  throw new Problem(413, [`a body of at most ${MAX_BODY} bytes`, "a longer one", "Send a shorter text."], headers);
}

function onMethodNotAllowed(c: Context, methods: string[]) {
  const headers = { allow: [...methods, "OPTIONS"].join(", ") };
  if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers });
  return refusal(c, new Problem(405, [`${methods.join(" or ")} here`, "another method", "Use one of those."], headers));
}

function problemFor(error: Error): Problem {
  if (error instanceof Problem) return error;
  const [advice, later] = ["Send this again later.", { "retry-after": "1" }];
  if (error instanceof DatabaseUnavailableError) return new Problem(503, ["the database", "that it is away", advice], later);
  if (error instanceof ConflictError) return new Problem(503, ["a turn at this request", "too many others", advice], later);
  return new Problem(500, ["to carry this out", "a fault of the server's own", advice]);
}
