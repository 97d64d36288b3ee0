import type { ChartEvent, RequestState } from "ess-request-machine";
import { classOf } from "./arrows.js";
import { arrowLine, isOnHorizontal } from "./line.js";
import { HAPPY_PATH, isOnHappyPath } from "./places.js";
import { colourOf, eventSpan, nameLines, stateBox } from "./state-shapes.js";
import { type Box, type Point, svgPicture, textLine } from "./svg.js";

/** The README's picture: the happy path, and dotted how a request is retried, paused or cancelled. */

const box = (left: number, top: number, width: number, height = 42): Box => ({ left, top, width, height });

const STATES: Readonly<Partial<Record<RequestState, Box>>> = {
  WAIT: box(18, 100, 80),
  READY: box(180, 100, 84),
  RUNNING: box(334, 100, 116),
  COMPLETED: box(534, 100, 116),
  SUCCEEDED: box(752, 100, 114),
  ERROR_AUTO_RETRY: box(154, 18, 136),
  PAUSED: box(162, 180, 108, 46),
  CANCELLING: box(534, 182, 116),
  CANCELLED: box(752, 182, 114),
};

interface Step {
  readonly from: RequestState;
  readonly event: ChartEvent;
  readonly to: RequestState;
  readonly path: string;
  readonly label: Point;
}

/** Each is a transition of the chart; the path is SVG path data from border to border. */
export const STEPS: readonly Step[] = [
  { from: "WAIT", event: "dispatch", to: "READY", path: "M98 121 H180", label: [136, 108] },
  { from: "READY", event: "start", to: "RUNNING", path: "M264 121 H334", label: [296, 108] },
  { from: "RUNNING", event: "SUCCESS", to: "COMPLETED", path: "M450 121 H534", label: [489, 108] },
  { from: "COMPLETED", event: "postProcessed", to: "SUCCEEDED", path: "M650 121 H752", label: [698, 108] },
  { from: "RUNNING", event: "ERROR", to: "ERROR_AUTO_RETRY", path: "M392 100 V39 H290", label: [345, 39] },
  { from: "ERROR_AUTO_RETRY", event: "retry", to: "WAIT", path: "M154 39 H58 V100", label: [106, 39] },
  { from: "RUNNING", event: "PAUSE", to: "PAUSED", path: "M374 142 V193 H270", label: [325, 193] },
  { from: "PAUSED", event: "resume", to: "RUNNING", path: "M270 213 H392 V142", label: [325, 213] },
  { from: "RUNNING", event: "cancel", to: "CANCELLING", path: "M420 142 V203 H534", label: [474, 203] },
  { from: "CANCELLING", event: "CANCEL", to: "CANCELLED", path: "M650 203 H752", label: [698, 203] },
];

function stepShape({ from, event, to, path, label }: Step): string {
  const isHappy = isOnHappyPath(from, to);
  const line = arrowLine(path, { colour: colourOf([event]), width: isHappy ? 3.5 : 2, dotted: !isHappy });
  const behind = isOnHorizontal(path, label) ? { behind: "card" as const } : {};
  const text = textLine(label, [eventSpan(event)], { size: 13, anchor: "middle", ...behind });
  return [`<g class="${classOf({ from, to, events: [event] })}">`, line, text, "</g>"].join("\n");
}

function stateShape(state: RequestState, place: Box): string {
  const isHappy = HAPPY_PATH.includes(state);
  const lines = nameLines(state);
  const top = place.top + place.height / 2 - (lines.length - 1) * 7.5;
  const name = lines.map((text, row) =>
    textLine([place.left + place.width / 2, top + row * 15], [{ text, colour: "ink", bold: isHappy }], {
      size: isHappy ? 14 : 13,
      anchor: "middle",
    }),
  );
  return [`<g id="state-${state}" class="state">`, stateBox(state, place, isHappy ? 2.2 : 1.2), ...name, "</g>"].join(
    "\n",
  );
}

export const happyPath = (): string =>
  svgPicture({
    width: 884,
    height: 244,
    title: "The happy path of a job request",
    description:
      `${HAPPY_PATH.join(", then ")}. ` +
      "Dotted: a failed execution is retried, a paused one resumed, and a cancelled request ends as CANCELLED.",
    shapes: [
      ...STEPS.map(stepShape),
      ...(Object.entries(STATES) as [RequestState, Box][]).map(([state, place]) => stateShape(state, place)),
    ],
  });
