import type { Graph } from "@viz-js/viz";
import { chart, type RequestState } from "ess-request-machine";
import { isExecutionStatus } from "../../../src/lifecycle/names.js";
import { noEffectActionOf, ownEffectsOf, type Row, rowsOf } from "../chart-rows.js";
import { fullArrows } from "./full-chart-arrows.js";
import { graphOf } from "./graph.js";
import { cells, frame, stateNode, words } from "./nodes.js";

/** The full chart as a graph for Graphviz: as in UML, what does not move a request is written into its state. */

const SMALL = 11;

const left = (html: string): string => `<TD ALIGN="LEFT">${html}</TD>`;

/** One row of the chart: event [guard] / effects, or how it is refused. */
function rowWords({ event, transition: edge }: Row): string {
  const refusal = noEffectActionOf(edge);
  const effects = ownEffectsOf(edge).join(", ");
  const colour = refusal ? "quiet" : isExecutionStatus(event) ? "callback" : "event";
  const parts = [
    words(event, colour),
    edge.guard && words(`[${edge.guard}]`, "quiet", SMALL),
    effects && words(`/ ${effects}`, "ink", SMALL),
    refusal && words(`${refusal.type}: ${refusal.params.reason}`, "quiet", SMALL),
  ];
  return parts.filter(Boolean).join(" ");
}

function stateWords(state: RequestState): string {
  const { entry = [], on } = chart.states[state];
  const inPlace = rowsOf(on).filter(({ transition: edge }) => edge.target === undefined);
  const inside = [...entry.map((effect) => words(`entry / ${effect}`, "ink", SMALL)), ...inPlace.map(rowWords)];
  const name = `<TD><B>${state}</B></TD>`;
  return cells(inside.length > 0 ? [name, "<HR/>", ...inside.map(left)] : [name], 'CELLPADDING="2"');
}

export const fullChartGraph = (): Graph =>
  graphOf({
    arrows: fullArrows(),
    labelOf: ({ rows }) => cells(rows.map(rowWords).map(left), 'CELLPADDING="1"'),
    groupOf: (phase, states, labels) =>
      frame(
        phase,
        { labeljust: "l" },
        { nodes: [...states.map((state) => stateNode(state, stateWords(state))), ...labels] },
      ),
    spacing: { nodesep: 0.15, ranksep: 0.55 },
    liveWeight: 1,
    stateLook: { margin: "0.04,0.02" },
  });
