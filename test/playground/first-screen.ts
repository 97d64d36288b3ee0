import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { log } from "./demo.js";
import { lastChange, open, paste, stateOf, timelineOf } from "./driver.js";

/** The content and controls that are visible without scrolling. */

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

describe("a first visit", () => {
  test("shows the outcome of a SUCCESS after a cancel, and the reason", async () => {
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

describe("What can happen now?", () => {
  const shownEnds = "[...document.querySelectorAll('.ends li')].map((end) => end.innerText.replace(/\\s+/g, ' '))";

  test("lists each reachable end with a way, which can be tried", async () => {
    const { page, close } = await open(browser, builtUrl);
    assert.deepEqual(await page.evaluate(shownEnds), [
      "CANCELLING if nothing arrives",
      "Try SUCCEEDED by SUCCESS",
      "Try CANCELLED by CANCEL",
    ]);
    await page.locator(".ends li", { hasText: "CANCELLED" }).getByRole("button").click();
    assert.equal(await stateOf(page), "CANCELLED");
    assert.match((await page.locator(".ends").textContent()) ?? "", /The request has ended/);
    await close();
  });

  test("follows the callbacks and events that are chosen", async () => {
    const { page, close } = await open(browser, builtUrl, "id=101&submit&dispatch&start=handle-1");
    for (const name of ["cancel", "postProcessed"]) await page.getByRole("button", { name: `Remove ${name}` }).click();
    assert.deepEqual(await page.evaluate(shownEnds), ["RUNNING if nothing arrives", "Try COMPLETED by SUCCESS"]);
    await page.getByLabel("Add a callback or event").selectOption("cancel");
    assert.deepEqual(await page.evaluate(shownEnds), [
      "RUNNING if nothing arrives",
      "Try COMPLETED by SUCCESS",
      "Try CANCELLING by cancel",
      "Try SUCCEEDED by cancel, then SUCCESS",
    ]);
    await close();
  });
});

describe("the title", () => {
  test("is that of the current step", async () => {
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
