import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import * as ess from "ess-request-machine";
import { type ConformanceAdapter, conformance, formatReport } from "ess-request-machine/testing";
import { createEndpoint } from "./http-server.js";

/** `fetch` works too; this is several times faster, and there are thousands of callbacks. */
async function post(url: string, body: unknown, agent: Agent) {
  const sent = httpRequest(url, { method: "POST", agent }).end(JSON.stringify(body));
  const [response]: IncomingMessage[] = await once(sent, "response");
  const { reason } = (await json(response as IncomingMessage)) as { reason?: ess.OutcomeReason };
  return { httpStatus: response?.statusCode, reason };
}

/** The example server: callbacks go to its endpoint; what the scheduler does has no route there. */
export async function serverUnderTest() {
  const requests = new Map<string, ess.JobRequest>();
  let effects: readonly ess.Effect[] = [];
  const enqueue = (enqueued: readonly ess.Effect[]) => {
    effects = enqueued;
  };
  const server = createEndpoint(requests, { enqueue, log: () => {} }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ess/rest/scheduler/v1/requests`;
  const agent = new Agent({ keepAlive: true });

  const adapter: ConformanceAdapter<string> = {
    create(submitted) {
      requests.set(submitted.requestId, ess.createRequest(submitted));
      return submitted.requestId;
    },
    async applyExecutionStatus(id, callback) {
      effects = [];
      return { ...(await post(`${url}/${id}/executionStatus`, callback, agent)), effects };
    },
    applyLifecycleEvent(id, event) {
      const outcome = ess.applyLifecycleEvent(requests.get(id) as ess.JobRequest, event);
      requests.set(id, outcome.request);
      return outcome;
    },
    read(id) {
      // A read route would not show handles either.
      const { requestHandle, earlierHandles, ...shown } = requests.get(id) as ess.JobRequest;
      return shown;
    },
    cleanUp: (id) => requests.delete(id),
  };
  const close = () => {
    agent.destroy();
    server.close();
  };
  return { adapter, close };
}

if (process.argv[1] === import.meta.filename) {
  const { adapter, close } = await serverUnderTest();
  console.log(formatReport(await conformance(adapter, { coverage: "full" })));
  close();
}
