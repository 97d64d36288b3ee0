import type { Edge as Line } from "@viz-js/viz";
import { chart, type RequestState } from "ess-request-machine";
import { rowsOf } from "./chart-rows.js";
import { type Arrow, isFrame, membersOf, type Place } from "./overview-arrows.js";

/**
 * The lines of the overview. An arrow is a node that holds its events' names, with lines to it and one from it: so no
 * name can be taken for another line's, and none can lie under a line.
 */

/** How many moves each state is away from the beginning: what is further is drawn lower. */
const STEPS = new Map<RequestState, number>([[chart.initial, 0]]);
for (const [state, steps] of STEPS) {
  for (const { edge } of rowsOf(chart.states[state].on)) {
    if (edge.target !== undefined && !STEPS.has(edge.target)) STEPS.set(edge.target, steps + 1);
  }
}

/** What is terminal is lowest, however near it is. */
const depthOf = (state: RequestState): number =>
  chart.states[state].meta.terminal ? Number.POSITIVE_INFINITY : (STEPS.get(state) ?? 0);

const lowest = (place: Place): number => Math.max(...membersOf(place).map(depthOf));

export const clusterOf = (frame: string): string => `cluster_${frame.replaceAll(" ", "_")}`;

interface End {
  readonly node: string;
  readonly arrow: "none" | "normal" | "dot";
  /** The line is cut at this cluster's frame. */
  readonly cluster?: string;
}

/** Graphviz is told of a line that goes up as of one that comes down, and then keeps the rows in their order. */
function line(from: End, to: End, up: boolean): Line {
  const [tail, head] = up ? [to, from] : [from, to];
  const cuts = { ltail: tail.cluster ?? "", lhead: head.cluster ?? "" };
  return {
    tail: tail.node,
    head: head.node,
    attributes: { dir: "both", arrowtail: tail.arrow, arrowhead: head.arrow, ...cuts },
  };
}

/** Graphviz draws from and to nodes only: a line leaves a frame from its last state, and enters it at its first. */
const sourceEnd = (place: Place): End => {
  const node = membersOf(place).at(-1)!;
  return isFrame(place) ? { node, arrow: "dot", cluster: clusterOf(place) } : { node, arrow: "none" };
};
const targetEnd = (place: Place): End => {
  const node = membersOf(place)[0]!;
  return isFrame(place) ? { node, arrow: "normal", cluster: clusterOf(place) } : { node, arrow: "normal" };
};

export function linesOf({ from, to }: Arrow, name: string): Line[] {
  const goesUp = (place: Place) => lowest(place) > lowest(to);
  const between: End = { node: name, arrow: "none" };
  return [
    ...from.map((place) => line(sourceEnd(place), between, goesUp(place))),
    line(between, targetEnd(to), from.every(goesUp)),
  ];
}
