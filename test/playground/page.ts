import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, test } from "node:test";
import { launchChromium } from "../support/chromium.js";
import { built } from "./built-page.js";
import { open, recordOf, stateOf } from "./driver.js";
import { VIEWS } from "./views.js";

/** The files of the page, and how it is served. */

describe("the page", () => {
  test("is built from its own files, the demo's code and the published entries", () => {
    assert.ok(built.inputs.some((file) => file.startsWith("dist/")));
    assert.deepEqual(
      built.inputs.filter((file) => file.startsWith("src/")),
      [],
    );
  });

  test("is served on the loopback interface by npm run playground", async (t) => {
    const server = spawn("npx", ["tsx", "docs/playground/serve.ts", "0"], {
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    await once(server, "spawn");
    // Group 0 would be the test runner's own.
    t.after(() => server.pid !== undefined && process.kill(-server.pid));
    const [chunk] = await once(server.stdout, "data");
    const [url = ""] = /^http:\/\/127\.0\.0\.1:\d+\//.exec(String(chunk)) ?? [];
    const browser = await launchChromium();
    t.after(() => browser.close());
    const { page, close } = await open(browser, url, VIEWS["a failure"]);
    assert.equal(await stateOf(page), "ERROR");
    assert.equal((await recordOf(page)).errorType, '"BUSINESS"');
    await close();
  });
});
