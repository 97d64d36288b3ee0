import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createInterface } from "node:readline";
import { json } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Effect, JobRequest } from "ess-request-machine";
import { describe, expect, onTestFinished, test } from "vitest";
import { createEndpoint } from "../docs/examples/http-server.js";
import { RUNNING, SECRET } from "./support/boundary.js";

/** The example of a server, over a socket. */

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

/** A server for one running request: what it owes and what it logs, and a way to post to it. */
async function serving(requests: Map<string, JobRequest> = new Map([["101", RUNNING]])) {
  const owed: (readonly [readonly Effect[], JobRequest])[] = [];
  const lines: string[] = [];
  const owe = (effects: readonly Effect[], request: JobRequest) => owed.push([effects, request]);
  const server = createEndpoint(requests, { owe, log: (line) => lines.push(line) });
  const port = await listening(server);
  onTestFinished(() => closed(server));

  async function post(body: unknown, { path = PATH, method = "POST", accept = "*/*" } = {}) {
    const text = method === "GET" ? null : typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: text, headers: { accept } });
    const type = response.headers.get("content-type");
    return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
  }
  return { server, port, requests, owed, lines, post };
}

const pathOf = (id: string) => PATH.replace("101", id);

describe("a callback", () => {
  test("is answered 200 with the self link; its record is stored, and what it owes is handed on", async () => {
    const { port, requests, owed, lines, post } = await serving();
    expect(await post(SUCCESS)).toEqual({
      status: 200,
      type: "application/json",
      body: { href: `http://127.0.0.1:${port}/ess/rest/scheduler/v1/requests/101`, rel: "self" },
    });
    const stored = requests.get("101");
    expect(stored).toMatchObject({ state: "COMPLETED", reportedStatus: "SUCCESS" });
    expect(owed).toEqual([[["runPostProcessing"], stored]]);
    expect(lines).toEqual(["200 SUCCESS moved request 101 from RUNNING to COMPLETED. Owed next: runPostProcessing."]);
  });

  test("that comes again is answered alike, and owes nothing more", async () => {
    const { owed, lines, post } = await serving();
    const first = await post(SUCCESS);
    expect(await post(SUCCESS)).toEqual(first);
    expect(owed).toHaveLength(1);
    expect(lines[1]).toMatch(/^200 SUCCESS .+ was ignored: DUPLICATE\./);
  });

  test("may have a query behind its path", async () => {
    const { post } = await serving();
    expect(await post(SUCCESS, { path: `${PATH}?onlyData=true` })).toMatchObject({ status: 200 });
  });

  test("is answered in the vendor's media type if that is accepted", async () => {
    const { post } = await serving();
    const accept = "application/vnd.oracle.resource+json, application/json;q=0.5";
    expect(await post(SUCCESS, { accept })).toMatchObject({
      status: 200,
      type: "application/vnd.oracle.resource+json",
    });
    expect(await post({}, { accept })).toMatchObject({ status: 400, type: "application/vnd.oracle.resource+json" });
  });
});

describe("what is refused changes nothing, and is answered", () => {
  const longBody = (length: number) => JSON.stringify({ ...SUCCESS, statusMessage: "" }).padEnd(length);

  test.each<[number, string, unknown, Parameters<Awaited<ReturnType<typeof serving>>["post"]>[1]]>([
    [403, "a handle that is not its own", { ...SUCCESS, requestHandle: "handle-9" }, {}],
    [400, "no handle", { status: "SUCCESS" }, {}],
    [400, "an unknown status", { ...SUCCESS, status: "PAUSED" }, {}],
    [400, "a list", [SUCCESS], {}],
    [400, "no JSON", '{"requestHandle": "handle-2", "status": SUCCESS}', {}],
    [400, "half of it", JSON.stringify(SUCCESS).slice(0, -1), {}],
    [400, "nothing", "", {}],
    [400, "more than 64 K characters", longBody(65_537), {}],
    [400, "megabytes", longBody(3_000_000), {}],
    [400, "an id with leading zeros", SUCCESS, { path: pathOf("0101") }],
    [400, "an id that is a word", SUCCESS, { path: pathOf("abc") }],
    [400, "an id beyond int64", SUCCESS, { path: pathOf("9223372036854775808") }],
    [404, "an id that nobody has", SUCCESS, { path: pathOf("102") }],
    [404, "no id", SUCCESS, { path: pathOf("") }],
    [404, "a path that goes on", SUCCESS, { path: `${PATH}/more` }],
    [404, "another path", SUCCESS, { path: "/" }],
    [404, "another method", SUCCESS, { method: "PUT" }],
    [404, "a question", null, { method: "GET" }],
  ])("%i for %s", async (status, _, body, options) => {
    const { requests, owed, post } = await serving();
    const answer = await post(body, options);
    expect(answer).toMatchObject({ status, type: "application/json", body: { status } });
    expect(answer.body).toHaveProperty("detail", expect.stringMatching(/^Expected .+, but found .+\./));
    expect(requests.get("101")).toBe(RUNNING);
    expect(owed).toEqual([]);
  });

  test("but 64 K characters are not too many", async () => {
    const { post } = await serving();
    expect(await post(longBody(65_536))).toMatchObject({ status: 200 });
  });

  test("500 where the store fails, whose message is told to nobody", async () => {
    class FailingStore extends Map<string, JobRequest> {
      override get(): never {
        throw new RangeError("SECRET: no connection");
      }
    }
    const { owed, lines, post } = await serving(new FailingStore());
    const answer = await post(SUCCESS);
    expect(answer).toMatchObject({ status: 500, body: { title: "Internal Server Error", status: 500 } });
    expect(JSON.stringify(answer)).not.toMatch(SECRET);
    expect(lines).toEqual(["500 RangeError"]);
    expect(owed).toEqual([]);
  });
});

test("of two racing reports exactly one moves the request", async () => {
  const { server, port, requests, owed, lines } = await serving();
  const reports = ["SUCCESS", "CANCEL"].map((status) => JSON.stringify({ ...SUCCESS, status }));
  const clients = reports.map(() => httpRequest({ host: "127.0.0.1", port, path: PATH, method: "POST", agent: false }));
  const answers = clients.map(async (client) => {
    const [response] = await once(client, "response");
    return [response.statusCode, await json(response)];
  });
  // Both are being read before either has come to its end.
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
  expect(lines.filter((line) => line.includes("moved request 101 from RUNNING"))).toHaveLength(1);
  expect(lines.filter((line) => line.includes("was ignored: ALREADY_REPORTED"))).toHaveLength(1);
  expect(owed).toEqual([[expect.anything(), requests.get("101")]]);
});

test("no log line and no answer tells a handle, whatever is sent", async () => {
  const { lines, post } = await serving();
  const bodies = [SUCCESS, SUCCESS, { ...SUCCESS, requestHandle: "handle-1" }, { ...SUCCESS, requestHandle: "SECRET" }];
  const odd = ['{"requestHandle": "SECRET"', { status: "SECRET" }, { ...SUCCESS, requestHandle: ["SECRET"] }, "SECRET"];
  const answers = [];
  for (const body of [...bodies, ...odd]) answers.push(await post(body));
  for (const id of ["SECRET", "handle-2"]) answers.push(await post(SUCCESS, { path: pathOf(id) }));
  expect(lines).toHaveLength(answers.length);
  expect(lines.join("\n")).not.toMatch(SECRET);
  expect(JSON.stringify(answers)).not.toMatch(SECRET);
});

test("a client that leaves in the middle of its body hurts nobody", async () => {
  const { server, port, requests, post } = await serving();
  const client = connect(port, "127.0.0.1");
  client.write(`POST ${PATH} HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n{`);
  await once(server, "request");
  client.destroy();
  expect(await post({ ...SUCCESS, status: "UPDATE" })).toMatchObject({ status: 200 });
  expect(requests.get("101")).toMatchObject({ state: "RUNNING" });
});

describe("the command", () => {
  const file = fileURLToPath(new URL("../docs/examples/http-server.ts", import.meta.url));

  async function freePort(): Promise<number> {
    const server = createServer();
    const port = await listening(server);
    await closed(server);
    return port;
  }

  test("prints a curl line, and what that line says is answered", async () => {
    const port = await freePort();
    const env = { ...process.env, PORT: String(port) };
    const child = spawn(process.execPath, ["--import", "tsx", file], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      env,
    });
    const exited = once(child, "exit");
    onTestFinished(async () => {
      child.kill();
      await exited;
    });
    const printed = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async () => String((await printed.next()).value);

    const [, url, body] = /^curl -i (localhost:\d+\S+) -d '(.+)'$/.exec(await next()) ?? [];
    expect(url).toBe(`localhost:${port}${PATH}`);
    const response = await fetch(`http://${url}`, { method: "POST", body: body ?? "" });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ rel: "self" });
    expect(await next()).toBe("owed: runPostProcessing");
    expect(await next()).toMatch(/^200 SUCCESS moved request 101 from RUNNING to COMPLETED\./);
  });
});
