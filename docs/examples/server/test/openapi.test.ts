import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { StoreUnavailableError } from "ess-request-machine/fetch";
import { BASE, OPERATIONS } from "../src/boundary/operations.js";
import type { Answer, Sending } from "./client.js";
import { type Harness, newId, serve } from "./harness.js";

/** The OpenAPI document, and whether the answers are as it says. */

let harness: Harness;
// biome-ignore lint/suspicious/noExplicitAny: the test looks into it.
let document: any;
before(async () => {
  harness = await serve({ pollMs: 0 });
  document = (await harness.client.send(`${harness.url}/openapi.json`, { method: "GET" })).body;
});
after(() => harness.stop());

test("it is a document of OpenAPI 3.1", async () => {
  const checked = await new Validator().validate(document);
  assert.ok(checked.valid, JSON.stringify(checked.errors));
  assert.equal((await new Validator().validate({ ...document, info: {} })).valid, false);
  assert.equal(document.openapi, "3.1.0");
  const { post } = document.paths["/requests/{requestId}/executionStatus"];
  assert.deepEqual(Object.keys(post.responses), ["200", "400", "403", "404", "408", "413", "415", "500", "503"]);
  assert.deepEqual(document.components.schemas.ExecutionStatus.required, ["status"]);
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g))
    assert.ok(document.components.schemas[name!], name);
});

/** With no member that the document does not name: an answer that grows has to grow in it too. */
function closed(schemas: object): object {
  return JSON.parse(JSON.stringify(schemas), (_, value) =>
    value?.type === "object" && value.properties ? { ...value, additionalProperties: false } : value,
  );
}

const answered = new Set<string>();

function assertDocumented(method: "get" | "post", path: string, { status, headers, body }: Answer) {
  const { operationId, responses } = document.paths[path][method];
  const { content } = responses[status];
  if (status < 300) answered.add(operationId);
  const { schema } = content[headers["content-type"]!];
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const isDocumented = ajv.compile({ ...schema, components: { schemas: closed(document.components.schemas) } });
  assert.ok(isDocumented(body), `${path} ${status}: ${JSON.stringify(isDocumented.errors)} in ${JSON.stringify(body)}`);
}

test("every operation answers as it says", async () => {
  const { client } = harness;
  const ONE = "/requests/{requestId}";
  const id = newId();
  const submission = { requestId: id, job: "http://127.0.0.1:9/job", expiresInSeconds: 60, retries: 1 };
  assertDocumented("post", "/requests", await client.operate("", { ...submission, requestId: newId() }));
  assertDocumented("post", "/requests", await client.operate("", submission));
  assertDocumented("post", "/requests", await client.operate("", submission));
  assertDocumented("post", "/requests", await client.operate("", { retries: -1 }));
  assertDocumented("get", "/requests", await client.read("?limit=1"));
  assertDocumented("get", "/requests", await client.read("?state=VALIDATION_FAILED"));

  const apply = async (event: string, body?: object) => {
    const answer = await client.operate(`/${id}/${event}`, body);
    assertDocumented("post", `${ONE}/{event}`, answer);
    return answer;
  };
  assert.equal((await apply("start")).status, 400);
  assert.equal((await apply("dispatch")).status, 200);
  const { requestHandle } = (await apply("start")).body;
  assertDocumented("get", ONE, await client.read(`/${id}`));

  const report = async (body: unknown) =>
    assertDocumented("post", `${ONE}/executionStatus`, await client.report(id, body));
  await report({ requestHandle, status: "UPDATE", statusMessage: "half of it" });
  await report({ requestHandle: "another", status: "SUCCESS" });
  await report({ status: 7 });
  await report("{");
  const checkIn = async (handle: unknown) =>
    assertDocumented("post", `${ONE}/checkInCancelling`, await client.checkIn(id, handle));
  await checkIn(requestHandle);
  await checkIn("another");
  await apply("cancel");
  assert.equal((await apply("cancel")).body.kind, "ignored");
  await report({ requestHandle, status: "CANCEL" });
  assertDocumented("get", ONE, await client.read(`/${id}`));
  assertDocumented("get", `${ONE}/history`, await client.read(`/${id}/history`));
  assertDocumented("get", `${ONE}/history`, await client.read(`/${newId()}/history`));
  assert.deepEqual([...answered].sort(), Object.keys(OPERATIONS).sort());
});

test("what is refused before an operation is asked, and what fails, is answered as it says", async () => {
  const { client, database } = harness;
  const callback = "/requests/{requestId}/executionStatus";
  const requestId = newId();
  await client.operate("", { requestId, automatic: false });
  const send = (sending: Sending) => client.send(`/${requestId}/executionStatus`, sending);
  const statuses: number[] = [];
  const refused = (method: "get" | "post", path: string, answer: Answer) => {
    statuses.push(answer.status);
    assertDocumented(method, path, answer);
  };
  refused("get", "/requests", await client.send(`${harness.url}${BASE}/requests`, { method: "GET" }));
  refused("post", callback, await send({ headers: { "content-type": "text/plain" }, body: "{}" }));
  refused("post", callback, await send({ body: { statusMessage: "x".repeat(70_000) } }));
  refused("post", "/requests", await client.operate("", "x".repeat(70_000)));
  const { query } = database;
  for (const error of [new StoreUnavailableError(), new Error("a fault")]) {
    Object.assign(database, { query: () => Promise.reject(error) });
    refused("post", callback, await send({ body: { requestHandle: "h", status: "SUCCESS" } }));
  }
  Object.assign(database, { query });
  assert.deepEqual(statuses, [401, 415, 413, 413, 503, 500]);
});
