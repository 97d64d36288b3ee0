import type { Attributes, Graph, Node, Subgraph } from "@viz-js/viz";
import type { ChartEvent, RequestState } from "ess-request-machine";
import { isExecutionStatus } from "../../../src/names.js";
import { type Arrow, labelNode, linesOf } from "./lines.js";
import { cells, frame, LAYOUT, STATE, stateNode, words } from "./nodes.js";
import { overviewArrows } from "./overview-arrows.js";
import { ANY_END, isFrame, membersOf, PHASES, phaseOf, REPORTED_ENDS, TERMINAL_STATES } from "./places.js";

/** The overview as a graph for Graphviz: states, frames around them, and events on the lines between. */

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
  return cells([`<TD>${broken(state)}</TD>`, `<TD>${words(phase, "quiet", 10)}</TD>`], 'CELLPADDING="0"');
}

const nodeOf = (state: RequestState): Node => stateNode(state, labelOf(state));

const eventWords = (event: ChartEvent): string => words(event, isExecutionStatus(event) ? "callback" : "event", 11);

const eventsNode = (arrow: Arrow, name: string): Node =>
  labelNode(arrow, name, arrow.events.map(eventWords).join("<BR/>"));

function phaseGroup(phase: string, events: readonly Node[]): Subgraph {
  const states = membersOf(phase);
  const isReported = (state: RequestState) => REPORTED_ENDS.includes(state);
  const nodes = [...states.filter((state) => !isReported(state)).map(nodeOf), ...events];
  if (!isFrame(phase)) return { nodes };
  if (!states.some(isReported)) return frame(phase, { labeljust: "l" }, { nodes });
  const look = { labelloc: "b", labeljust: "r", style: "rounded,dashed" };
  const anyEnd = frame(ANY_END, look, { nodes: REPORTED_ENDS.map(nodeOf) });
  return frame(phase, { labelloc: "b", labeljust: "l" }, { nodes, subgraphs: [anyEnd] });
}

/** What happens within one phase is drawn within its frame. */
function homeOf({ from, to }: Arrow): string | undefined {
  const [home, ...others] = new Set([...from, to].map(phaseOf));
  return others.length === 0 ? home : undefined;
}

const SPACING: Attributes = { nodesep: 0.1, ranksep: 0.28 };

export function overviewGraph(): Graph {
  const arrows = overviewArrows().map((arrow, index) => ({ arrow, name: `arrow${index}` }));
  const eventsIn = (home: string | undefined) =>
    arrows.filter(({ arrow }) => homeOf(arrow) === home).map(({ arrow, name }) => eventsNode(arrow, name));
  return {
    graphAttributes: { ...LAYOUT, ...SPACING },
    nodeAttributes: { ...STATE, height: 0.34, margin: "0.08,0.04" },
    edgeAttributes: { arrowsize: 0.7 },
    nodes: eventsIn(undefined),
    edges: arrows.flatMap(({ arrow, name }) => linesOf(arrow, name)),
    subgraphs: [
      ...[...PHASES.keys()].map((phase) => phaseGroup(phase, eventsIn(phase))),
      { graphAttributes: { rank: "same" }, nodes: TERMINAL_STATES.map((name) => ({ name })) },
    ],
  };
}
