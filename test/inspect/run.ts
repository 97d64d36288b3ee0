import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from "playwright-core";
import { serveLocalPage } from "../../docs/examples/inspect/local-page.js";
import { freePort } from "../../docs/examples/inspect/relay.js";
import { SCENARIOS } from "../../docs/examples/inspect/scenarios.js";
import { launchChromium } from "../support/chromium.js";
import { checkMessages, type Messages } from "../support/received-messages.js";

/**
 * npm run check:inspect: the local page in a real browser. It receives scenarios from a browser's messages and from
 * `npm run inspect`. With --pictures FOLDER it saves screenshots there.
 */

const { values } = parseArgs({ options: { pictures: { type: "string" } } });
const root = fileURLToPath(new URL("../../", import.meta.url));
const TIMEOUT = 60_000;

/** Stores every message, in addition to the page's own handling. */
const KEEP = `
  globalThis.kept = [];
  addEventListener("message", ({ data }) => data?._version && kept.push(data));
`;
const keptIn = (page: Page | Frame) => page.evaluate("globalThis.kept") as Promise<Messages>;

/** Requests to other computers. */
const foreignRequests: string[] = [];
const OWN = /^http:\/\/(127\.0\.0\.1|localhost|sender\.test)[:/]/;

async function newContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(KEEP);
  context.on("request", (request) => void (OWN.test(request.url()) || foreignRequests.push(request.url())));
  return context;
}

/** Waits until all messages of the scenario have arrived. Throws the problems found after the time-out. */
async function receivedAll(page: Page | Frame, name: string): Promise<void> {
  for (const end = Date.now() + TIMEOUT; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    try {
      return checkMessages(await keptIn(page), SCENARIOS[name]!);
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}

/** The inputs that an actor received, each with the text that the page should show. */
function expectedRows(messages: Messages, sessionId: string): readonly (readonly [input: string, change: string])[] {
  const rows: [string, string][] = [];
  let state = "WAIT";
  for (const message of messages.filter((one) => one.sessionId === sessionId)) {
    if (message.type === "@xstate.event" && message.sourceId !== sessionId) rows.push([message.event.type, "recorded"]);
    else if (message.type === "@xstate.event") {
      if (/^(ignored|rejected) /.test(message.event.type)) rows.at(-1)![1] = message.event.type;
    } else if (message.type === "@xstate.snapshot") {
      const { value } = message.snapshot as unknown as { value: string };
      if (value !== state) rows.at(-1)![1] = `${state} → ${value}`;
      state = value;
    }
  }
  return rows.map(([input, change]) => [input, input.startsWith("xstate.") ? "" : change]);
}

function lastState(messages: Messages, sessionId: string): string {
  const own = messages.filter((one) => one.sessionId === sessionId);
  const states = own.flatMap((one) => (one.type === "@xstate.snapshot" ? [one.snapshot as unknown] : []));
  return (states.at(-1) as { readonly value: string }).value;
}

const TEXTS = `[...document.querySelectorAll(".step")].map((row) =>
  [".input", ".change"].map((part) => row.querySelector(part).textContent.trim()))`;

/** The page shows both requests: each event with its change, the final state in the chart and in the record. */
async function checkShown(page: Page | Frame): Promise<void> {
  const messages = await keptIn(page);
  for (const { name, sessionId } of messages.filter((one) => one.type === "@xstate.actor")) {
    await page.locator("nav button", { hasText: name }).click();
    const value = lastState(messages, sessionId);
    assert.deepEqual(await page.evaluate(TEXTS), expectedRows(messages, sessionId));
    assert.equal(await page.locator(".chart .state.current").getAttribute("id"), `state-${value}`);
    assert.match(String(await page.locator(".record dd").first().textContent()), new RegExp(`${value}\\s*$`));
    assert.ok((await page.locator(".step:is(.ignored, .rejected)").count()) > 0, "every scenario has one");
  }
}

/** Takes the window only: making it larger for a picture leaves an embedded page blank for a moment. */
async function picture(page: Page, name: string): Promise<void> {
  if (values.pictures) await page.screenshot({ path: `${values.pictures}/${name}.png` });
}

async function byMessages(browser: Browser, name: string, url: string, script: string): Promise<void> {
  const context = await newContext(browser, { colorScheme: name === "retry" ? "dark" : "light" });
  const sent = { "": "<!doctype html><script src=sender.js></script>", "sender.js": script };
  for (const [path, body] of Object.entries(sent)) {
    const contentType = path === "" ? "text/html" : "text/javascript";
    await context.route(`http://sender.test/${path}`, (route) => route.fulfill({ contentType, body }));
  }
  const sender = await context.newPage();
  await sender.goto("http://sender.test/");
  const opened = context.waitForEvent("page");
  await sender.evaluate(`playScenario("${name}", "${url}")`);
  const receiver = await opened;
  await receivedAll(receiver, name);
  await checkShown(receiver);
  await picture(receiver, name);
  await checkChoice(receiver, name);
  await context.close();
}

/** A chosen event keeps the focus, and the page shows the chart and the record as they were then. */
async function checkChoice(page: Page, name: string): Promise<void> {
  const chosen = page.locator(".step:is(.ignored, .rejected) button").first();
  await chosen.focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.locator('.step[aria-current="step"] button:focus').count(), 1);
  assert.equal(await page.locator(".chart .state.ineffective").count(), 1);
  if (name === "cancel-race") {
    assert.match(String(await page.locator(".record").textContent()), /cancelSeenAt\s+\d+ \(2026-01-05 09:00 UTC\)/);
  }
  await picture(page, `${name}-chosen`);
  await page.getByRole("button", { name: "Follow the newest event" }).click();
  assert.equal(await page.locator(".step").last().getAttribute("aria-current"), "step");
}

/** Starts the command, and returns its output up to the address. */
async function command(...args: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", "docs/examples/inspect.ts", ...args], { cwd: root });
  child.stderr.pipe(process.stderr);
  const printed: string[] = [];
  let page: string | undefined;
  for await (const line of createInterface(child.stdout)) {
    printed.push(line);
    page = /^Open (http:\S+),/.exec(line)?.[1];
    if (page !== undefined) break;
  }
  assert.ok(page, `The command printed no address: ${printed.join("\n")}`);
  const stop = async () => {
    child.kill();
    await once(child, "exit");
  };
  return { page, printed: printed.join("\n"), stop };
}

async function byCommand(browser: Browser, name: string, ...args: string[]): Promise<string> {
  const { page: url, printed, stop } = await command(name, "--no-open", "--pace", "50", ...args);
  try {
    const context = await newContext(browser);
    const page = await context.newPage();
    await page.goto(url);
    const inner = page.frames().find((frame) => frame !== page.mainFrame());
    assert.ok(inner, "the relay's page embeds another page");
    await receivedAll(inner, name);
    await checkShown(inner);
    await picture(page, `command-${name}`);
    await context.close();
    return printed;
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
  for (const name of Object.keys(SCENARIOS)) {
    await byMessages(browser, name, local.url, outputFiles[0]!.text);
    console.log(`${name}: arrives from a browser's messages and is shown`);
  }
  const port = await freePort();
  const printed = await byCommand(browser, "pause", "--local", "--port", String(port));
  assert.ok(printed.includes(`Open http://localhost:${port},`));
  console.log("npm run inspect -- --local --port: arrives over the relay at that port and is shown");
  assert.match(await byCommand(browser, "retry", "--url", "http://127.0.0.1:1/"), /does not answer\. The local page/);
  console.log("npm run inspect without an answer from the inspector: uses the local page and says so");
  assert.ok((await byCommand(browser, "cancel-race", "--url", local.url)).includes(`which shows ${local.url}`));
  console.log("npm run inspect -- --url: uses that inspector");
  assert.deepEqual(foreignRequests, []);
  console.log("no page requested anything from another computer");
} finally {
  await browser.close();
  local.server.close();
}
