import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Logger } from "pino";
import { codeOf } from "../errors.js";
import { FAULT, Problem } from "./problem.js";

/** Problem details and a log line for what Node's HTTP server and Hono's adapter reject before the application runs. */

const PROBLEMS: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: new Problem(431, "The headers are too large. Send fewer or shorter ones."),
  ERR_HTTP_REQUEST_TIMEOUT: new Problem(408, "The request did not arrive in time. Send it again."),
};
const MALFORMED = new Problem(400, "The request is not valid HTTP. Correct it.");

export function answerConnectionErrors(server: Server, log: Logger): void {
  server.on("clientError", (error, socket: Duplex) => {
    const code = codeOf(error);
    if (code === "ECONNRESET" || !socket.writable) {
      log.info({ code }, "the client closed the connection");
      socket.destroy();
      return;
    }
    const { status, body } = PROBLEMS[code ?? ""] ?? MALFORMED;
    log.info({ status, code }, "answered");
    const text = JSON.stringify(body);
    const head = [`HTTP/1.1 ${status} ${body.title}`, "content-type: application/json", "connection: close"];
    socket.end([...head, `content-length: ${Buffer.byteLength(text)}`, "", text].join("\r\n"));
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
