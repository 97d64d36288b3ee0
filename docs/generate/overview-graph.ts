import type { Attributes, Graph, Node, Subgraph } from "@viz-js/viz";
import { type ChartEvent, chart, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { isExecutionStatus } from "../../src/names.js";
import {
  ANY_END,
  type Arrow,
  isFrame,
  membersOf,
  overviewArrows,
  PHASES,
  phaseOf,
  REPORTED_ENDS,
} from "./overview-arrows.js";
import { clusterOf, linesOf } from "./overview-lines.js";
import { type Colour, light } from "./palette.js";

/** The overview as a graph for Graphviz: states, frames around them, and events on the lines between. */

// Graphviz knows how wide Arial is; the picture asks for it, or for what looks like it.
const FONT = { fontname: "Arial", fontsize: 12 };

const LAYOUT: Attributes = {
  compound: true,
  newrank: true,
  nodesep: 0.1,
  ranksep: 0.28,
  pad: 0.15,
  bgcolor: "transparent",
};

const STATE: Attributes = {
  ...FONT,
  shape: "box",
  style: "rounded,filled",
  color: light("ink"),
  fillcolor: light("stateFill"),
  fontcolor: light("ink"),
  height: 0.34,
  margin: "0.08,0.04",
};

/** A long name is broken after the underscore next to its middle. */
function broken(name: string): string {
  if (name.length < 15) return name;
  const offMiddle = (index: number) => Math.abs(index - name.length / 2);
  const breaks = [...name.matchAll(/_/g)].map(({ index }) => index + 1);
  const [at = name.length] = breaks.sort((a, b) => offMiddle(a) - offMiddle(b));
  return `${name.slice(0, at)}<BR/>${name.slice(at)}`;
}

/** A state that has its phase to itself has no frame; it says its phase instead. */
function labelOf(state: RequestState): string {
  const phase = phaseOf(state);
  if (isFrame(phase)) return broken(state);
  const small = `<FONT POINT-SIZE="10" COLOR="${light("quiet")}">${phase}</FONT>`;
  return `<TABLE BORDER="0" CELLSPACING="0" CELLPADDING="0"><TR><TD>${broken(state)}</TD></TR><TR><TD>${small}</TD></TR></TABLE>`;
}

function stateNode(state: RequestState): Node {
  const { terminal, result } = chart.states[state].meta;
  const colour: Colour = result ?? "noResult";
  const look = terminal ? { peripheries: 2, color: light(colour), fillcolor: light(`${colour}Fill`) } : {};
  return { name: state, attributes: { label: { html: labelOf(state) }, ...look } };
}

const eventLabel = (event: ChartEvent): string =>
  `<FONT COLOR="${light(isExecutionStatus(event) ? "callback" : "event")}">${event}</FONT>`;

const eventsNode = ({ events }: Arrow, name: string): Node => ({
  name,
  attributes: { label: { html: events.map(eventLabel).join("<BR/>") }, shape: "plain", style: "solid", fontsize: 11 },
});

function frame(label: string, look: Attributes, content: Omit<Subgraph, "name">): Subgraph {
  const common = { ...FONT, label, fontcolor: light("quiet"), color: light("frame"), fillcolor: light("frameFill") };
  return { name: clusterOf(label), graphAttributes: { ...common, style: "rounded,filled", ...look }, ...content };
}

function phaseGroup(phase: string, events: readonly Node[]): Subgraph {
  const states = membersOf(phase);
  const isReported = (state: RequestState) => REPORTED_ENDS.includes(state);
  const nodes = [...states.filter((state) => !isReported(state)).map(stateNode), ...events];
  if (!isFrame(phase)) return { nodes };
  if (!states.some(isReported)) return frame(phase, { labeljust: "l" }, { nodes });
  const look = { labelloc: "b", labeljust: "r", style: "rounded,dashed" };
  const anyEnd = frame(ANY_END, look, { nodes: REPORTED_ENDS.map(stateNode) });
  return frame(phase, { labelloc: "b", labeljust: "l" }, { nodes, subgraphs: [anyEnd] });
}

/** What happens within one phase is drawn within its frame. */
function homeOf({ from, to }: Arrow): string | undefined {
  const [home, ...others] = new Set([...from, to].map(phaseOf));
  return others.length === 0 ? home : undefined;
}

export function overviewGraph(): Graph {
  const arrows = overviewArrows().map((arrow, index) => ({ arrow, name: `arrow${index}` }));
  const eventsIn = (home: string | undefined) =>
    arrows.filter(({ arrow }) => homeOf(arrow) === home).map(({ arrow, name }) => eventsNode(arrow, name));
  const ends = REQUEST_STATES.filter((state) => chart.states[state].meta.terminal);
  return {
    graphAttributes: LAYOUT,
    nodeAttributes: STATE,
    edgeAttributes: { color: light("line"), arrowsize: 0.7 },
    nodes: eventsIn(undefined),
    edges: arrows.flatMap(({ arrow, name }) => linesOf(arrow, name)),
    subgraphs: [
      ...[...PHASES.keys()].map((phase) => phaseGroup(phase, eventsIn(phase))),
      { graphAttributes: { rank: "same" }, nodes: ends.map((name) => ({ name })) },
    ],
  };
}
