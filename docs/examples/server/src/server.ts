import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { createApp } from "./app.js";
import type { Database } from "./database.js";
import type { Handles } from "./handles.js";
import { REQUESTS } from "./http.js";
import { storeIn } from "./store.js";
import { startWorker } from "./worker.js";

export interface ServerOptions {
  readonly database: Database;
  readonly handles: Handles;
  readonly operatorToken: string;
  readonly log: Logger;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Where it is reached from outside; where it listens, unless told. */
  readonly publicUrl?: string | undefined;
  readonly now?: () => number;
  /** How often the worker looks for what is due; 0 for no worker. */
  readonly pollMs?: number;
}

const LONGEST_REQUEST_MS = 30_000;

export async function startServer(options: ServerOptions) {
  const { database, handles, operatorToken, log, host, port, now = Date.now, pollMs = 200 } = options;
  const server = createServer({ requestTimeout: LONGEST_REQUEST_MS }).listen(port, host);
  await once(server, "listening");
  const listensAt = (server.address() as AddressInfo).port;
  const baseUrl = options.publicUrl ?? `http://${host.includes(":") ? `[${host}]` : host}:${listensAt}`;

  const store = storeIn(database);
  const app = createApp({ store, handles, operatorToken, log, baseUrl, now });
  server.on("request", getRequestListener(app.fetch));
  const worker =
    pollMs > 0 ? startWorker({ store, handles, log, requestsUrl: `${baseUrl}${REQUESTS}`, pollMs }) : undefined;

  return {
    url: baseUrl,
    requestsUrl: `${baseUrl}${REQUESTS}`,
    /** Answers what has begun, ends what the worker has begun, and takes nothing new. */
    async stop() {
      await Promise.all([closed(server), worker?.stop()]);
      await database.close();
    },
  };
}

async function closed(server: Server): Promise<void> {
  const done = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await done;
}
