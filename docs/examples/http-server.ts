import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import * as ess from "ess-request-machine";
import { createFetchHandler, type FetchHandler } from "ess-request-machine/fetch";

type Enqueue = (effects: readonly ess.Effect[], request: ess.JobRequest) => void;
interface EndpointOptions {
  /** Gets the effects once the record is stored. docs/server-authors.md describes what a database changes. */
  readonly enqueue: Enqueue;
  readonly log: (line: string) => void;
}

export function createEndpoint(requests: Map<string, ess.JobRequest>, { enqueue, log }: EndpointOptions) {
  const handler = createFetchHandler({
    now: Date.now,
    // Nothing is awaited between get and set, so no other callback comes between them.
    update(requestId, decide) {
      const request = requests.get(requestId);
      if (!request) return undefined;
      const outcome = decide(request);
      requests.set(requestId, outcome.request);
      if (outcome.effects.length > 0) enqueue(outcome.effects, outcome.request);
      return outcome;
    },
    log: ({ httpStatus, explanation, hint = "" }) => log(`${httpStatus} ${explanation} ${hint}`.trim()),
  });
  return createServer(toListener(handler));
}

/** Connects a handler of web-standard requests to node:http; `@hono/node-server` does the same, and faster. */
function toListener(handler: FetchHandler): RequestListener {
  return async (req, res) => {
    try {
      const response = await handler(toRequest(req));
      res.writeHead(response.status, [...response.headers].flat()).end(await response.text());
    } catch {
      res.writeHead(400).end(); // The path and the Host header do not make a URL.
    }
  };
}

function toRequest(req: IncomingMessage): Request {
  const { method = "GET", headers, url = "/" } = req;
  const pairs = Object.entries(headers).map(([name, value = ""]): [string, string] => [name, String(value)]);
  const body = method === "GET" || method === "HEAD" ? null : req;
  return new Request(`http://${headers.host ?? "localhost"}${url}`, { method, headers: pairs, body, duplex: "half" });
}

if (process.argv[1] === import.meta.filename) {
  const port = Number(process.env.PORT ?? 8080);
  const ready = ess.applyLifecycleEvent(ess.createRequest({ requestId: "101" }), { type: "dispatch" }).request;
  const running = ess.applyLifecycleEvent(ready, { type: "start", requestHandle: "made-up" }).request;
  const enqueue: Enqueue = (effects) => console.log("effects:", effects.join(", "));
  const url = `localhost:${port}/ess/rest/scheduler/v1/requests/101/executionStatus`;
  const curl = `curl -i ${url} -H 'content-type: application/json' -d '{"requestHandle":"made-up","status":"SUCCESS"}'`;
  createEndpoint(new Map([["101", running]]), { enqueue, log: console.log }).listen(port, "localhost", () =>
    console.log(curl),
  );
}
