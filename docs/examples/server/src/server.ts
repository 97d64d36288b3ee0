import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { createApp } from "./boundary/app.js";
import type { Database } from "./storage/database.js";
import type { Handles } from "./lifecycle/handles.js";
import { REQUESTS } from "./boundary/operations.js";
import { StartupError } from "./startup-error.js";
import { createStore } from "./storage/store.js";
import { startWorker } from "./background/worker.js";

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

const MAX_REQUEST_MS = 30_000;

export async function startServer({ host, port, publicUrl, pollMs = 200, now = Date.now, ...options }: ServerOptions) {
  const server = createServer({ requestTimeout: MAX_REQUEST_MS }).listen(port, host);
  await once(server, "listening").catch((error) => {
    const advice = "Set HOST and PORT to others, or stop what listens there.";
    throw new StartupError(`to listen on port ${port} of ${host}`, `that this cannot be (${error.code})`, advice);
  });
  const name = host.includes(":") ? `[${host}]` : host;
  const baseUrl = publicUrl ?? `http://${name}:${(server.address() as AddressInfo).port}`;
  const requestsUrl = `${baseUrl}${REQUESTS}`;

  const store = createStore(options.database);
  server.on("request", getRequestListener(createApp({ ...options, store, baseUrl, requestsUrl, now }).fetch));
  const worker = pollMs > 0 ? startWorker({ ...options, store, requestsUrl, pollMs }) : undefined;
  return {
    url: baseUrl,
    requestsUrl,
    /** Answers what has begun, ends what the worker has begun, and takes nothing new. */
    async stop() {
      const closed = once(server, "close");
      server.close();
      await Promise.all([closed, worker?.stop()]);
      await options.database.close();
    },
  };
}
