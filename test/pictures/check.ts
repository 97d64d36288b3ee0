import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { mermaidFaults } from "./mermaid.js";
import { paperOf } from "./paper.js";

/**
 * `npm run check:pictures`: looks at the pictures of docs/ in Chromium, on light pages and on dark ones. No label may overlap
 * another or lie outside, no line may run through what it has nothing to do with, and all has to be legible where
 * the README shows it. With the path of a folder it leaves pictures of what it saw there.
 */

const root = join(import.meta.dirname, "../..");
const seen = process.argv[2];

/** The column of a README on GitHub, and the least that can be read there: as small as GitHub's own smallest labels. */
const README_WIDTH = 832;
const LEAST_PIXELS = 10;

const PICTURES = [
  { path: "docs/lifecycle.svg", width: README_WIDTH },
  { path: "docs/lifecycle-in-full.svg", width: 2200 },
];
const SCHEMES = ["light", "dark"] as const;

interface Seen {
  readonly texts: number;
  readonly lines: number;
  readonly faults: readonly string[];
}

async function layoutFaults(page: Page, path: string, width: number): Promise<string[]> {
  await page.setContent(`<body style="margin:0">${readFileSync(join(root, path), "utf8")}</body>`);
  await page.addScriptTag({ path: join(import.meta.dirname, "in-page.js") });
  const { texts, lines, faults } = await page.evaluate<Seen>('faultsOf(document.querySelector("svg"))');
  await page.addStyleTag({ content: `svg{max-width:${width}px;height:auto}` });
  const pixels = await page.evaluate<number>('smallestText(document.querySelector("svg"))');
  console.log(
    `${path}: ${texts} labels, ${lines} lines; at ${width} pixels the smallest letters have ${pixels.toFixed(1)}`,
  );
  if (texts === 0 || lines === 0) return ["there is nothing in it to look at"];
  return [...faults, ...(pixels < LEAST_PIXELS ? [`letters of ${pixels.toFixed(1)} pixels are too small`] : [])];
}

/** As a README shows it: an image, whose page has the scheme. */
async function schemeFaults(browser: Browser, path: string, width: number): Promise<string[]> {
  const faults: string[] = [];
  for (const colorScheme of SCHEMES) {
    const page = await browser.newPage({ viewport: { width, height: 600 }, colorScheme });
    const source = `data:image/svg+xml;base64,${readFileSync(join(root, path)).toString("base64")}`;
    await page.setContent(`<body style="margin:0"><img src="${source}" style="max-width:100%"></body>`);
    const picture = await page
      .locator("img")
      .screenshot(seen ? { path: join(seen, `${path.split("/").at(-1)}.${colorScheme}.png`) } : {});
    const { isLight } = await paperOf(page, picture);
    if (isLight !== (colorScheme === "light"))
      faults.push(`on a ${colorScheme} page it is ${isLight ? "light" : "dark"}`);
    await page.close();
  }
  return faults;
}

/** The diagrams of the README, as wide as they are there, in Mermaid's light theme and in its dark one. */
async function readmeFaults(browser: Browser): Promise<string[]> {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const diagrams = [...readme.matchAll(/```mermaid\n(.*?)```/gs)].map(([, text = ""]) => text);
  const faults: string[] = [];
  for (const [index, diagram] of diagrams.entries()) {
    for (const theme of ["default", "dark"]) {
      const page = await browser.newPage({ viewport: { width: README_WIDTH, height: 900 } });
      await page.setContent(`<body style="margin:0;background:${theme === "dark" ? "#0d1117" : "#ffffff"}"></body>`);
      await page.addScriptTag({ path: join(import.meta.dirname, "in-page.js") });
      const found = await mermaidFaults(page, diagram, theme, LEAST_PIXELS);
      faults.push(...found.map((fault) => `README.md, Mermaid diagram ${index + 1}, ${theme}: ${fault}`));
      if (seen) await page.screenshot({ path: join(seen, `mermaid-${index + 1}.${theme}.png`), fullPage: true });
      await page.close();
    }
  }
  console.log(`README.md: ${diagrams.length} Mermaid diagrams`);
  return diagrams.length > 0 ? faults : ["README.md has no Mermaid diagram"];
}

if (seen) mkdirSync(seen, { recursive: true });
const browser = await launchChromium();
const faults: string[] = [];
for (const { path, width } of PICTURES) {
  const page = await browser.newPage({ viewport: { width: 2400, height: 1800 } });
  const found = [...(await layoutFaults(page, path, width)), ...(await schemeFaults(browser, path, width))];
  faults.push(...found.map((fault) => `${path}: ${fault}`));
  await page.close();
}
faults.push(...(await readmeFaults(browser)));
await browser.close();
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
