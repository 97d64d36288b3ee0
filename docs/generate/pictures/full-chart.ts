import {
  type AnnotatedTransition,
  type AnnotatedTransitions,
  type ChartEvent,
  chart,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { noEffectActionOf, ownEffectsOf } from "../chart-rows.js";
import { classOf } from "./arrows.js";
import { EVENT_COLOURS, ink, quiet, strong, TERMINAL } from "./legend.js";
import { arrowLine } from "./line.js";
import { PHASES } from "./places.js";
import { colourOf, eventSpan, nameLines, stateBox } from "./state-shapes.js";
import { type Box, roundedBox, type Span, svgPicture, textLine } from "./svg.js";

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

interface Row {
  /** An event, or "callback" for any of the statuses. */
  readonly name: Span;
  readonly event?: ChartEvent;
  readonly transition: AnnotatedTransition;
}

const rowsOf = (on: AnnotatedTransitions): readonly Row[] =>
  (Object.entries(on) as [ChartEvent, readonly AnnotatedTransition[]][]).flatMap(([event, transitions]) =>
    transitions.map((transition) => ({ name: eventSpan(event), event, transition })),
  );

/** The guard without the one that all callbacks share, which the legend names. */
const ownGuard = ({ guard }: AnnotatedTransition): string | undefined =>
  guard === chart.callbacks.guard ? undefined : guard?.replace(`${chart.callbacks.guard} and `, "");

function labelSpans({ name, event, transition }: Row): readonly Span[] {
  const guard = event === "checkIn" ? transition.guard : ownGuard(transition);
  const effects = ownEffectsOf(transition).join(", ");
  return [
    noEffectActionOf(transition) ? quiet(name.text) : name,
    ...(guard ? [quiet(` [${guard}]`)] : []),
    ...(effects ? [ink(` / ${effects}`)] : []),
  ];
}

function resultOf({ transition }: Row): string {
  const action = noEffectActionOf(transition);
  return action ? `${action.type}: ${action.params.reason}` : "recorded";
}

/** In words what happens without a change of state. */
const inPlaceShapes = (row: Row, y: number): readonly string[] => [
  textLine([LABEL_LEFT, y], labelSpans(row)),
  textLine([TARGET.left, y], [quiet(resultOf(row))]),
];

/** An arrow to the target. */
function arrowShapes(from: RequestState, event: ChartEvent, to: RequestState, row: Row, y: number): readonly string[] {
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
  const names = nameLines(state);
  const entry = chart.states[state].entry?.map((effect) => `entry / ${effect}`) ?? [];
  const top = place.top + place.height / 2 - ((names.length + entry.length - 1) * 14) / 2;
  const lines = [...names, ...entry].map((text, row) => {
    const isName = row < names.length;
    const at = [place.left + place.width / 2, top + row * 14] as const;
    return textLine(at, [{ text, colour: "ink", bold: isName }], { size: isName ? 12 : 11, anchor: "middle" });
  });
  return [`<g id="state-${state}" class="state">`, stateBox(state, place), ...lines, "</g>"];
}

/** A box on the left, and the rows beside it. */
function rowsPart(
  rows: readonly Row[],
  top: number,
  boxShapes: (place: Box) => readonly string[],
  state?: RequestState,
): Part {
  const height = Math.max(rows.length * ROW, 48);
  const first = top + (height - (rows.length - 1) * ROW) / 2;
  const shapes = rows.flatMap((row, index) => {
    const y = first + index * ROW;
    const { event, transition } = row;
    if (state === undefined || event === undefined || transition.target === undefined) return inPlaceShapes(row, y);
    return arrowShapes(state, event, transition.target, row, y);
  });
  return { height: height + 12, shapes: [...shapes, ...boxShapes({ left: MARGIN, top, width: STATE_WIDTH, height })] };
}

const statePart = (state: RequestState, top: number): Part =>
  rowsPart(rowsOf(chart.states[state].on), top, (place) => namedBox(state, place), state);

/** Terminal states have no transitions: they are beside each other. */
function terminalPart(states: readonly RequestState[], top: number): Part {
  const width = (WIDTH - 2 * MARGIN + 10) / states.length - 10;
  const box = (index: number): Box => ({ left: MARGIN + index * (width + 10), top, width, height: 58 });
  return { height: 70, shapes: states.flatMap((state, index) => namedBox(state, box(index))) };
}

/** What every state does with callbacks and events for which it has no transition. */
function everyStatePart(top: number): Part {
  const fallbacks = chart.callbacks.fallbacks.map((transition) => ({ name: quiet("any callback"), transition }));
  return rowsPart([...fallbacks, ...rowsOf(chart.on)], top, (place) => [
    roundedBox(place, { fill: "frameFill", stroke: "frame", dashed: true }),
    ...["every state,", "after its own transitions"].map((text, row) =>
      textLine([place.left + place.width / 2, place.top + place.height / 2 - 8 + row * 16], [quiet(text)], {
        size: 12,
        anchor: "middle",
      }),
    ),
  ]);
}

const LEGEND: readonly (readonly Span[])[] = [
  [...EVENT_COLOURS, ink(".")],
  TERMINAL,
  [ink("A line says: event [guard] / effects. Of the lines of one event, the first whose guard passes applies.")],
  [
    ink("Callbacks also need the guard "),
    strong(chart.callbacks.guard, "quiet"),
    ink(": the handle of the latest execution, which has not sent its final report."),
  ],
  [quiet("A grey event"), ink(" has no effect. An event that a state does not list is rejected as UNSUPPORTED_STATE.")],
];

export function fullChart(): string {
  const shapes: string[] = [];
  let height = MARGIN;
  const add = (part: Part) => {
    height += part.height;
    shapes.push(...part.shapes);
  };
  for (const [phase, states] of PHASES) {
    const title: Span = { text: phase, colour: "quiet", bold: true };
    add({ height: 24, shapes: [textLine([MARGIN, height + 8], [title], { size: 13 })] });
    if (states.every((state) => chart.states[state].meta.terminal)) add(terminalPart(states, height));
    else for (const state of states) add(statePart(state, height));
    height += 6;
  }
  add(everyStatePart(height));
  shapes.push(...LEGEND.map((spans, row) => textLine([MARGIN, height + 12 + row * 18], spans, { size: 12 })));
  return svgPicture({
    width: WIDTH,
    height: height + LEGEND.length * 18 + 12,
    title: "All transitions of an Oracle Enterprise Scheduler job request",
    description:
      `The ${REQUEST_STATES.length} states, each with its transitions: event, guard, effects and target. ` +
      "docs/transitions.md has the same as tables.",
    shapes,
  });
}
