import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { Player } from "./clicks.js";
import { idsInDemo, requests, storyOf } from "./demo.js";
import { open, paste, recordOf, stateOf, type Told, timelineOf } from "./driver.js";

const wordsOf = ({ came, did, sentence }: Told) => ({ came, did, sentence });

describe("pressed button by button, the demo's story of request", () => {
  let browser: Browser;
  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());

  for (const id of idsInDemo) {
    test(`${id} comes to what the demo tells`, async () => {
      const story = storyOf(id);
      const { page, close } = await open(browser, builtUrl);
      const player = new Player(page, id);
      const [first] = story;
      // The demo submits by itself what its log does not submit, and the page begins with 101.
      if (requests.has(id) && id !== "101" && first?.line.submit === undefined) {
        await player.submit({ validated: first?.line.event?.type !== "validationPassed" });
      }
      for (const { line, text } of story) {
        if (requests.has(id)) await player.play(line);
        else await paste(page, text, "Add it after this step");
      }

      const played = (await timelineOf(page)).filter((row) => row.id === id || row.id === "").slice(-story.length);
      assert.deepEqual(played.map(wordsOf), story.map(wordsOf));
      assert.equal(await stateOf(page), requests.get(id)?.state ?? "no record");
      assert.equal(
        (await recordOf(page)).message,
        requests.has(id) ? JSON.stringify(requests.get(id)?.message) : undefined,
      );
      const lit = await page
        .locator(".state.current")
        .evaluateAll((states) => states.map((state) => (state as { id: string }).id));
      assert.deepEqual(lit, requests.has(id) ? [`state-${requests.get(id)?.state}`] : []);
      await close();
    });
  }
});
