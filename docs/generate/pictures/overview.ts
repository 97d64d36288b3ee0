import { chart, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { type Arrow, classOf, overviewArrows } from "./arrows.js";
import { EVENT_COLOURS, ink, strong, TERMINAL } from "./legend.js";
import { arrowLine, isOnHorizontal } from "./line.js";
import { FRAMES, INITIAL, ROUTES, type Route, SIZE, STATES } from "./overview-layout.js";
import { type Colour, light } from "./palette.js";
import { ANY_END, HAPPY_PATH, isOnHappyPath, WAITING } from "./places.js";
import { colourOf, eventSpan, nameLines, resultColour, stateBox } from "./state-shapes.js";
import { type Box, type Point, roundedBox, type Span, svgPicture, textLine } from "./svg.js";

/** The overview: every state, and every transition to another state. */

const LINE = 13;

const routeOf = ({ from, to }: Arrow): Route | undefined => ROUTES[`${from} → ${to}`];

/** Labels beside each other on a horizontal line, below each other on a vertical one. */
function labelShapes({ events }: Arrow, { path, label: [x, y] }: Route): readonly string[] {
  const { left, top: frameTop, width, height } = FRAMES[WAITING]!;
  const isInFrame = x > left && x < left + width && y > frameTop && y < frameTop + height;
  const style = { anchor: "middle", behind: isInFrame ? "frameFill" : "card" } as const;
  if (isOnHorizontal(path, [x, y])) {
    const spans = events.flatMap((event, index) => [...(index > 0 ? [ink(", ")] : []), eventSpan(event)]);
    return [textLine([x, y], spans, style)];
  }
  const top = y - ((events.length - 1) * LINE) / 2;
  return events.map((event, index) => textLine([x, top + index * LINE], [eventSpan(event)], style));
}

function arrowShape(arrow: Arrow, route: Route): string {
  const width = isOnHappyPath(arrow.from, arrow.to) ? 3 : 1.3;
  const line = arrowLine(route.path, { colour: colourOf(arrow.events), width });
  return [`<g class="${classOf(arrow)}">`, line, ...labelShapes(arrow, route), "</g>"].join("\n");
}

/** An arrow that is not drawn: "cancel → CANCELLED". */
function writtenArrow(arrow: Arrow, at: Point, anchor: "middle" | "end", before: readonly Span[] = []): string {
  const { to, events } = arrow;
  const state = REQUEST_STATES.find((name) => name === to);
  const colour: Colour = (state && resultColour(state)) ?? "ink";
  const spans = [...before, ...events.map(eventSpan), ink(" → "), { text: to, colour }];
  return `<g class="${classOf(arrow)}">${textLine(at, spans, { anchor })}</g>`;
}

function stateShape(state: RequestState, arrows: readonly Arrow[]): string {
  const place = STATES[state];
  const isHappy = HAPPY_PATH.includes(state);
  const size = isHappy ? 13 : 12;
  const names = nameLines(state);
  const middle = place.left + place.width / 2;
  const height = (names.length + arrows.length) * (LINE + 1);
  const top = place.top + (place.height - height) / 2 + (LINE + 1) / 2;
  const at = (row: number): Point => [middle, top + row * (LINE + 1)];
  const name = names.map((text, row) =>
    textLine(at(row), [{ text, colour: "ink", bold: isHappy }], { size, anchor: "middle" }),
  );
  return [
    `<g id="state-${state}" class="state">`,
    stateBox(state, place, isHappy ? 2 : 1.2),
    ...name,
    "</g>",
    ...arrows.map((arrow, row) => writtenArrow(arrow, at(names.length + row), "middle")),
  ].join("\n");
}

function frameShape(name: string, { left, top, width, height }: Box, arrows: readonly Arrow[]): string {
  const dashed = name === ANY_END;
  const at: Point = dashed ? [left + width - 12, top + height - 12] : [left + 12, top + 15];
  const rows = arrows.map((arrow, row) =>
    writtenArrow(arrow, [left + width - 12, top + height - 10 - row * LINE], "end", [ink("in each state: ")]),
  );
  return [
    roundedBox({ left, top, width, height }, { fill: dashed ? "card" : "frameFill", stroke: "frame", dashed }),
    textLine(at, [{ text: name, colour: "quiet" }], { size: 12, ...(dashed && { anchor: "end" }) }),
    ...rows,
  ].join("\n");
}

const LEGEND: readonly (readonly Span[])[] = [
  [...EVENT_COLOURS, ink("; an arrow in "), strong("grey", "mixed"), ink(" has both.")],
  TERMINAL,
  [ink("Thick arrows are the happy path. An arrow that is written into a box is not drawn beside it.")],
  [
    ink(
      `“${ANY_END}” are the states in the dashed frame. Not shown: guards, effects, and events that change no state.`,
    ),
  ],
];

export function overview(): string {
  const arrows = overviewArrows();
  const written = (place: string) => arrows.filter((arrow) => arrow.from === place && routeOf(arrow) === undefined);
  const [[x, y]] = [INITIAL.label];
  return svgPicture({
    ...SIZE,
    title: "The lifecycle of an Oracle Enterprise Scheduler job request",
    description:
      `A statechart with ${REQUEST_STATES.length} states, from ${chart.initial} to the terminal states, and the ` +
      "callbacks and events between them. docs/transitions.md has the same as tables.",
    shapes: [
      ...[WAITING, ANY_END].map((name) => frameShape(name, FRAMES[name]!, written(name))),
      `<circle cx="${x}" cy="${y}" r="5" fill="${light("ink")}"/>`,
      arrowLine(INITIAL.path, { colour: "ink" }),
      ...arrows.flatMap((arrow) => {
        const route = routeOf(arrow);
        return route ? [arrowShape(arrow, route)] : [];
      }),
      ...REQUEST_STATES.map((state) => stateShape(state, written(state))),
      ...LEGEND.map((spans, row) => textLine([18, 772 + row * 18], spans, { size: 12 })),
    ],
  });
}
