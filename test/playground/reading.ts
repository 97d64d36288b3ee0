import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { log, rows } from "./demo.js";
import { lastChange, noticeOf, open, paste, recordOf, stateOf, timelineOf } from "./driver.js";

/** Scenarios from elsewhere: in an address, or as a pasted log. */

const SCENARIO =
  "id=102&submit=1&dispatch&start=handle-1&ERROR=handle-1.Tax+service+not+reachable&retry&dispatch&start=handle-2&SUCCESS=handle-1";

const shown = async (page: Page) => [await timelineOf(page), await recordOf(page), await stateOf(page)];

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

describe("a scenario in an address", () => {
  test("is shown, and the address follows each change", async () => {
    const { page, close } = await open(browser, builtUrl, SCENARIO);
    assert.equal(await stateOf(page), "RUNNING");
    assert.equal(await lastChange(page), "ignored STALE_HANDLE");
    await page.getByRole("button", { name: "SUCCESS", exact: true }).click();
    assert.equal(await stateOf(page), "COMPLETED");
    assert.equal(page.url(), `${builtUrl}#${SCENARIO}&SUCCESS=handle-2`);
    await close();
  });

  test("is the same for a colleague, down to the current step", async () => {
    const mine = await open(browser, builtUrl, SCENARIO);
    await mine.page.getByRole("button", { name: "One step back" }).click();
    await mine.page.getByRole("button", { name: "One step back" }).click();
    const theirs = await open(browser, builtUrl, mine.page.url().split("#")[1]);
    assert.equal(await stateOf(theirs.page), "READY");
    assert.deepEqual(await shown(theirs.page), await shown(mine.page));
    await mine.close();
    await theirs.close();
  });

  test("is restored by the browser's back button after a change", async () => {
    const { page, close } = await open(browser, builtUrl, SCENARIO);
    const before = await shown(page);
    await page.getByRole("button", { name: "Remove this step" }).click();
    await page.getByRole("button", { name: "New request" }).click();
    assert.equal((await timelineOf(page)).length, 3);
    await page.goBack();
    await page.goBack();
    assert.deepEqual(await shown(page), before);
    await close();
  });

  test("with an unreadable step is shown without it, and the page says which step it is", async () => {
    const { page, close } = await open(browser, builtUrl, SCENARIO);
    await page.evaluate("location.hash = '#id=102&submit&dispatch&start=exec-102-1&hold'");
    await page.locator(".notice.problem").waitFor();
    assert.match(await noticeOf(page), /^Step 3 of the link could not be read: the handle of start .* The other steps/);
    assert.deepEqual(
      (await timelineOf(page)).map(({ input }) => input),
      ["submit, 0 retries", "dispatch", "hold"],
    );
    assert.ok(!page.url().includes("exec-102-1"), "the handle is no longer in the address");
    await close();
  });

  test("without any readable step is replaced by the example, and the page says so", async () => {
    const { page, close } = await open(browser, builtUrl, "id=101&lunch");
    assert.match(await noticeOf(page), /^Step 1 of the link could not be read: .* Here is an example instead\.$/);
    assert.equal(await stateOf(page), "CANCELLING");
    await close();
  });

  test("is copied as a link", async () => {
    const options = { permissions: ["clipboard-read", "clipboard-write"] };
    const { page, close } = await open(browser, builtUrl, SCENARIO, options);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.locator(".notice").waitFor();
    assert.equal(await page.evaluate("navigator.clipboard.readText()"), `${builtUrl}#${SCENARIO}`);
    await close();
  });
});

describe("a pasted log", () => {
  test("is stepped through forwards and backwards, with the demo's outcomes", async () => {
    const { page, close } = await open(browser, builtUrl);
    await paste(page, log, "Open as a new scenario");
    const malformed = rows.filter(({ change }) => change === "malformed line").length;
    assert.match(await noticeOf(page), new RegExp(`^Lines read: ${rows.length}\\. .* Malformed lines: ${malformed};`));

    await page.keyboard.press("End");
    assert.equal(await page.locator(".place").textContent(), `step ${rows.length} of ${rows.length}`);
    assert.deepEqual(
      (await timelineOf(page)).map(({ input, change }) => [input, change]),
      rows.map(({ input, change }) => [input, change]),
    );

    const read = async (key: "ArrowLeft" | "ArrowRight") => {
      const records = [await recordOf(page)];
      for (let step = 0; step < 20; step += 1) {
        await page.keyboard.press(key);
        records.push(await recordOf(page));
      }
      return records;
    };
    const backwards = await read("ArrowLeft");
    assert.deepEqual(await read("ArrowRight"), backwards.toReversed());
    assert.ok(new Set(backwards.map((record) => JSON.stringify(record))).size > 10);
    await close();
  });

  test("leaves no handle in the page or its address", async () => {
    const handles = [...new Set(log.match(/exec-\d+-\d/g))];
    assert.ok(handles.length > 13);
    const { page, close } = await open(browser, builtUrl);
    await paste(page, log, "Open as a new scenario");
    await page.keyboard.press("End");
    const everything = `${await page.content()} ${page.url()} ${await page.getByLabel("Log", { exact: true }).inputValue()}`;
    assert.match(everything, /handle-1/);
    for (const handle of handles) assert.ok(!everything.includes(handle), handle);
    await close();
  });

  test("in parts gives the same scenario as in one piece", async () => {
    const lines = log.split("\n").filter((line) => /"id": ?"102"/.test(line));
    const { page, close } = await open(browser, builtUrl);
    await paste(page, lines.join("\n"), "Open as a new scenario");
    await page.keyboard.press("End");
    const [whole, address] = [await timelineOf(page), page.url()];
    await paste(page, lines[0] ?? "", "Open as a new scenario");
    for (const line of lines.slice(1)) await paste(page, line, "Insert after this step");
    assert.deepEqual(await timelineOf(page), whole);
    assert.equal(page.url(), address);
    await page.getByRole("button", { name: "New request", exact: true }).click();
    await page.goBack();
    const callback = lines.findLast((line) => line.includes("exec-102-2")) ?? "";
    await paste(page, callback, "Insert after this step");
    assert.equal(
      page.url().split("foreign").length,
      address.split("foreign").length,
      "the handles are still known after going back",
    );
    assert.equal(await page.locator(".notice").count(), 0);
    await page.reload();
    await paste(page, callback, "Insert after this step");
    assert.match(await noticeOf(page), /counts as foreign \(requests: 102\)/);
    await close();
  });

  test("can be followed request by request", async () => {
    const { page, close } = await open(browser, builtUrl);
    await paste(page, log, "Open as a new scenario");
    await page.getByLabel("Follow").selectOption("107");
    await page.keyboard.press("End");
    assert.deepEqual(
      (await timelineOf(page)).map(({ change }) => change),
      rows.filter(({ id }) => id === "107").map(({ change }) => change),
    );
    assert.equal(await stateOf(page), "CANCELLED");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    assert.equal(await stateOf(page), "CANCELLING");
    assert.equal((await recordOf(page)).requestId, '"107"');
    await close();
  });

  test("that is empty or too long stays in its box, and the scenario is unchanged", async () => {
    const { page, close } = await open(browser, builtUrl, SCENARIO);
    const before = await shown(page);
    for (const text of ["\n \n", "{}\n".repeat(501)]) {
      await paste(page, text, "Open as a new scenario");
      assert.match(await noticeOf(page), /^The log (has no lines|is too long)/);
      assert.equal(await page.getByLabel("Log", { exact: true }).inputValue(), text);
      assert.deepEqual(await shown(page), before);
    }
    await close();
  });

  test("of lines that are not JSON is shown line by line", async () => {
    const { page, close } = await open(browser, builtUrl);
    await paste(page, "Traceback (most recent call last):\n  secret-1", "Open as a new scenario");
    assert.deepEqual(
      (await timelineOf(page)).map(({ change }) => change),
      ["malformed line", "malformed line"],
    );
    assert.ok(!(await page.content()).includes("secret-1"));
    await close();
  });

  test("of as many lines as a scenario can have still works", async () => {
    const { page, close } = await open(browser, builtUrl);
    const line = (index: number) =>
      `{"id":"${1 + (index >> 1)}","event":{"type":"${index % 2 ? "hold" : "dispatch"}"}}`;
    await paste(page, Array.from({ length: 500 }, (_, index) => line(index)).join("\n"), "Open as a new scenario");
    await page.keyboard.press("End");
    assert.equal(await stateOf(page), "HOLD");
    assert.equal(await page.locator(".place").textContent(), "step 500 of 500");
    await close();
  });
});
