import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** The playground as a reader uses it: opens the page, presses what is to be pressed, and reads what is told. */

export interface Playground {
  readonly page: Page;
  /** Closes the page, which must have asked for nothing and complained of nothing. */
  close(): Promise<void>;
}

/** @param fragment the story in its address */
export async function open(
  browser: Browser,
  url: string,
  fragment = "",
  options: BrowserContextOptions = {},
): Promise<Playground> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (request.url().replace(/#.*/, "") !== url) complaints.push(`asked for ${request.url()}`);
  });
  await page.goto(fragment === "" ? url : `${url}#${fragment}`);
  await page.locator("#controls-title").waitFor();
  return {
    page,
    async close() {
      await context.close();
      assert.deepEqual(complaints, []);
    },
  };
}

export interface Told {
  readonly id: string;
  readonly came: string;
  readonly did: string;
  readonly sentence: string;
}

// Told to the browser as text: the compiler knows no DOM here, and one question is faster than one for each cell.
const ROWS = `[...document.querySelectorAll(".timeline .step")].map((row) => {
  const texts = (part) => [...row.querySelectorAll(part)].map((found) => found.textContent.trim());
  const owed = texts(".effect").map((badge) => badge.replace("owes ", "")).join(", ");
  const did = texts(".did") + (owed === "" ? "" : "; effects: " + owed);
  const answer = texts(".http").map((badge) => badge.replace("HTTP ", ""));
  return { id: texts(".id")[0] ?? "", came: texts(".came")[0], did: [...answer, did].join(" "), sentence: texts(".sentence")[0] ?? "" };
})`;

/** The rows of the timeline, in the demo's words. */
export const timelineOf = (page: Page): Promise<Told[]> => page.evaluate<Told[]>(ROWS);

export async function stateOf(page: Page): Promise<string> {
  return (await page.locator(".outcome .name").textContent()) ?? "";
}

/** What the page says of a story that it took, or could not take. */
export async function noticeOf(page: Page): Promise<string> {
  return (await page.locator("[role=status] p").textContent()) ?? "";
}

const FIELDS = `Object.fromEntries(
  [...document.querySelectorAll(".record dl > div")].map((row) =>
    ["dt", "ins"].map((part) => row.querySelector(part).textContent)))`;

/** The record, by field, in JSON. */
export const recordOf = (page: Page): Promise<Readonly<Record<string, string>>> =>
  page.evaluate<Record<string, string>>(FIELDS);

export async function paste(page: Page, text: string, button: "Play it as a new story" | "Add it after this step") {
  const box = page.getByLabel("Log", { exact: true });
  if (!(await box.isVisible())) await page.getByText("Paste a log, or write lines by hand").click();
  await box.fill(text);
  await page.getByRole("button", { name: button }).click();
}
