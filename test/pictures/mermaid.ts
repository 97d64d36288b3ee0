import { createRequire } from "node:module";
import type { Page } from "playwright-core";

/** What Mermaid makes of a diagram; a syntax that it does not read is a fault, and so is a label that cannot be read. */

const library = createRequire(import.meta.url).resolve("@mermaid-js/tiny");

interface Drawn {
  readonly error?: string;
  readonly labels: number;
  readonly overlaps: readonly string[];
  readonly pixels: number;
}

const DRAW = `async (diagram, theme) => {
  mermaid.initialize({ startOnLoad: false, theme });
  try {
    document.body.innerHTML = (await mermaid.render("diagram", diagram)).svg;
  } catch (error) {
    return { error: String(error), labels: 0, overlaps: [], pixels: 0 };
  }
  const svg = document.querySelector("svg");
  const labels = [...svg.querySelectorAll(".edgeLabel foreignObject, .nodeLabel")]
    .map((element) => ({ name: element.textContent.trim(), box: boxOf(element) }))
    .filter(({ name }) => name !== "");
  const overlaps = labels.flatMap(({ name, box }, index) =>
    labels.slice(index + 1).flatMap((other) => (overlap(box, other.box, 2) ? name + " and " + other.name + " overlap" : [])),
  );
  return { labels: labels.length, overlaps, pixels: 16 * Math.min(1, svg.getScreenCTM().a) };
}`;

/** In a page that has `in-page.js` already. */
export async function mermaidFaults(page: Page, diagram: string, theme: string, least: number): Promise<string[]> {
  await page.addScriptTag({ path: library });
  const drawn = await page.evaluate<Drawn>(`(${DRAW})(${JSON.stringify(diagram)}, "${theme}")`);
  if (drawn.error !== undefined) return [`Mermaid does not read it: ${drawn.error}`];
  if (drawn.labels === 0) return ["Mermaid drew no labels"];
  return [
    ...drawn.overlaps,
    ...(drawn.pixels < least ? [`letters of ${drawn.pixels.toFixed(1)} pixels are too small`] : []),
  ];
}
