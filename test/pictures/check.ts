import { mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { paperOf } from "./paper.js";

/**
 * `npm run check:pictures` measures the pictures of docs/ in Chromium, as wide as a page on GitHub shows them. Labels
 * must not overlap and must fit, lines must not cross, end in one point or run through what is not theirs, letters must
 * be legible, and a picture must be light on a light page and dark on a dark one. With the path of a folder as its
 * argument it leaves screenshots there.
 */

const root = join(import.meta.dirname, "../..");
const screenshots = process.argv[2];

/** The width of a page on GitHub, and the size of the smallest labels of GitHub's own. */
const PAGE_WIDTH = 832;
const MIN_PIXELS = 10;

const PICTURES = ["docs/happy-path.svg", "docs/lifecycle.svg", "docs/lifecycle-in-full.svg"];
const SCHEMES = ["light", "dark"] as const;

interface Measured {
  readonly texts: number;
  readonly lines: number;
  readonly pixels: number;
  readonly faults: readonly string[];
}

async function layoutFaults(page: Page, path: string): Promise<readonly string[]> {
  const picture = readFileSync(join(root, path), "utf8");
  await page.setContent(`<style>body{margin:0}svg{max-width:100%;height:auto}</style>${picture}`);
  await page.addScriptTag({ path: join(import.meta.dirname, "in-page.js") });
  const { texts, lines, pixels, faults } = await page.evaluate<Measured>('measure(document.querySelector("svg"))');
  console.log(`${path}: ${texts} texts, ${lines} arrows; the smallest letters have ${pixels.toFixed(1)} pixels`);
  if (texts === 0 || lines === 0) return ["it has no texts or no arrows"];
  return pixels < MIN_PIXELS ? [...faults, `letters of ${pixels.toFixed(1)} pixels are too small`] : faults;
}

/** As a page shows it: an image, to which the colour scheme of the page applies. */
async function schemeFaults(page: Page, path: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const source = `data:image/svg+xml;base64,${readFileSync(join(root, path)).toString("base64")}`;
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await page.setContent(`<body style="margin:0"><img src="${source}" style="max-width:100%"></body>`);
    const file = screenshots && join(screenshots, `${basename(path, ".svg")}.${colorScheme}.png`);
    const image = await page.locator("img").screenshot(file ? { path: file } : {});
    const { isLight } = await paperOf(page, image);
    if (isLight !== (colorScheme === "light"))
      faults.push(`on a ${colorScheme} page it is ${isLight ? "light" : "dark"}`);
  }
  return faults;
}

if (screenshots) mkdirSync(screenshots, { recursive: true });
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: PAGE_WIDTH, height: 900 } });
const faults: string[] = [];
for (const path of PICTURES) {
  const found = [...(await layoutFaults(page, path)), ...(await schemeFaults(page, path))];
  faults.push(...found.map((fault) => `${path}: ${fault}`));
}
await browser.close();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
