import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";

/** The expected answers of every recipe: those of the handler, unchanged by the framework in front of it. */

const REQUESTS = "/ess/rest/scheduler/v1/requests";
const STATUS = `${REQUESTS}/101/executionStatus`;
const HANDLE = "made-up"; // As in docs/examples/recipes/handler.ts.
const JSON_TYPE = { "content-type": "application/json" };
const VENDOR = "application/vnd.oracle.resource+json";
const callback = (status, requestHandle = HANDLE) => JSON.stringify({ requestHandle, status });

/** Sent in this order: each depends on the effects of the earlier ones. */
const PROBES = [
  ["a method that is not served", STATUS, { method: "GET" }, 405, /POST/],
  ["another path", `${REQUESTS}/101/other`, { body: "{}" }, 404, /^No operation has this path/],
  ["an id that is not one", `${REQUESTS}/x/executionStatus`, { body: "{" }, 400, /request id/],
  ["an unknown request", `${REQUESTS}/102/executionStatus`, { body: "{" }, 404, /^No request has this id/],
  ["a body that is not JSON", STATUS, { body: "{" }, 400, /^The body is not JSON/],
  ["a body that is not UTF-8", STATUS, { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, /UTF-8/],
  ["an empty body", STATUS, { body: "" }, 400, /^The body is empty/],
  ["a large body", STATUS, { body: callback("UPDATE").padEnd(1_000_000) }, 413, /larger/],
  ["another type", STATUS, { body: "status=SUCCESS", headers: { "content-type": "text/plain" } }, 415, /Content-Type/],
  ["a foreign handle", STATUS, { body: callback("SUCCESS", "foreign") }, 403, /./],
  ["a check-in while running", `${REQUESTS}/101/checkInCancelling`, { body: callback("UPDATE") }, 200, false],
  ["an Accept of another type", STATUS, { body: callback("UPDATE"), headers: { accept: "text/html" } }, 200, "link"],
  ["both media types", STATUS, { body: callback("SUCCESS"), headers: { "content-type": VENDOR } }, 200, "link"],
  ["the same report again", STATUS, { body: callback("SUCCESS") }, 200, "link"],
];

/** Waits for the server to listen, sends the probes, over one connection if it is kept alive, and checks the answers. */
export async function probe(origin, server) {
  await untilListening(origin, server);
  for (const [name, path, { headers, ...options }, status, expected] of PROBES) {
    const url = origin + path;
    const response = await fetch(url, { method: "POST", headers: { ...JSON_TYPE, ...headers }, ...options });
    const body = await response.json().catch(() => undefined);
    assert.equal(response.status, status, `${name}: ${response.status} ${JSON.stringify(body)}`);
    if (expected === "link") assert.equal(`${new URL(body.href).pathname} ${body.rel}`, `${REQUESTS}/101 self`, name);
    else if (expected instanceof RegExp) assert.match(body.detail ?? "", expected, name);
    else assert.equal(body, expected, name);
  }
  const options = await fetch(origin + STATUS, { method: "OPTIONS" });
  assert.deepEqual([options.status, options.headers.get("allow")], [204, "POST, OPTIONS"]);
  const head = await fetch(origin + STATUS, { method: "HEAD" });
  assert.deepEqual([head.status, await head.text()], [405, ""]);
}

async function untilListening(origin, server) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode} instead of listening.`);
    const isThere = await fetch(origin, { signal: AbortSignal.timeout(5_000) }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await pause(200);
  }
  throw new Error("The server did not listen within two minutes.");
}
