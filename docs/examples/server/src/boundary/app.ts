import { createHash, timingSafeEqual } from "node:crypto";
import { StoreUnavailableError } from "ess-request-machine/fetch";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { Logger } from "pino";
import { codeOf } from "../errors.js";
import { createJobHandler, type JobRouteOptions } from "./job-routes.js";
import { answerProblem, type Env } from "./json.js";
import { openapi } from "./openapi.js";
import { BASE, OPERATIONS } from "./operations.js";
import { type OperatorRouteOptions, operatorRoutes } from "./operator-routes.js";
import { FAULT, Problem } from "./problem.js";

/** The routes; and what those of the operator share: log line, body limit, token, problem details. */

const MAX_BODY_BYTES = 64 * 1024;

export interface AppOptions extends JobRouteOptions, OperatorRouteOptions {
  readonly operatorToken: string;
  /** Where the server is reached from outside. */
  readonly baseUrl: string;
  /** Whether the server is stopping, so that a load balancer should no longer use it. */
  readonly isStopping: () => boolean;
}

export function createApp(options: AppOptions) {
  const { log, baseUrl, store, isStopping } = options;
  const app = new Hono<Env>();
  // Before all middleware: the library's handler reads, answers and logs by itself.
  const handleJob = createJobHandler(options);
  for (const { path, by } of Object.values(OPERATIONS)) {
    if (by === "job") app.all(routeOf(path), (c) => handleJob(c.req.raw));
  }
  app.use(logAnswer(log));
  app.use(methodNotAllowed({ app, onMethodNotAllowed }));
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: rejectLongBody }));

  const handlers = operatorRoutes(options);
  for (const name of Object.keys(handlers) as (keyof typeof handlers)[]) {
    const { method, path } = OPERATIONS[name];
    app.on([method], [routeOf(path)], requireToken(options.operatorToken), handlers[name]);
  }
  app.get("/health/live", (c) => c.json({ status: "live" }));
  app.get("/health/ready", async (c) => {
    if (isStopping()) throw new Problem(503, "The server is stopping. Use another.", RETRY);
    await store.ping();
    return c.json({ status: "ready" });
  });
  app.get("/openapi.json", (c) => c.json(openapi(baseUrl)));
  app.notFound((c) =>
    answerProblem(c, new Problem(404, "No operation has this path. GET /openapi.json lists the operations.")),
  );
  app.onError((error, c) => {
    const problem = problemFor(error, c.req.raw.signal.aborted);
    // The message is not logged, because it could quote a record.
    const fields = { ...c.get("fields"), error: error.name, code: codeOf(error) };
    if (problem.status === 499) log.info(fields, "the client closed the connection");
    if (problem.status >= 500) log.error(fields, "failed");
    return answerProblem(c, problem);
  });
  return app;
}

/** One line for each answer, without the path, which could contain anything. */
const logAnswer =
  (log: Logger): MiddlewareHandler<Env> =>
  async (c, next) => {
    const began = performance.now();
    await next();
    const ms = Math.round(performance.now() - began);
    log.info({ method: c.req.method, status: c.res.status, ms, ...c.get("fields") }, "answered");
  };

/** The last words of other paths are not events: POST to a history is 405, not an unknown event. */
const WORDS = Object.values(OPERATIONS).flatMap(({ path }) => /\w+$/.exec(path) ?? []);
const routeOf = (path: string) =>
  BASE + path.replace("{event}", `:event{(?!(?:${WORDS.join("|")})$)[^/]+}`).replaceAll(/\/{(\w+)}/g, "/:$1");

const sha256 = (text: string) => createHash("sha256").update(text).digest();

function requireToken(operatorToken: string): MiddlewareHandler<Env> {
  return async (c, next) => {
    const [, token = ""] = /^Bearer +(.+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
    if (!timingSafeEqual(sha256(token), sha256(operatorToken))) {
      const detail = "The operator's bearer token is missing or wrong. Send it in the Authorization header.";
      throw new Problem(401, detail, { "www-authenticate": "Bearer" });
    }
    await next();
  };
}

function rejectLongBody(): never {
  const detail = `The body is longer than ${MAX_BODY_BYTES} bytes. Send a shorter text.`;
  throw new Problem(413, detail, { connection: "close" });
}

function onMethodNotAllowed(c: Context, methods: string[]) {
  const headers = { allow: [...methods, "OPTIONS"].join(", ") };
  if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers });
  return answerProblem(
    c,
    new Problem(405, `This path does not have the method. Use ${methods.join(" or ")}.`, headers),
  );
}

const RETRY = { "retry-after": "1" };

function problemFor(error: Error, clientIsGone: boolean): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailableError) {
    return new Problem(503, "The database is unavailable. Send this again later.", RETRY);
  }
  // Nobody reads this answer: the status is for the log only.
  if (clientIsGone) return new Problem(499, "The client closed the connection.");
  return FAULT;
}
