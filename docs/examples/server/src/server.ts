import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { CALL_LIMITS, type CallLimits, createJobCaller } from "./background/job-call.js";
import { createJobNetworks } from "./background/job-networks.js";
import { PATIENCE, type Patience } from "./background/task-handler.js";
import { startWorker } from "./background/worker.js";
import { createApp } from "./boundary/app.js";
import { answerAdapterError, answerConnectionErrors } from "./boundary/connection-errors.js";
import { REQUESTS } from "./boundary/operations.js";
import { codeOf, StartupError } from "./errors.js";
import type { Handles } from "./lifecycle/handles.js";
import { createRequestStore } from "./storage/request-store.js";
import type { Database } from "./storage/sql.js";
import { createTaskStore } from "./storage/task-store.js";

export interface ServerOptions {
  readonly database: Database;
  readonly handles: Handles;
  readonly operatorToken: string;
  readonly log: Logger;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Where the server is reached from outside. Default: where it listens. */
  readonly publicUrl?: string | undefined;
  /** In which networks jobs may be called. Default: all but restricted ones. */
  readonly jobNetworks?: string;
  readonly now?: () => number;
  /** How often background work is looked for; 0 for none. Default: 200. */
  readonly pollMs?: number;
  readonly maintenanceMs?: number;
  readonly leaseSeconds?: number;
  /** How long `stop` waits for what has begun. Default: 10,000. */
  readonly graceMs?: number;
  readonly callLimits?: CallLimits;
  readonly patience?: Patience;
}

/** A load balancer keeps connections for up to a minute. The server must not be the first to close one. */
const TIMEOUTS = { keepAliveTimeout: 75_000, requestTimeout: 30_000 };

export async function startServer(options: ServerOptions) {
  const { database, log, pollMs = 200, graceMs = 10_000, now = Date.now } = options;
  const networks = createJobNetworks(options.jobNetworks ?? "*");
  const server = createServer({ ...TIMEOUTS, connectionsCheckingInterval: 5_000, requireHostHeader: false });
  const baseUrl = await listen(server, options);
  const requestsUrl = `${baseUrl}${REQUESTS}`;
  let isStopping = false;

  const store = createRequestStore(database);
  const app = createApp({ ...options, store, networks, baseUrl, requestsUrl, now, isStopping: () => isStopping });
  answerConnectionErrors(server, log);
  server.on("request", getRequestListener(app.fetch, { errorHandler: answerAdapterError(log) }));
  const { callLimits = CALL_LIMITS, patience = PATIENCE } = options;
  const call = createJobCaller(networks, callLimits);
  const background = { ...options, callLimits, patience, tasks: createTaskStore(database), call };
  const worker = pollMs > 0 ? startWorker({ ...background, store, requestsUrl, pollMs }) : undefined;
  return {
    url: baseUrl,
    requestsUrl,
    /** Accepts nothing more, completes what has begun, cuts what takes too long, and closes the database. */
    async stop() {
      isStopping = true;
      const closed = once(server, "close");
      server.close();
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      await Promise.all([closed, worker?.stop(graceMs)]);
      clearTimeout(timer);
      await database.close();
    },
  };
}

/** Listens, and returns where the server is reached from outside. */
async function listen(server: Server, { host, port, publicUrl }: ServerOptions): Promise<string> {
  server.listen(port, host);
  await once(server, "listening").catch((error) => {
    throw new StartupError(
      `The server cannot listen on port ${port} of ${host} (${codeOf(error)}). Set HOST and PORT to others.`,
    );
  });
  const { address, port: actualPort } = server.address() as AddressInfo;
  if (publicUrl !== undefined) return publicUrl;
  if (address === "0.0.0.0" || address === "::") {
    server.close();
    throw new StartupError(
      `HOST ${host} is all addresses of this machine, so jobs need to know which to use. Set PUBLIC_URL.`,
    );
  }
  return `http://${host.includes(":") ? `[${host}]` : host}:${actualPort}`;
}
