import { once } from "node:events";
import { Agent, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { json, text } from "node:stream/consumers";
import type { Effect, JobRequest } from "ess-request-machine";
import { describe, expect, onTestFinished, test } from "vitest";
import { createEndpoint } from "../../docs/examples/http-server.js";
import { RUNNING, SECRET } from "../support/boundary.js";

/** The example server over a socket. The tests of the handler itself are in http/. */

const PATH = "/ess/rest/scheduler/v1/requests/101/executionStatus";
const SUCCESS = { requestHandle: "handle-2", status: "SUCCESS" };

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, "close");
}

/** A server for one running request: its effects, its log, and a way to post to it. */
async function serving(requests: Map<string, JobRequest> = new Map([["101", RUNNING]])) {
  const enqueued: (readonly [readonly Effect[], JobRequest])[] = [];
  const lines: string[] = [];
  const enqueue = (effects: readonly Effect[], request: JobRequest) => enqueued.push([effects, request]);
  const server = createEndpoint(requests, { enqueue, log: (line) => lines.push(line) });
  const port = await listening(server);
  onTestFinished(() => closed(server));

  async function post(body: unknown, { path = PATH, method = "POST", accept = "*/*" } = {}) {
    const text = method === "GET" ? null : typeof body === "string" ? body : JSON.stringify(body);
    const headers = { accept, "content-type": "application/json" };
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: text, headers });
    const type = response.headers.get("content-type");
    return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
  }
  return { server, port, requests, enqueued, lines, post };
}

const pathOf = (id: string) => PATH.replace("101", id);

describe("a callback", () => {
  test("is answered 200 with the self link; the record is stored, then the effects are handed on", async () => {
    const { port, requests, enqueued, lines, post } = await serving();
    expect(await post(SUCCESS)).toEqual({
      status: 200,
      type: "application/json",
      body: { href: `http://127.0.0.1:${port}/ess/rest/scheduler/v1/requests/101`, rel: "self" },
    });
    const stored = requests.get("101");
    expect(stored).toMatchObject({ state: "COMPLETED", reportedStatus: "SUCCESS" });
    expect(enqueued).toEqual([[["runPostProcessing"], stored]]);
    expect(lines).toEqual([expect.stringMatching(/^200 SUCCESS: request 101 moved from RUNNING to COMPLETED\./)]);
  });

  test("that is repeated gets the same answer and no more effects", async () => {
    const { enqueued, lines, post } = await serving();
    const first = await post(SUCCESS);
    expect(await post(SUCCESS)).toEqual(first);
    expect(enqueued).toHaveLength(1);
    expect(lines[1]).toMatch(/^200 SUCCESS: .+ \(DUPLICATE\)/);
  });

  test("is answered in the vendor's media type if the job prefers it", async () => {
    const accept = "application/vnd.oracle.resource+json, application/json;q=0.5";
    expect(await (await serving()).post(SUCCESS, { accept })).toMatchObject({
      status: 200,
      type: "application/vnd.oracle.resource+json",
    });
  });

  test("with a misspelled text leaves a hint in the log", async () => {
    const { lines, post } = await serving();
    await post({ ...SUCCESS, status: "ERROR", message: "no disk" });
    expect(lines).toEqual([expect.stringMatching(/statusMessage/)]);
  });
});

describe("rejected without a change:", () => {
  test.each<[number, string, unknown, object]>([
    [403, "a foreign handle", { ...SUCCESS, requestHandle: "handle-9" }, {}],
    [413, "megabytes", JSON.stringify(SUCCESS).padEnd(3_000_000), {}],
    [404, "another path", SUCCESS, { path: "/" }],
    [405, "a method without a body", null, { method: "GET" }],
  ])("%i for %s", async (status, _, body, options) => {
    const { requests, enqueued, post } = await serving();
    expect(await post(body, options)).toMatchObject({ status, type: "application/json", body: { status } });
    expect(requests.get("101")).toBe(RUNNING);
    expect(enqueued).toEqual([]);
  });

  test("500 if the store fails, without the store's message", async () => {
    class FailingStore extends Map<string, JobRequest> {
      override get(): never {
        throw new RangeError("SECRET: no connection");
      }
    }
    const { enqueued, lines, post } = await serving(new FailingStore());
    const answer = await post(SUCCESS);
    expect(answer).toMatchObject({ status: 500, body: { title: "Internal Server Error", status: 500 } });
    expect(JSON.stringify([answer, lines])).not.toMatch(SECRET);
    expect(lines).toEqual([expect.stringContaining("RangeError")]);
    expect(enqueued).toEqual([]);
  });
});

/** One request of node:http, which may have headers and paths that `fetch` does not allow. */
async function sent(port: number, options: object, body = "") {
  const client = httpRequest({ host: "127.0.0.1", port, path: PATH, method: "POST", ...options }).end(body);
  const [response]: IncomingMessage[] = await once(client, "response");
  return { status: response?.statusCode, body: await text(response as IncomingMessage) };
}

test("a connection is used again after every answer, also if the body was rejected", async () => {
  const { port } = await serving();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const large = JSON.stringify(SUCCESS).padEnd(1_000_000);
  for (const path of ["/", pathOf("abc"), pathOf("102"), PATH]) {
    expect((await sent(port, { agent, path }, large)).status).toBeGreaterThanOrEqual(400);
  }
  expect((await sent(port, { agent }, JSON.stringify(SUCCESS))).status).toBe(200);
});

test("a Host header that is not part of a valid URL is answered, and has no other effect", async () => {
  const { port, post } = await serving();
  expect((await sent(port, { headers: { host: "a b" } }, JSON.stringify(SUCCESS))).status).toBe(400);
  expect(await post(SUCCESS)).toMatchObject({ status: 200 });
});

test("of two racing reports exactly one changes the request", async () => {
  const { server, port, requests, enqueued, lines } = await serving();
  const reports = ["SUCCESS", "CANCEL"].map((status) => JSON.stringify({ ...SUCCESS, status }));
  const clients = reports.map(() => httpRequest({ host: "127.0.0.1", port, path: PATH, method: "POST", agent: false }));
  const answers = clients.map(async (client) => {
    const [response] = await once(client, "response");
    return [response.statusCode, await json(response)];
  });
  // Both bodies are being read before either has ended.
  for (const client of clients) {
    const begun = once(server, "request");
    client.write("{");
    await begun;
  }
  clients.forEach((client, i) => {
    client.end(reports[i]?.slice(1));
  });

  const [one, other] = await Promise.all(answers);
  expect(one).toEqual([200, expect.objectContaining({ rel: "self" })]);
  expect(other).toEqual(one);
  expect(lines.filter((line) => line.includes("from RUNNING to"))).toHaveLength(1);
  expect(lines.filter((line) => line.includes("ALREADY_REPORTED"))).toHaveLength(1);
  expect(enqueued).toEqual([[expect.anything(), requests.get("101")]]);
});

test("no log line and no answer shows a handle, for any input", async () => {
  const { lines, post } = await serving();
  const bodies = [SUCCESS, { ...SUCCESS, requestHandle: "handle-1" }, { ...SUCCESS, requestHandle: "SECRET" }];
  const odd = ['{"requestHandle": "SECRET"', { status: "SECRET" }, { ...SUCCESS, requestHandle: ["SECRET"] }];
  const answers = [];
  for (const body of [...bodies, ...odd]) answers.push(await post(body));
  for (const id of ["SECRET", "handle-2"]) answers.push(await post(SUCCESS, { path: pathOf(id) }));
  expect(lines).toHaveLength(answers.length);
  expect(lines.join("\n")).not.toMatch(SECRET);
  expect(JSON.stringify(answers)).not.toMatch(SECRET);
});

test("a client that disconnects while sending its body changes nothing", async () => {
  const { server, port, requests, post } = await serving();
  const client = connect(port, "127.0.0.1");
  client.write(`POST ${PATH} HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{`);
  await once(server, "request");
  client.destroy();
  expect(await post({ ...SUCCESS, status: "UPDATE" })).toMatchObject({ status: 200 });
  expect(requests.get("101")).toMatchObject({ state: "RUNNING" });
});
