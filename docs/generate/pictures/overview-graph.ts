import type { Graph, Node, Subgraph } from "@viz-js/viz";
import type { ChartEvent, RequestState } from "ess-request-machine";
import { isExecutionStatus } from "../../../src/lifecycle/names.js";
import { graphOf } from "./graph.js";
import { cells, frame, stateNode, words } from "./nodes.js";
import { overviewArrows } from "./overview-arrows.js";
import { ANY_END, isFrame, phaseOf, REPORTED_ENDS } from "./places.js";

/** The overview as a graph for Graphviz: states, frames around them, and events on the lines between. */

/** A long name is broken after the underscore next to its middle. */
function broken(name: string): string {
  if (name.length < 14) return name;
  const offMiddle = (index: number) => Math.abs(index - name.length / 2);
  const breaks = [...name.matchAll(/_/g)].map(({ index }) => index + 1);
  const [at = name.length] = breaks.sort((a, b) => offMiddle(a) - offMiddle(b));
  return `${name.slice(0, at)}<BR/>${name.slice(at)}`;
}

/** A state that has its phase to itself has no frame; it says its phase instead. */
function labelOf(state: RequestState): string {
  const phase = phaseOf(state);
  if (isFrame(phase)) return broken(state);
  return cells([`<TD>${broken(state)}</TD>`, `<TD>${words(phase, "quiet", 11)}</TD>`], 'CELLPADDING="0"');
}

const nodeOf = (state: RequestState): Node => stateNode(state, labelOf(state));

const eventWords = (event: ChartEvent): string => words(event, isExecutionStatus(event) ? "callback" : "event", 11);

function groupOf(phase: string, states: readonly RequestState[], labels: readonly Node[]): Subgraph {
  const isReported = (state: RequestState) => REPORTED_ENDS.includes(state);
  const nodes = [...states.filter((state) => !isReported(state)).map(nodeOf), ...labels];
  if (!isFrame(phase)) return { nodes };
  if (!states.some(isReported)) return frame(phase, { labeljust: "l" }, { nodes });
  const look = { labelloc: "b", labeljust: "r", style: "rounded,dashed" };
  const anyEnd = frame(ANY_END, look, { nodes: REPORTED_ENDS.map(nodeOf) });
  return frame(phase, { labelloc: "b", labeljust: "l" }, { nodes, subgraphs: [anyEnd] });
}

export const overviewGraph = (): Graph =>
  graphOf({
    arrows: overviewArrows(),
    labelOf: ({ events }) => events.map(eventWords).join("<BR/>"),
    groupOf,
    spacing: { nodesep: 0.12, ranksep: 0.26 },
    liveWeight: 2,
    stateLook: { height: 0.34, margin: "0.05,0.04" },
  });
