import { describe, expect, onTestFinished, test, vi } from "vitest";
import { RUNNING } from "../support/boundary.js";
import { requestOf, SUCCESS, serving } from "./serving.js";

/** The body of a request: accepted bodies, and the message for each malformed one. */

const JSON_TEXT = JSON.stringify(SUCCESS);
const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...values: number[]) => new Uint8Array(values);

function streamOf(...chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

describe("accepted:", () => {
  test.each<[string, unknown, Record<string, string>?]>([
    ["JSON", JSON_TEXT],
    ["Oracle's media type", JSON_TEXT, { "content-type": "application/vnd.oracle.resource+json" }],
    ["a charset", JSON_TEXT, { "content-type": "application/json; charset=UTF-8" }],
    ["a quoted charset without a hyphen", JSON_TEXT, { "content-type": 'Application/JSON;charset="utf8"' }],
    ["other parameters", JSON_TEXT, { "content-type": "application/vnd.oracle.resource+json;type=singular" }],
    ["no content type", utf8(JSON_TEXT), { "content-type": "" }],
    ["an identity encoding", JSON_TEXT, { "content-encoding": "identity" }],
    ["white space around it", `\r\n\t ${JSON_TEXT}\n`],
    ["a byte order mark", utf8(`\ufeff${JSON_TEXT}`)],
    ["a member twice, of which the last counts", `{"status":"ERROR",${JSON_TEXT.slice(1)}`],
    ["half a surrogate pair, escaped", `{"statusMessage":"\\ud800",${JSON_TEXT.slice(1)}`],
    [
      "many chunks, cut within a character and outside of a text",
      streamOf(utf8('{"x":"'), bytes(0xc3), bytes(0xa9), utf8('",'), utf8(JSON_TEXT.slice(1))),
    ],
    ["members that are not known", { ...SUCCESS, extra: [1] }],
  ])("%s", async (_, body, headers = {}) => {
    const { send, requests } = serving();
    expect(await send(body, { headers })).toMatchObject({ status: 200 });
    expect(requests.get("101")?.state).toBe("COMPLETED");
  });

  test("a body whose length is known and is the maximum, which is read once, without a stream", async () => {
    const request = requestOf(SUCCESS, { headers: { "content-length": String(JSON_TEXT.length) } });
    const value = vi.fn(() => Request.prototype.arrayBuffer.call(request));
    Object.defineProperties(request, { body: { get: () => expect.unreachable() }, arrayBuffer: { value } });
    const { handler } = serving({ maxBodyBytes: JSON_TEXT.length });
    expect((await handler(request)).status).toBe(200);
    expect(value).toHaveBeenCalledOnce();
  });

  test("a body of exactly the maximum size", async () => {
    const { send } = serving();
    expect((await send(JSON_TEXT.padEnd(65_536))).status).toBe(200);
    expect((await serving({ maxBodyBytes: JSON_TEXT.length }).send(JSON_TEXT)).status).toBe(200);
  });
});

const MALFORMED: [status: number, name: string, detail: RegExp, body: unknown, headers?: Record<string, string>][] = [
  [400, "nothing", /^The body is empty\./, null],
  [400, "white space alone", /^The body is empty\./, " \n"],
  [400, "no JSON", /^The body is not JSON\./, "status=SUCCESS"],
  [400, "half of it", /^The body is not JSON\./, JSON_TEXT.slice(0, -1)],
  [400, "two documents", /^The body is not JSON\./, JSON_TEXT + JSON_TEXT],
  [400, "bytes that are not UTF-8", /^The body is not valid UTF-8\./, bytes(0x22, 0xff, 0x22)],
  [400, "a character that is cut off", /^The body is not valid UTF-8\./, bytes(0x22, 0xc3)],
  [400, "UTF-16", /^The body is not valid UTF-8\./, bytes(0xff, 0xfe, 0x7b, 0x00)],
  [400, "an array", /an array/, [SUCCESS]],
  [400, "null", /null/, "null"],
  [400, "an unknown status", /PAUSE/, { ...SUCCESS, status: "PAUSED" }],
  [400, "a handle that is a number", /requestHandle/, { ...SUCCESS, requestHandle: 7 }],
  [413, "more than the limit", /^The body is larger than 65536 bytes\./, JSON_TEXT.padEnd(65_537)],
  [413, "more than it says", /^The body is larger/, JSON_TEXT.padEnd(65_537), { "content-length": "9" }],
  [413, "megabytes", /^The body is larger than 65536 bytes\./, JSON_TEXT.padEnd(3_000_000)],
  [415, "another media type", /^The Content-Type is not /, JSON_TEXT, { "content-type": "text/plain" }],
  [415, "a form", /^The Content-Type is not /, JSON_TEXT, { "content-type": "application/x-www-form-urlencoded" }],
  [415, "another charset", /^The charset /, JSON_TEXT, { "content-type": "application/json; charset=iso-8859-1" }],
  [415, "one that begins alike", /^The charset /, JSON_TEXT, { "content-type": "application/json;charset=utf-8-mac" }],
  [415, "one that ends alike", /^The charset /, JSON_TEXT, { "content-type": "application/json;charset=mutf-8" }],
  [415, "compression", /^The body has a Content-Encoding\./, JSON_TEXT, { "content-encoding": "gzip" }],
];

describe("malformed:", () => {
  test.each(MALFORMED)("%i for %s", async (status, _, detail, body, headers = {}) => {
    const { send, requests, stored } = serving();
    const answer = await send(body, { headers });
    expect(answer).toMatchObject({ status, body: { status, detail: expect.stringMatching(detail) } });
    expect(requests.get("101")).toBe(RUNNING);
    expect(stored).toEqual([]);
  });

  test.each(MALFORMED)(
    "%i for %s is a 404 if the request is unknown",
    async (_status, _, _detail, body, headers = {}) => {
      expect((await serving().send(body, { headers, id: "102" })).status).toBe(404);
    },
  );

  test.each([undefined, 65_537])("413 without holding the whole body, for a Content-Length of %s", async (length) => {
    const headers = length === undefined ? {} : { "content-length": String(length) };
    const request = requestOf(JSON_TEXT.padEnd(65_537), { headers });
    Object.defineProperty(request, "arrayBuffer", { value: () => expect.unreachable() });
    expect((await serving().handler(request)).status).toBe(413);
  });

  test("413 for more than the smallest limit", async () => {
    const { body } = await serving({ maxBodyBytes: 1 }).send("{}");
    expect(body.detail).toBe("The body is larger than 1 byte. Shorten its texts.");
  });

  test("415 names the accepted media types", async () => {
    const { send } = serving();
    const typed = await send(JSON_TEXT, { headers: { "content-type": "text/plain" } });
    expect(typed.headers.get("accept-post")).toBe("application/json, application/vnd.oracle.resource+json");
    const encoded = await send(JSON_TEXT, { headers: { "content-encoding": "br" } });
    expect(encoded.headers.get("accept-encoding")).toBe("identity");
  });
});

test("a body that breaks off is 408, which a job sends again, and changes nothing", async () => {
  const { send, requests } = serving();
  const pull = (controller: ReadableStreamDefaultController) => controller.error(new Error("SECRET"));
  expect((await send(new ReadableStream({ pull }))).status).toBe(408);
  expect(requests.get("101")).toBe(RUNNING);
});

test("a body that was read before the handler is the server's mistake: 500, and the log says why", async () => {
  const { handler, entries } = serving();
  const request = new Request("https://scheduler.example/ess/rest/scheduler/v1/requests/101/executionStatus", {
    method: "POST",
    body: JSON_TEXT,
  });
  await request.json();
  expect((await handler(request)).status).toBe(500);
  expect(entries).toMatchObject([{ explanation: expect.stringMatching(/^The body was already read\./) }]);
});

test("the whole body is read for every answer, so that the connection can be used again", async () => {
  for (const [body, sent] of [
    [utf8(JSON_TEXT.padEnd(200_000)), {}],
    [utf8(JSON_TEXT), { path: "/" }],
    [utf8(JSON_TEXT), { method: "PUT" }],
    [utf8(JSON_TEXT), { id: "x" }],
    [utf8(JSON_TEXT), { headers: { "content-type": "text/plain" } }],
  ] as const) {
    let isRead = false;
    const pull = (controller: ReadableStreamDefaultController) => {
      if (isRead) controller.close();
      else controller.enqueue(body);
      isRead = true;
    };
    const closed = vi.fn();
    const stream = new ReadableStream({ pull }, { highWaterMark: 0 });
    await serving().send(stream.pipeThrough(new TransformStream({ flush: closed })), sent);
    expect(closed).toHaveBeenCalledOnce();
  }
});

test("content of a body is never parsed onto a prototype", async () => {
  onTestFinished(() => expect(Object.keys(Object.prototype)).toEqual([]));
  const { send } = serving();
  const body = `{"__proto__":{"status":"SUCCESS","requestHandle":"handle-2"},"constructor":1}`;
  expect((await send(body)).status).toBe(400);
});
