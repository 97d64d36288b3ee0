import { type Graph, instance } from "@viz-js/viz";
import { darkRules, light } from "./palette.js";

/**
 * Makes Graphviz' drawing a picture for a README: a card with a background of its own, so that it can be read on any
 * page, which turns dark where the reader's pages are; with a legend; and with a title and a description for those who
 * do not see it. Left out are the prolog, whose document type is an external reference, and the tool-tips, which would
 * show names that only the generator knows.
 */
export interface Card {
  readonly title: string;
  readonly description: string;
  /** Lines of SVG text. */
  readonly legend: readonly string[];
}

const LINE_HEIGHT = 18;
const MARGIN = 16;

/** Of Graphviz' ids and classes only those stay that the graph asked for. */
const shapesOf = (drawing: string): string =>
  drawing
    .slice(drawing.indexOf("<g id="), drawing.indexOf("</svg>"))
    .replaceAll(/<!--.*?-->\n?|<title>.*?<\/title>\n?/gs, "")
    .replaceAll(/ font-family="[^"]*"| id="(?!state)[^"]*"| class="(graph|node|edge|cluster)"/g, "")
    .replaceAll(/(?<= class=")(node|edge) /g, "")
    .replaceAll("&#45;", "-")
    .trim();

function svgCard(drawing: string, { title, description, legend }: Card): string {
  const [width = 0, drawn = 0] = (/viewBox="0\.00 0\.00 (\S+) (\S+)"/.exec(drawing) ?? []).slice(1).map(Number);
  const height = drawn + legend.length * LINE_HEIGHT + MARGIN;
  const lines = legend.map(
    (text, row) => `<text x="${MARGIN}" y="${drawn + (row + 0.5) * LINE_HEIGHT}">${text}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Arial,Helvetica,Liberation Sans,sans-serif" role="img" aria-labelledby="title description">`,
    `<title id="title">${title}</title>`,
    `<desc id="description">${description}</desc>`,
    `<style>@media (prefers-color-scheme:dark){${darkRules()}}</style>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${light("card")}" stroke="${light("frame")}"/>`,
    shapesOf(drawing),
    `<g font-size="12" fill="${light("ink")}">`,
    ...lines,
    "</g>",
    "</svg>\n",
  ].join("\n");
}

/** Graphviz is started once, for all pictures. */
const viz = instance();

export const drawn = async (graph: Graph, card: Card): Promise<string> =>
  svgCard((await viz).renderString(graph, { format: "svg", engine: "dot" }), card);
