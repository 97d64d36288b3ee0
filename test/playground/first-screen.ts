import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { log } from "./demo.js";
import { lastChange, open, paste, stateOf, timelineOf } from "./driver.js";
import { VIEWS } from "./views.js";

/** What a reader sees and can do without scrolling. */

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

describe("a first visit", () => {
  test("shows what a SUCCESS after a cancel does, and why", async () => {
    const { page, close } = await open(browser, builtUrl);
    assert.equal(await stateOf(page), "CANCELLING");
    assert.match((await page.locator(".title").textContent()) ?? "", /cancelled first, but the job was done/);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    assert.equal(await stateOf(page), "SUCCEEDED");
    const outcome = (await page.locator(".outcome").textContent()) ?? "";
    assert.match(outcome, /SUCCESS\s+handle-1\s+CANCELLING → SUCCEEDED/);
    assert.match(outcome, /Why: .*post-processing is skipped/);
    await close();
  });

  test("can start a new request whose callbacks are accepted", async () => {
    const { page, close } = await open(browser, builtUrl);
    await page.getByRole("button", { name: "New request" }).click();
    assert.equal(await stateOf(page), "RUNNING");
    await page.getByRole("button", { name: "SUCCESS", exact: true }).click();
    assert.equal(await lastChange(page), "RUNNING → COMPLETED");
    await close();
  });
});

describe("at 1280 by 900 pixels", () => {
  const PANELS = [".title", ".chart", ".outcome", ".send", ".timeline", ".record"];

  for (const [name, fragment] of Object.entries(VIEWS)) {
    test(`${name} needs no scrolling`, async () => {
      const { page, close } = await open(browser, builtUrl, fragment);
      assert.equal(await page.evaluate("document.documentElement.scrollHeight"), 900);
      for (const panel of PANELS) {
        const box = await page.locator(panel).boundingBox();
        assert.ok(box, panel);
        assert.ok(box.y >= 0 && box.y + box.height <= 900, `${panel} ends at ${box.y + box.height}`);
        assert.ok(box.x >= 0 && box.x + box.width <= 1280, `${panel} is as wide as the window`);
      }
      await close();
    });
  }

  test("the title is that of the current step", async () => {
    const { page, close } = await open(browser, builtUrl);
    await paste(page, log, "Open as a new scenario");
    assert.match((await page.locator(".title").textContent()) ?? "", /^101 +Invoice import/);
    await page.getByRole("button", { name: /102/ }).first().click();
    assert.match((await page.locator(".title").textContent()) ?? "", /^102 +Payroll/);
    await close();
  });
});

describe("Play", () => {
  const SCENARIO = "step=1&id=101&submit&dispatch&start=handle-1&SUCCESS=handle-1&postProcessed=PROCEED";
  const place = ".place b";

  test("applies step after step until the end, and then begins anew", async () => {
    const { page, close } = await open(browser, builtUrl, SCENARIO);
    await page.getByLabel("Pace").selectOption({ label: "fast" });
    await page.getByRole("button", { name: "Play", exact: true }).click();
    assert.equal(await page.locator(place).textContent(), "2", "the first step is immediate");
    await page.getByRole("button", { name: "Pause", exact: true }).waitFor();
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    assert.equal(await stateOf(page), "SUCCEEDED");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    assert.equal(await page.locator(place).textContent(), "0");
    await close();
  });

  test("stops at Pause and at any other move", async () => {
    const { page, close } = await open(browser, builtUrl, SCENARIO);
    await page.clock.install();
    for (const stop of [
      () => page.getByRole("button", { name: "Pause", exact: true }).click(),
      () => page.keyboard.press("Home"),
      () => page.getByRole("button", { name: "1 submit" }).click(),
    ]) {
      await page.getByRole("button", { name: "Play", exact: true }).click();
      await stop();
      const before = await page.locator(place).textContent();
      await page.clock.runFor(60_000);
      assert.equal(await page.locator(place).textContent(), before);
      assert.equal(await page.getByRole("button", { name: "Pause", exact: true }).count(), 0);
    }
    assert.equal((await timelineOf(page)).length, 5);
    await close();
  });
});
