import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from "playwright-core";
import { STORIES } from "../../docs/examples/inspect/stories.js";
import { serveLocalPage } from "../../docs/examples/inspect/where.js";
import { type Arrived, checkStory } from "../support/arrived.js";
import { launchChromium } from "../support/chromium.js";

/**
 * npm run check:inspect: what arrives at the local page in a real browser, by a browser's messages and by `npm run inspect`,
 * and what the page shows of it. With --pictures FOLDER it leaves pictures there.
 */

const { values } = parseArgs({ options: { pictures: { type: "string" } } });
const root = fileURLToPath(new URL("../../", import.meta.url));
const PATIENCE = 60_000;

/** Keeps every message as it arrives, beside whatever the page makes of it. */
const KEEP = `
  globalThis.kept = [];
  addEventListener("message", ({ data }) => data?._version && kept.push(data));
`;
const keptIn = (page: Page | Frame) => page.evaluate("globalThis.kept") as Promise<Arrived>;

/** Whatever a page asked for that is not on this computer. */
const strangers: string[] = [];
const OWN = /^http:\/\/(127\.0\.0\.1|localhost|sender\.test)[:/]/;

async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  await context.addInitScript(KEEP);
  context.on("request", (request) => void (OWN.test(request.url()) || strangers.push(request.url())));
  return context;
}

/** As soon as the story has arrived whole; if it does not, what is wrong with it. */
async function arrivedWhole(page: Page | Frame, name: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      return checkStory(await keptIn(page), STORIES[name]!);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** What the page shows of the request that the pure functions handled: its end, and every event under its name. */
async function checkShown(page: Page | Frame): Promise<void> {
  await page.locator("#actors button", { hasText: "request 102" }).click();
  const kept = (await keptIn(page)).filter(({ sessionId }) => sessionId === "request 102");
  const events = kept.flatMap((one) => (one.type === "@xstate.event" ? one.event.type : []));
  const last = kept.findLast((one) => one.type === "@xstate.snapshot")?.snapshot as unknown as { value: string };
  assert.deepEqual(await page.locator("#events li span").allInnerTexts(), events);
  assert.equal(await page.locator("#states [aria-current]").textContent(), last.value);
  assert.equal(await page.locator("#record td").first().textContent(), last.value);
  const refusals = events.filter((type) => /^(ignored|rejected) /.test(type));
  assert.ok(refusals.length > 0, "every story has a refusal");
  assert.equal(await page.locator("#events .ignored, #events .rejected").count(), refusals.length);
  assert.match(
    String(await page.locator("#events .ignored, #events .rejected").first().textContent()),
    /Expected .*, but found/,
  );
}

/** Of the window alone: to make it larger for a picture leaves an embedded page blank for a moment. */
async function picture(page: Page, name: string): Promise<void> {
  if (values.pictures) await page.screenshot({ path: `${values.pictures}/${name}.png` });
}

async function byMessages(browser: Browser, name: string, url: string, script: string): Promise<void> {
  const context = await newContext(browser, { colorScheme: name === "retry" ? "dark" : "light" });
  await context.route("http://sender.test/", (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><script src=sender.js></script>" }),
  );
  await context.route("http://sender.test/sender.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: script }),
  );
  const sender = await context.newPage();
  await sender.goto("http://sender.test/");
  const opened = context.waitForEvent("page");
  await sender.evaluate(`tellStory("${name}", "${url}")`);
  const receiver = await opened;
  await arrivedWhole(receiver, name);
  await checkShown(receiver);
  await picture(receiver, name);
  const refusal = receiver.getByRole("button", { name: /^(ignored|rejected)/ }).first();
  await refusal.focus();
  await receiver.keyboard.press("Enter");
  // It was made anew, and whoever goes by the keyboard goes on from there.
  assert.equal(await receiver.locator("#events [aria-current] button:focus").count(), 1);
  assert.equal(await receiver.getByRole("button", { name: "Follow" }).isVisible(), true);
  await picture(receiver, `${name}-refusal`);
  await context.close();
}

/** Starts the command, and gives what it says until it says where to look. */
async function command(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "docs/examples/inspect.ts", ...args], { cwd: root });
  child.stderr.pipe(process.stderr);
  const said: string[] = [];
  let page: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    said.push(line);
    page = /^Open (http:\S+),/.exec(line)?.[1];
    if (page !== undefined) break;
  }
  assert.ok(page, `Expected the command to say where to look, but it said: ${said.join("\n")}`);
  const stop = async () => {
    child.kill();
    await once(child, "exit");
  };
  return { page, said: said.join("\n"), stop };
}

async function byCommand(browser: Browser, name: string, ...args: string[]): Promise<string> {
  const { page: url, said, stop } = await command(name, "--no-open", "--pace", "50", ...args);
  try {
    const context = await newContext(browser);
    const page = await context.newPage();
    await page.goto(url);
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    assert.ok(inner, "a page within the relay's");
    await arrivedWhole(inner, name);
    await checkShown(inner);
    await picture(page, `command-${name}`);
    await context.close();
    return said;
  } finally {
    await stop();
  }
}

const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("sender.ts", import.meta.url))],
  bundle: true,
  write: false,
  platform: "browser",
  target: "es2022",
});
const local = await serveLocalPage();
const browser = await launchChromium();
try {
  for (const name of Object.keys(STORIES)) {
    await byMessages(browser, name, local.url, outputFiles[0]!.text);
    console.log(`${name}: arrives whole by a browser's messages, and is shown`);
  }
  await byCommand(browser, "pause", "--local");
  console.log("npm run inspect -- --local: arrives whole by the relay, and is shown");
  assert.match(
    await byCommand(browser, "retry", "--url", "http://127.0.0.1:1/"),
    /does not answer: here is the local page/,
  );
  console.log("npm run inspect, where no inspector answers: likewise, and says so");
  assert.ok((await byCommand(browser, "cancel-race", "--url", local.url)).includes(`which shows ${local.url}`));
  console.log("npm run inspect, where one does: there");
  assert.deepEqual(strangers, []);
  console.log("nothing was asked for that is not on this computer");
} finally {
  await browser.close();
  local.server.close();
}
