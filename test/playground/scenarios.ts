import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { Player } from "./clicks.js";
import { idsInDemo, requests, scenarioOf } from "./demo.js";
import { open, paste, type Row, recordOf, stateOf, timelineOf } from "./driver.js";

const shown = ({ input, change }: Row) => ({ input, change });

describe("clicked button by button, the demo's scenario of request", () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());

  for (const id of idsInDemo) {
    test(`${id} has the demo's outcomes`, async () => {
      const scenario = scenarioOf(id);
      const { page, close } = await open(browser, builtUrl, "id=1&submit");
      const player = new Player(page, id);
      for (const { line, text } of scenario) {
        if (requests.has(id)) await player.send(line);
        else await paste(page, text, "Insert after this step");
      }

      const rows = (await timelineOf(page)).filter((row) => row.id === id || row.id === "").slice(-scenario.length);
      assert.deepEqual(rows.map(shown), scenario.map(shown));
      assert.equal(await stateOf(page), requests.get(id)?.state ?? "no record");
      assert.equal(
        (await recordOf(page)).message,
        requests.has(id) ? JSON.stringify(requests.get(id)?.message) : undefined,
      );
      const current = await page
        .locator(".state.current")
        .evaluateAll((states) => states.map((state) => (state as { id: string }).id));
      assert.deepEqual(current, requests.has(id) ? [`state-${requests.get(id)?.state}`] : []);
      await close();
    });
  }
});
