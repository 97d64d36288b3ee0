import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Opens the page, clicks its controls as a reader would, and reads the displayed content. */

export interface Playground {
  readonly page: Page;
  /** Closes the page. Fails if it requested anything or logged an error. */
  close(): Promise<void>;
}

/** @param fragment the scenario in the address */
export async function open(
  browser: Browser,
  url: string,
  fragment = "",
  options: BrowserContextOptions = {},
): Promise<Playground> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (request.url().replace(/#.*/, "") !== url) complaints.push(`requested ${request.url()}`);
  });
  await page.goto(fragment === "" ? url : `${url}#${fragment}`);
  await page.locator("#send-title").waitFor();
  return {
    page,
    async close() {
      await context.close();
      assert.deepEqual(complaints, []);
    },
  };
}

/** A new request that waits: the page itself begins with an example. */
export const WAITING = "id=101&submit";

export interface Row {
  readonly id: string;
  readonly input: string;
  readonly change: string;
}

// As text, because the compiler knows no DOM here, and in one call, because that is faster than one per cell.
const ROWS = `[...document.querySelectorAll(".timeline .step")].map((row) => {
  const text = (part) => row.querySelector(part)?.textContent.trim() ?? "";
  return { id: text(".id"), input: text(".input"), change: text(".change") };
})`;

export const timelineOf = (page: Page): Promise<Row[]> => page.evaluate<Row[]>(ROWS);

export const lastChange = async (page: Page) => (await timelineOf(page)).at(-1)?.change;

export async function stateOf(page: Page): Promise<string> {
  return (await page.locator(".outcome .name").textContent()) ?? "";
}

export async function noticeOf(page: Page): Promise<string> {
  return (await page.locator("[role=status] p").textContent()) ?? "";
}

const FIELDS = `Object.fromEntries(
  [...document.querySelectorAll(".record dl > div")].map((row) =>
    ["dt", "ins"].map((part) => row.querySelector(part).textContent)))`;

/** The record, by field, in JSON. */
export const recordOf = (page: Page): Promise<Readonly<Record<string, string>>> =>
  page.evaluate<Record<string, string>>(FIELDS);

export async function paste(page: Page, text: string, button: "Open as a new scenario" | "Insert after this step") {
  const box = page.getByLabel("Log", { exact: true });
  if (!(await box.isVisible())) await page.getByText("Paste a log, or write lines by hand").click();
  await box.fill(text);
  await page.getByRole("button", { name: button }).click();
}
