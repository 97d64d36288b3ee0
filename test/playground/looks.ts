import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/chromium.js";
import { builtUrl } from "./built-page.js";
import { log } from "./demo.js";
import { open, paste } from "./driver.js";
import { VIEWS } from "./views.js";

/** What the page looks like on a phone, in the light and in the dark, and whether everybody can read it. */

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

/** With all that can be unfolded. */
const unfold = async (page: Page) => {
  await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");
};

describe("on a phone", () => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

  for (const [name, fragment] of Object.entries(VIEWS)) {
    test(`${name} fits, and the current state is in view`, async () => {
      const { page, close } = await open(browser, builtUrl, fragment, phone);
      await unfold(page);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
      const state = page.locator(".state.current");
      if ((await state.count()) > 0) {
        const [box, part] = [await page.locator(".chart .scrolls").boundingBox(), await state.boundingBox()];
        assert.ok(box && part);
        assert.ok(part.x >= box.x && part.x + part.width <= box.x + box.width, "within the width of the drawing");
        assert.ok(part.y >= box.y && part.y + part.height <= box.y + box.height, "within its height");
        assert.equal(await page.locator(".now .name").isVisible(), true);
      }
      await close();
    });
  }

  test("a log of many requests fits", async () => {
    const { page, close } = await open(browser, builtUrl, "", phone);
    await paste(page, log, "Play it as a new story");
    await unfold(page);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
    await close();
  });
});

describe("light and dark", () => {
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

  for (const colorScheme of ["light", "dark"] as const) {
    for (const [name, fragment] of Object.entries(VIEWS)) {
      test(`axe finds no fault with ${name}, ${colorScheme}`, async () => {
        const { page, close } = await open(browser, builtUrl, fragment, { colorScheme });
        await unfold(page);
        await page.evaluate(axe);
        // What is dimmed in the drawing is so on purpose; the same is said in words.
        const run =
          "axe.run({ exclude: ['.chart svg'] }, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })";
        const { passes, violations } = (await page.evaluate(run)) as AxeResults;
        assert.ok(passes.some(({ id }) => id === "color-contrast"));
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => [html, failureSummary])]),
          [],
        );
        await close();
      });
    }
  }

  test("look different", async () => {
    const pages = await Promise.all(
      (["light", "dark"] as const).map((colorScheme) => open(browser, builtUrl, "", { colorScheme })),
    );
    const colours = await Promise.all(
      pages.map(({ page }) =>
        page.evaluate<string[]>(
          "[document.body, document.querySelector('.chart svg > rect')].map((part) => getComputedStyle(part)).map(({ backgroundColor, fill }) => backgroundColor + fill)",
        ),
      ),
    );
    assert.notEqual(colours[0]?.[0], colours[1]?.[0]);
    assert.notEqual(colours[0]?.[1], colours[1]?.[1]);
    for (const { close } of pages) await close();
  });
});

describe("motion", () => {
  // By its computed style: that nothing moves cannot be seen in one look.
  const MOVES = `(() => {
    const style = (part) => getComputedStyle(document.querySelector(part));
    return [style(".chart .scrolls").scrollBehavior, style(".chart svg .state").transitionDuration, style(".chart svg .arrow").transitionDuration];
  })()`;
  const motionFor = async (reducedMotion: "reduce" | "no-preference") => {
    const { page, close } = await open(browser, builtUrl, "", { reducedMotion });
    const moves = await page.evaluate(MOVES);
    await close();
    return moves;
  };

  test("there is some", async () => {
    assert.deepEqual(await motionFor("no-preference"), ["smooth", "0.2s", "0.2s"]);
  });

  test("there is none for those who want none", async () => {
    assert.deepEqual(await motionFor("reduce"), ["auto", "0s", "0s"]);
  });
});

interface AxeResults {
  readonly passes: readonly { readonly id: string }[];
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}
