import { type ChartEvent, chart, type Edge, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { ownEffectsOf, type Row, refusalOf } from "../chart-rows.js";
import { classOf } from "./arrows.js";
import { EVENT_COLOURS, ink, quiet, TERMINAL } from "./legend.js";
import { arrowLine } from "./line.js";
import { PHASES } from "./places.js";
import { colourOf, eventSpan, nameLines, stateBox } from "./state-shapes.js";
import { type Box, type Span, svgPicture, textLine } from "./svg.js";

/** The full chart: every state, and beside it its transitions, one a line and in the order of the chart. */

const WIDTH = 880;
const MARGIN = 18;
const ROW = 21;
const STATE_WIDTH = 190;
const LABEL_LEFT = 240;
const TARGET = { left: 676, width: WIDTH - MARGIN - 676 };

/** Shapes, and the height that they take. */
interface Part {
  readonly height: number;
  readonly shapes: readonly string[];
}

/** In the order in which the chart lists them. */
function rowsOf(state: RequestState): readonly Row[] {
  const transitions = Object.entries(chart.states[state].on) as [ChartEvent, readonly Edge[]][];
  return transitions.flatMap(([event, edges]) => edges.map((edge) => ({ event, edge })));
}

function labelSpans({ event, edge }: Row): readonly Span[] {
  const effects = ownEffectsOf(edge).join(", ");
  return [
    refusalOf(edge) ? quiet(event) : eventSpan(event),
    ...(edge.guard ? [quiet(` [${edge.guard}]`)] : []),
    ...(effects ? [ink(` / ${effects}`)] : []),
  ];
}

function resultOf({ edge }: Row): string {
  const refusal = refusalOf(edge);
  return refusal ? `${refusal.type}: ${refusal.params.reason}` : "recorded";
}

/** An arrow to the target; or in words what happens instead. */
function rowShapes(from: RequestState, row: Row, y: number): readonly string[] {
  const { event, edge } = row;
  const to = edge.target;
  if (to === undefined)
    return [textLine([LABEL_LEFT, y], labelSpans(row)), textLine([TARGET.left, y], [quiet(resultOf(row))])];
  const target: Box = { ...TARGET, top: y - 9, height: 18 };
  return [
    `<g class="${classOf({ from, to, events: [event] })}">`,
    arrowLine(`M${MARGIN + STATE_WIDTH} ${y} H${TARGET.left}`, { colour: colourOf([event]) }),
    textLine([LABEL_LEFT, y], labelSpans(row), { behind: "card" }),
    stateBox(to, target, 1, 6),
    textLine([target.left + target.width / 2, y], [ink(to)], { anchor: "middle", size: 11 }),
    "</g>",
  ];
}

function namedBox(state: RequestState, place: Box): readonly string[] {
  const entry = chart.states[state].entry?.map((effect) => `entry / ${effect}`) ?? [];
  const names = nameLines(state);
  const rows = [...names, ...entry];
  const top = place.top + place.height / 2 - ((rows.length - 1) * 14) / 2;
  const lines = rows.map((text, row) => {
    const isName = row < names.length;
    const span: Span = { text, colour: "ink", bold: isName };
    return textLine([place.left + place.width / 2, top + row * 14], [span], {
      size: isName ? 12 : 11,
      anchor: "middle",
    });
  });
  return [`<g id="state-${state}" class="state">`, stateBox(state, place), ...lines, "</g>"];
}

function statePart(state: RequestState, top: number): Part {
  const rows = rowsOf(state);
  const height = Math.max(rows.length * ROW, 48);
  const first = top + (height - (rows.length - 1) * ROW) / 2;
  const box: Box = { left: MARGIN, top, width: STATE_WIDTH, height };
  const shapes = rows.flatMap((row, index) => rowShapes(state, row, first + index * ROW));
  return { height: height + 12, shapes: [...shapes, ...namedBox(state, box)] };
}

/** Terminal states have no transitions: they are beside each other. */
function terminalPart(states: readonly RequestState[], top: number): Part {
  const width = (WIDTH - 2 * MARGIN + 10) / states.length - 10;
  const box = (index: number): Box => ({ left: MARGIN + index * (width + 10), top, width, height: 58 });
  return { height: 70, shapes: states.flatMap((state, index) => namedBox(state, box(index))) };
}

function phasePart(phase: string, states: readonly RequestState[], top: number): Part {
  const shapes = [textLine([MARGIN, top + 8], [{ text: phase, colour: "quiet", bold: true }], { size: 13 })];
  let height = 24;
  const parts = states.every((state) => chart.states[state].meta.terminal)
    ? [(at: number) => terminalPart(states, at)]
    : states.map((state) => (at: number) => statePart(state, at));
  for (const part of parts) {
    const drawn = part(top + height);
    height += drawn.height;
    shapes.push(...drawn.shapes);
  }
  return { height: height + 6, shapes };
}

const LEGEND: readonly (readonly Span[])[] = [
  [...EVENT_COLOURS, ink(".")],
  TERMINAL,
  [ink("A line says: event [guard] / effects. Of the lines of one event, the first whose guard passes applies.")],
  [quiet("Grey"), ink(" without an arrow: the state does not change.")],
];

export function fullChart(): string {
  const shapes: string[] = [];
  let height = MARGIN;
  for (const [phase, states] of PHASES) {
    const part = phasePart(phase, states, height);
    height += part.height;
    shapes.push(...part.shapes);
  }
  shapes.push(...LEGEND.map((spans, row) => textLine([MARGIN, height + 8 + row * 18], spans, { size: 12 })));
  return svgPicture({
    width: WIDTH,
    height: height + LEGEND.length * 18 + 8,
    title: "All transitions of an Oracle Enterprise Scheduler job request",
    description: `The ${REQUEST_STATES.length} states, each with its transitions: event, guard, effects and target. docs/transitions.md has the same as tables.`,
    shapes,
  });
}
