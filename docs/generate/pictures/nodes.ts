import type { Attributes, Node, Subgraph } from "@viz-js/viz";
import { chart, type RequestState } from "ess-request-machine";
import { clusterOf } from "./lines.js";
import { type Colour, light } from "./palette.js";

/** How states and the frames around them look, in every picture. */

// Graphviz knows how wide Arial is; the picture asks for it, or for what looks like it.
const FONT = { fontname: "Arial", fontsize: 12 };

export const LAYOUT: Attributes = { compound: true, newrank: true, pad: 0.15, bgcolor: "transparent" };

export const STATE: Attributes = {
  ...FONT,
  shape: "box",
  style: "rounded,filled",
  color: light("ink"),
  fillcolor: light("stateFill"),
  fontcolor: light("ink"),
};

/** What is written, as Graphviz' HTML-like labels have it. */
export const words = (text: string, colour: Colour, size?: number): string =>
  `<FONT COLOR="${light(colour)}"${size === undefined ? "" : ` POINT-SIZE="${size}"`}>${text}</FONT>`;

export const cells = (rows: readonly string[], more = ""): string =>
  `<TABLE BORDER="0" CELLSPACING="0" ${more}>${rows.map((row) => (row === "<HR/>" ? row : `<TR>${row}</TR>`)).join("")}</TABLE>`;

export function stateNode(state: RequestState, html: string): Node {
  const { terminal, result } = chart.states[state].meta;
  const colour: Colour = result ?? "noResult";
  const look = terminal ? { peripheries: 2, color: light(colour), fillcolor: light(`${colour}Fill`) } : {};
  return { name: state, attributes: { label: { html }, id: `state-${state}`, class: "state", ...look } };
}

export function frame(label: string, look: Attributes, content: Omit<Subgraph, "name">): Subgraph {
  const common = { ...FONT, label, fontcolor: light("quiet"), color: light("frame"), fillcolor: light("frameFill") };
  return { name: clusterOf(label), graphAttributes: { ...common, style: "rounded,filled", ...look }, ...content };
}
