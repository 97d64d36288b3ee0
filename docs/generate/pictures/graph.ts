import type { Attributes, Graph, Node, Subgraph } from "@viz-js/viz";
import type { RequestState } from "ess-request-machine";
import { type Arrow, INITIAL, INITIAL_LINE, labelNode, linesOf } from "./lines.js";
import { LAYOUT, STATE } from "./nodes.js";
import { PHASES, phaseOf, TERMINAL_STATES } from "./places.js";

/** A picture's graph for Graphviz, from its arrows and from how it draws a phase. */
export interface Picture<A extends Arrow> {
  readonly arrows: readonly A[];
  /** What is written on an arrow, as an HTML-like label. */
  readonly labelOf: (arrow: A) => string;
  /** The phase's states, and the labels of what happens within it. */
  readonly groupOf: (phase: string, states: readonly RequestState[], labels: readonly Node[]) => Subgraph;
  readonly spacing: Attributes;
  /** How much more than other lines those count that end in no terminal state: their lines are straighter. */
  readonly liveWeight: number;
  readonly stateLook: Attributes;
}

/** What happens within one phase is drawn within its frame. */
function homeOf({ from, to }: Arrow): string | undefined {
  const [home, ...others] = new Set([...from, to].map(phaseOf));
  return others.length === 0 ? home : undefined;
}

export function graphOf<A extends Arrow>({
  arrows,
  labelOf,
  groupOf,
  spacing,
  liveWeight,
  stateLook,
}: Picture<A>): Graph {
  const named = arrows.map((arrow, index) => ({ arrow, name: `arrow${index}` }));
  // Graphviz begins from the order in which it is told of the labels: told last to first, it crosses fewer lines.
  const labelsIn = (home: string | undefined): Node[] =>
    named
      .filter(({ arrow }) => homeOf(arrow) === home)
      .map(({ arrow, name }) => labelNode(arrow, name, labelOf(arrow)))
      .reverse();
  return {
    graphAttributes: { ...LAYOUT, ...spacing },
    nodeAttributes: { ...STATE, ...stateLook },
    edgeAttributes: { arrowsize: 0.7 },
    nodes: [...labelsIn(undefined), INITIAL],
    edges: [INITIAL_LINE, ...named.flatMap(({ arrow, name }) => linesOf(arrow, name, liveWeight))],
    subgraphs: [
      ...[...PHASES].map(([phase, states]) => groupOf(phase, states, labelsIn(phase))),
      { graphAttributes: { rank: "same" }, nodes: TERMINAL_STATES.map((name) => ({ name })) },
    ],
  };
}
