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

/** The page on a phone, in light and dark, and for everybody to read. */

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

const PANELS = [".title", ".chart", ".outcome", ".send", ".ends", ".timeline", ".record"];
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The drawing is left out: axe does not know how much of a contrast its faint parts need. They are measured below. */
const runAxe = (rules: string) => `axe.run({ exclude: ['.chart svg'] }, { runOnly: ${rules} })`;
/** Only the contrast depends on the colours. */
const AXE_RULES = {
  light: "['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']",
  dark: "['color-contrast']",
};

/** The lowest contrast of the drawing's texts with its background, by WCAG's formula. */
const CONTRAST = `(() => {
  const rgb = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const luminance = (channels) => {
    const [r, g, b] = channels.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = rgb(getComputedStyle(document.querySelector(".chart svg > rect")).fill);
  const contrasts = [...document.querySelectorAll(".chart svg .arrow:not(.possible, .applied) tspan")].map((text) => {
    const opacity = Number(getComputedStyle(text.closest(".arrow")).opacity);
    const colour = rgb(getComputedStyle(text).fill).map((c, i) => c * opacity + ground[i] * (1 - opacity));
    const [high, low] = [luminance(colour), luminance(ground)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  });
  return Math.min(...contrasts);
})()`;

const unfold = (page: Page) =>
  page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true");

for (const [name, fragment] of Object.entries(VIEWS)) {
  describe(name, () => {
    let page: Page;
    let close: () => Promise<void>;
    before(async () => {
      ({ page, close } = await open(browser, builtUrl, fragment));
    });
    after(() => close());

    test("needs no scrolling at 1280 by 900 pixels", async () => {
      assert.equal(await page.evaluate("document.documentElement.scrollHeight"), 900);
      for (const panel of PANELS) {
        const box = (await page.locator(panel).count()) === 0 ? undefined : await page.locator(panel).boundingBox();
        assert.equal(box === undefined, panel === ".ends" && name === "no step yet", `${panel} is there`);
        if (!box) continue;
        assert.ok(box.y >= 0 && box.y + box.height <= 900, `${panel} ends at ${box.y + box.height}`);
        assert.ok(box.x >= 0 && box.x + box.width <= 1280, `${panel} is within the window`);
      }
    });

    test("has no fault that axe finds, light or dark", async () => {
      await unfold(page);
      await page.evaluate(axe);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        const { passes, violations } = (await page.evaluate(runAxe(AXE_RULES[colorScheme]))) as AxeResults;
        assert.ok(passes.some(({ id }) => id === "color-contrast"));
        assert.deepEqual(
          violations.map(({ id, nodes }) => [id, ...nodes.map(({ html, failureSummary }) => [html, failureSummary])]),
          [],
          colorScheme,
        );
      }
    });

    test("fits the width of a phone, unfolded", async () => {
      await page.setViewportSize({ width: 360, height: 740 });
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
    });
  });
}

describe("on a phone", () => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

  test("the current state is in view, in the drawing and in words", async () => {
    const { page, close } = await open(browser, builtUrl, VIEWS["a running job"], phone);
    const box = await page.locator(".chart .scrolls").boundingBox();
    const part = await page.locator(".state.current").boundingBox();
    assert.ok(box && part);
    assert.ok(part.x >= box.x && part.x + part.width <= box.x + box.width, "within the width of the drawing");
    assert.ok(part.y >= box.y && part.y + part.height <= box.y + box.height, "within its height");
    assert.equal(await page.locator(".now .name").isVisible(), true);
    await close();
  });

  test("a log of many requests fits", async () => {
    const { page, close } = await open(browser, builtUrl, "", phone);
    await paste(page, log, "Open as a new scenario");
    await unfold(page);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 360);
    await close();
  });
});

describe("light and dark", () => {
  test("transitions that are not possible are legible", async () => {
    const { page, close } = await open(browser, builtUrl);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      const contrast = await page.evaluate<number>(CONTRAST);
      assert.ok(contrast >= 3, `${colorScheme}: the lowest contrast is ${contrast}`);
    }
    await close();
  });

  test("look different", async () => {
    const { page, close } = await open(browser, builtUrl);
    const coloursIn = async (colorScheme: "light" | "dark") => {
      await page.emulateMedia({ colorScheme });
      return page.evaluate<string[]>(`["body", ".chart svg > rect"].map((part) => {
        const { backgroundColor, fill } = getComputedStyle(document.querySelector(part));
        return backgroundColor + fill;
      })`);
    };
    const [light, dark] = [await coloursIn("light"), await coloursIn("dark")];
    assert.notEqual(light[0], dark[0]);
    assert.notEqual(light[1], dark[1]);
    await close();
  });
});

describe("motion", () => {
  const MOVES = `(() => {
    const style = (part) => getComputedStyle(document.querySelector(part));
    const parts = [".chart svg .state", ".chart svg .arrow"];
    return [style(".chart .scrolls").scrollBehavior, ...parts.map((part) => style(part).transitionDuration)];
  })()`;
  const motionFor = async (reducedMotion: "reduce" | "no-preference") => {
    const { page, close } = await open(browser, builtUrl, "", { reducedMotion });
    const moves = await page.evaluate(MOVES);
    await close();
    return moves;
  };

  test("is smooth by default", async () => {
    assert.deepEqual(await motionFor("no-preference"), ["smooth", "0.2s", "0.2s"]);
  });

  test("is absent for readers who prefer reduced motion", async () => {
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
