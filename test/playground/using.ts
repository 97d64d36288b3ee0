import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { lastChange, open, recordOf, stateOf, timelineOf, WAITING } from "./driver.js";
import { VIEWS } from "./views.js";

/** The page by keyboard alone, by looking at the chart, and with a screen reader. */

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

describe("by keyboard alone", () => {
  /** Presses Tab until the element has the focus, which must be visible. */
  async function tabTo(page: Page, name: string) {
    const focused =
      "(document.activeElement.ariaLabel || document.activeElement.name || document.activeElement.innerText || '').trim()";
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(focused)) === name) {
        const ring = "getComputedStyle(document.activeElement).outlineStyle";
        assert.equal(await page.evaluate(ring), "solid", `the focus on ${name} is visible`);
        return;
      }
    }
    assert.fail(`Tab never reaches ${name}`);
  }

  async function press(page: Page, name: string, key = "Enter") {
    await tabTo(page, name);
    await page.keyboard.press(key);
  }

  test("a scenario is made, stepped through and changed", async () => {
    const { page, close } = await open(browser, builtUrl, WAITING);
    await press(page, "dispatch");
    await press(page, "start", " ");
    await press(page, "cancel");
    assert.equal(await stateOf(page), "CANCELLING");
    assert.equal(
      await page.evaluate("document.activeElement.id"),
      "send-title",
      "the focus is where the next buttons are",
    );

    await press(page, "+30 min");
    await press(page, "forceCancel");
    assert.equal(await stateOf(page), "CANCELLED");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await stateOf(page), "CANCELLING");
    await page.keyboard.press("Home");
    assert.equal(await stateOf(page), "no record");
    await page.keyboard.press("End");
    assert.equal(await stateOf(page), "CANCELLED");

    await press(page, "Remove this step");
    assert.equal(await stateOf(page), "CANCELLING");
    await press(page, "SUCCESS");
    assert.equal(await stateOf(page), "SUCCEEDED");
    await close();
  });

  test("a handle is chosen, and arrows in a field do not step", async () => {
    const { page, close } = await open(browser, builtUrl, VIEWS["a running job"]);
    await tabTo(page, "handle");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "message");
    await page.keyboard.type("forged");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    assert.equal((await timelineOf(page)).length, 4, "neither the arrows nor Enter sent anything");
    await press(page, "ERROR");
    assert.equal(await lastChange(page), "rejected HANDLE_MISMATCH");
    await close();
  });
});

describe("the time is the scenario's", () => {
  test("forceCancel is accepted after 30 minutes, and not before", async () => {
    const { page, close } = await open(browser, builtUrl, "id=101&submit&dispatch&start=handle-1&cancel=1774965600000");
    const force = page.getByRole("button", { name: "forceCancel", exact: true });
    await force.click();
    await page.getByRole("button", { name: "+5 min" }).click();
    await force.click();
    await page.getByLabel("Time, in UTC").fill("2026-03-31T14:30");
    await force.click();
    assert.deepEqual(
      (await timelineOf(page)).slice(-3).map(({ change }) => change),
      ["rejected TOO_EARLY", "rejected TOO_EARLY", "CANCELLING → CANCELLED"],
    );
    assert.match(page.url(), /forceCancel=1774965600000&forceCancel=1774965900000&forceCancel=1774967400000$/);
    await close();
  });
});

describe("a time beyond every date", () => {
  test("is shown as a number, and the next event can have a date", async () => {
    const scenario = "id=101&submit&dispatch&start=handle-1&cancel=9007199254740991";
    const { page, close } = await open(browser, builtUrl, scenario);
    assert.equal(await stateOf(page), "CANCELLING");
    assert.equal((await recordOf(page)).cancelSeenAt, "9007199254740991 (not a date)");
    const field = page.getByLabel("Time, in UTC");
    assert.equal(await field.inputValue(), "");
    assert.equal(await page.locator(".clock .hint").textContent(), "9007199254740991 ms is not a date");
    await field.fill("2026-03-31T14:30");
    assert.equal(await page.locator(".clock .hint").count(), 0);
    await page.getByRole("button", { name: "forceCancel", exact: true }).click();
    assert.match(page.url(), /forceCancel=1774967400000$/);
    await close();
  });
});

describe("the chart highlights", () => {
  test("the current state, the applied transition, the possible ones, and the ignored one", async () => {
    const { page, close } = await open(
      browser,
      builtUrl,
      "id=101&submit&dispatch&start=handle-1&PAUSE=handle-1&resume=handle-2",
    );
    const arrows = async (kind: string) =>
      (
        await page
          .locator(`.arrow.${kind}`)
          .evaluateAll((found) =>
            found.map((arrow) => (arrow as { getAttribute(name: string): string }).getAttribute("class")),
          )
      ).join();
    assert.match(await arrows("applied"), /from-PAUSED to-RUNNING on-resume/);
    assert.equal(await page.locator(".state.current").getAttribute("id"), "state-RUNNING");
    assert.equal(await page.locator(".state.previous").getAttribute("id"), "state-PAUSED");
    assert.match(await arrows("possible"), /to-COMPLETED on-SUCCESS/);
    assert.doesNotMatch(await arrows("possible"), /on-retry/);
    await page.locator(".callbacks").getByLabel("handle").selectOption("earlier handle-1");
    await page.getByRole("button", { name: "SUCCESS", exact: true }).click();
    assert.equal(await arrows("applied"), "");
    assert.match(await arrows("ineffective"), /from-RUNNING to-COMPLETED on-SUCCESS/);
    assert.equal(await page.locator(".state.ineffective").getAttribute("id"), "state-RUNNING");
    await close();
  });
});

describe("a screen reader announces", () => {
  test("the outcome and the state, in a live region", async () => {
    const { page, close } = await open(browser, builtUrl, WAITING);
    await page.getByRole("button", { name: "dispatch", exact: true }).click();
    const live = page.locator("[aria-live=polite]");
    assert.match((await live.textContent()) ?? "", /READY[\s\S]*request 101[\s\S]*dispatch[\s\S]*WAIT → READY/);
    await close();
  });
});
