import type { Edge as Line, Node } from "@viz-js/viz";
import { type ChartEvent, chart } from "ess-request-machine";
import { isExecutionStatus } from "../../../src/lifecycle/names.js";
import { type Colour, light } from "./palette.js";
import { depthOfPlace, isFrame, membersOf, type Place, unique } from "./places.js";

/**
 * Arrows for Graphviz. An arrow is a node that holds its label, with lines to it and one from it: so no label can be
 * taken for another line's, and none can lie under a line.
 *
 * A page that shows a picture inside itself can light it up: a state's group has the id `state-RUNNING` (in its own
 * picture), the groups of an arrow have the class `arrow`, and say by more classes what they stand for:
 * `from-RUNNING`, `to-COMPLETED`, `on-SUCCESS`, each as often as it applies.
 */
export interface Arrow {
  readonly from: readonly Place[];
  readonly to: Place;
  readonly events: readonly ChartEvent[];
}

export const clusterOf = (frame: string): string => `cluster_${frame.replaceAll(" ", "_")}`;

const colourOf = (events: readonly ChartEvent[]): Colour => {
  const kinds = unique(events.map((event): Colour => (isExecutionStatus(event) ? "callback" : "event")));
  return kinds.length === 1 ? kinds[0]! : "line";
};

function classOf({ from, to, events }: Arrow): string {
  const names = (prefix: string, all: readonly string[]) => all.map((name) => `${prefix}-${name}`);
  return [
    "arrow",
    ...names("from", from.flatMap(membersOf)),
    ...names("to", membersOf(to)),
    ...names("on", events),
  ].join(" ");
}

interface End {
  readonly node: string;
  readonly arrow: "none" | "normal" | "dot";
  /** The line is cut at this cluster's frame. */
  readonly cluster?: string;
}

/** Graphviz is told of a line that goes up as of one that comes down, and then keeps the rows in their order. */
function line(from: End, to: End, up: boolean, arrow: Arrow, weight: number): Line {
  const [tail, head] = up ? [to, from] : [from, to];
  const cuts = { ltail: tail.cluster ?? "", lhead: head.cluster ?? "" };
  const look = { color: light(colourOf(arrow.events)), class: classOf(arrow) };
  return {
    tail: tail.node,
    head: head.node,
    attributes: { weight, dir: "both", arrowtail: tail.arrow, arrowhead: head.arrow, ...cuts, ...look },
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

/** The lines of an arrow whose label is the node of that name. */
export function linesOf(arrow: Arrow, name: string, liveWeight: number): Line[] {
  const { from, to } = arrow;
  const weight = Number.isFinite(depthOfPlace(to)) ? liveWeight : 1;
  const goesUp = (place: Place) => depthOfPlace(place) > depthOfPlace(to);
  const label: End = { node: name, arrow: "none" };
  return [
    ...from.map((place) => line(sourceEnd(place), label, goesUp(place), { ...arrow, from: [place] }, weight)),
    line(label, targetEnd(to), from.every(goesUp), arrow, weight),
  ];
}

export const labelNode = (arrow: Arrow, name: string, html: string): Node => ({
  name,
  attributes: { label: { html }, shape: "plain", style: "solid", class: classOf(arrow) },
});

/** The dot where the chart begins. */
export const INITIAL: Node = {
  name: "initial",
  attributes: { shape: "circle", label: "", width: 0.14, height: 0.14, fixedsize: true, fillcolor: light("ink") },
};
export const INITIAL_LINE: Line = {
  tail: INITIAL.name,
  head: chart.initial,
  attributes: { color: light("ink") },
};
