import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { log, told } from "./demo.js";
import { noticeOf, open, paste, recordOf, stateOf, timelineOf } from "./driver.js";

/** Stories that come from elsewhere: in an address, or as a log that is pasted. */

const STORY =
  "id=102&submit=1&dispatch&start=handle-1&ERROR=handle-1.Tax+service+not+reachable&retry&dispatch&start=handle-2&SUCCESS=handle-1";

const seen = async (page: Page) => [await timelineOf(page), await recordOf(page), await stateOf(page)];

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

describe("a story in an address", () => {
  test("is played, and is told in the address again", async () => {
    const { page, close } = await open(browser, builtUrl, STORY);
    assert.equal(await stateOf(page), "RUNNING");
    assert.equal((await timelineOf(page)).at(-1)?.did, "200 ignored STALE_HANDLE");
    await page.getByRole("button", { name: "SUCCESS", exact: true }).click();
    assert.equal(await stateOf(page), "COMPLETED");
    assert.equal(page.url(), `${builtUrl}#${STORY}&SUCCESS=handle-2`);
    await close();
  });

  test("is the same for a colleague, down to the step that is looked at", async () => {
    const mine = await open(browser, builtUrl, STORY);
    await mine.page.getByRole("button", { name: "One step back" }).click();
    await mine.page.getByRole("button", { name: "One step back" }).click();
    const colleagues = await open(browser, builtUrl, mine.page.url().split("#")[1]);
    assert.equal(await stateOf(colleagues.page), "READY");
    assert.deepEqual(await seen(colleagues.page), await seen(mine.page));
    await mine.close();
    await colleagues.close();
  });

  test("is had back by the browser's own button after a change", async () => {
    const { page, close } = await open(browser, builtUrl, STORY);
    const before = await seen(page);
    await page.getByRole("button", { name: "Remove this step" }).click();
    await page.getByRole("button", { name: "New story" }).click();
    assert.equal(await stateOf(page), "WAIT");
    await page.goBack();
    await page.goBack();
    assert.deepEqual(await seen(page), before);
    await close();
  });

  test("is left as it was when an address comes that cannot be read", async () => {
    const { page, close } = await open(browser, builtUrl, STORY);
    const before = await seen(page);
    await page.evaluate("location.hash = '#id=102&dispatch&start=exec-102-1'");
    await page.locator(".notice.problem").waitFor();
    assert.match(
      await noticeOf(page),
      /^Expected each part of the address .* part 3 is none\..* Nothing else has changed\.$/,
    );
    assert.deepEqual(await seen(page), before);
    await close();
  });

  test("that cannot be read opens a page to play with, and says so", async () => {
    const { page, close } = await open(browser, builtUrl, "id=101&lunch");
    assert.match(await noticeOf(page), /part 2 is none/);
    assert.equal(await stateOf(page), "WAIT");
    await close();
  });

  test("is copied whole", async () => {
    const options = { permissions: ["clipboard-read", "clipboard-write"] };
    const { page, close } = await open(browser, builtUrl, STORY, options);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.locator(".notice").waitFor();
    assert.equal(await page.evaluate("navigator.clipboard.readText()"), `${builtUrl}#${STORY}`);
    await close();
  });
});

describe("a pasted log", () => {
  test("is stepped through forwards and backwards, and tells what the demo tells", async () => {
    const { page, close } = await open(browser, builtUrl);
    await paste(page, log, "Play it as a new story");
    assert.match(await noticeOf(page), new RegExp(`^Lines read: ${told.length}; .* Malformed lines: 2;`));

    const forwards = [await recordOf(page)];
    for (let step = 1; step < told.length; step += 1) {
      await page.keyboard.press("ArrowRight");
      forwards.push(await recordOf(page));
    }
    assert.equal(await page.locator(".place").textContent(), `step ${told.length} of ${told.length}`);
    assert.deepEqual(
      (await timelineOf(page)).map(({ came, did, sentence }) => [came, did, sentence]),
      told.map(({ came, did, sentence }) => [came === "" ? "a line" : came, did, sentence]),
    );

    const backwards = [await recordOf(page)];
    for (let step = 1; step < told.length; step += 1) {
      await page.keyboard.press("ArrowLeft");
      backwards.push(await recordOf(page));
    }
    assert.deepEqual(backwards.reverse(), forwards);
    assert.ok(new Set(forwards.map((record) => JSON.stringify(record))).size > 40);
    await close();
  });

  test("leaves no handle in the page, nor in its address", async () => {
    const handles = [...new Set(log.match(/exec-\d+-\d/g))];
    assert.ok(handles.length > 13);
    const { page, close } = await open(browser, builtUrl);
    await paste(page, log, "Play it as a new story");
    await page.keyboard.press("End");
    const everything = `${await page.content()} ${page.url()} ${await page.getByLabel("Log", { exact: true }).inputValue()}`;
    assert.match(everything, /handle-1/);
    for (const handle of handles) assert.ok(!everything.includes(handle), handle);
    await close();
  });

  test("that comes in parts is the story that it would be at once", async () => {
    const lines = log.split("\n").filter((line) => /"id": ?"102"/.test(line));
    const { page, close } = await open(browser, builtUrl);
    await paste(page, lines.join("\n"), "Play it as a new story");
    await page.keyboard.press("End");
    const [atOnce, address] = [await timelineOf(page), page.url()];
    await paste(page, lines[0] ?? "", "Play it as a new story");
    for (const line of lines.slice(1)) await paste(page, line, "Add it after this step");
    assert.deepEqual(await timelineOf(page), atOnce);
    assert.equal(page.url(), address);
    await page.getByRole("button", { name: "New story", exact: true }).click();
    await page.goBack();
    const callback = lines.findLast((line) => line.includes("exec-102-2")) ?? "";
    await paste(page, callback, "Add it after this step");
    assert.equal(page.url().split("foreign").length, address.split("foreign").length, "known again, gone back to");
    assert.equal(await page.locator(".notice").count(), 0);
    await page.reload();
    await paste(page, callback, "Add it after this step");
    assert.match(await noticeOf(page), /made-up names alone \(requests: 102\)/);
    await close();
  });

  test("can be followed request by request", async () => {
    const { page, close } = await open(browser, builtUrl);
    await paste(page, log, "Play it as a new story");
    await page.getByLabel("Follow").selectOption("107");
    await page.keyboard.press("End");
    assert.deepEqual(
      (await timelineOf(page)).map(({ did }) => did),
      told.filter(({ id }) => id === "107").map(({ did }) => did),
    );
    assert.equal(await stateOf(page), "CANCELLED");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await stateOf(page), "CANCELLING");
    assert.equal((await recordOf(page)).requestId, '"107"');
    await close();
  });

  test("that is none stays in its box, and the story stays too", async () => {
    const { page, close } = await open(browser, builtUrl, STORY);
    const before = await seen(page);
    for (const text of ["\n \n", "{}\n".repeat(501)]) {
      await paste(page, text, "Play it as a new story");
      assert.match(await noticeOf(page), /^Expected .* but found /);
      assert.equal(await page.getByLabel("Log", { exact: true }).inputValue(), text);
      assert.deepEqual(await seen(page), before);
    }
    await close();
  });

  test("of lines that are no JSON is told line by line", async () => {
    const { page, close } = await open(browser, builtUrl);
    await paste(page, "Traceback (most recent call last):\n  secret-1", "Play it as a new story");
    assert.deepEqual(
      (await timelineOf(page)).map(({ did }) => did),
      ["malformed line", "malformed line"],
    );
    assert.ok(!(await page.content()).includes("secret-1"));
    await close();
  });

  test("of as many lines as a story may have can still be played with", async () => {
    const { page, close } = await open(browser, builtUrl);
    const line = (index: number) =>
      `{"id":"${1 + (index >> 1)}","event":{"type":"${index % 2 ? "hold" : "dispatch"}"}}`;
    await paste(page, Array.from({ length: 500 }, (_, index) => line(index)).join("\n"), "Play it as a new story");
    await page.keyboard.press("End");
    assert.equal(await stateOf(page), "HOLD");
    assert.equal(await page.locator(".place").textContent(), "step 500 of 500");
    await close();
  });
});
