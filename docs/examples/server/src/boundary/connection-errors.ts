import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { codeOf } from "../errors.js";
import { Problem } from "./problem.js";

/**
 * Problem details and a log line for what Node's HTTP server and Hono's adapter answer before the application is asked.
 */

const PROBLEMS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: new Problem(431, "The headers are too large. Send fewer or shorter ones."),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, "The request did not arrive in time. Send it again."),
};
const MALFORMED = new Problem(400, "The request is not valid HTTP. Correct it.");
const CONNECT = new Problem(405, "This server is not a proxy. Use another method.", { allow: "GET, POST" });
const FAULT = new Problem(500, "The server failed because of a fault of its own. Send this again later.");
const EXPECTATION = new Problem(417, "Only Expect: 100-continue is supported. Leave the header out.");

export function answerConnectionErrors(server: Server, log: Logger): void {
  function end(socket: Duplex, problem: Problem, error?: unknown): void {
    const { status, headers, body } = problem;
    const code = codeOf(error);
    // The client is gone.
    if (code === "ECONNRESET" || !socket.writable) {
      log.info({ code }, "the client closed the connection");
      socket.destroy();
      return;
    }
    log.info({ status, code }, "answered");
    const text = JSON.stringify(body);
    const lines = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      connection: "close",
      ...headers,
    };
    const head = Object.entries(lines).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${status} ${body.title}`, ...head, "", text].join("\r\n"));
  }

  server.on("clientError", (error, socket) => end(socket, PROBLEMS[codeOf(error) ?? ""] ?? MALFORMED, error));
  server.on("connect", (_request: IncomingMessage, socket: Duplex) => end(socket, CONNECT));
  server.on("checkExpectation", (_request: IncomingMessage, response: ServerResponse) => {
    log.info({ status: EXPECTATION.status }, "answered");
    response.writeHead(EXPECTATION.status, { "content-type": "application/json", connection: "close" });
    response.end(JSON.stringify(EXPECTATION.body));
  });
}

/** For Hono's adapter: it rejects what cannot become a standard Request, such as a request without Host. */
export const answerAdapterError =
  (log: Logger) =>
  (error: unknown): Response => {
    const isRejected = (error as Error).name === "RequestError";
    const { status, body } = isRejected ? MALFORMED : FAULT;
    log[isRejected ? "info" : "error"]({ status, error: (error as Error).name, code: codeOf(error) }, "answered");
    return Response.json(body, { status });
  };
