import { type ChartEvent, chart, isExecutionStatus, type RequestState, type Result } from "ess-request-machine";
import type { Colour } from "./palette.js";
import { type Box, grown, roundedBox, type Span } from "./svg.js";

/** How states and events look, in every picture. */

export const eventSpan = (event: ChartEvent): Span => ({
  text: event,
  colour: isExecutionStatus(event) ? "callback" : "event",
});

/** The colour of an arrow with these events. */
export function colourOf(events: readonly ChartEvent[]): Colour {
  if (events.every(isExecutionStatus)) return "callback";
  return events.some(isExecutionStatus) ? "mixed" : "event";
}

/** A terminal state has the colour of its result and a double border. */
export function resultColour(state: RequestState): Result | "noResult" | undefined {
  const { terminal, result } = chart.states[state].meta;
  return terminal ? (result ?? "noResult") : undefined;
}

export function stateBox(state: RequestState, place: Box, width = 1.2, radius = 8): string {
  const colour = resultColour(state);
  if (colour === undefined) return roundedBox(place, { fill: "stateFill", stroke: "ink", width, radius });
  const fill = `${colour}Fill` as const;
  const inner = roundedBox(grown(place, -3), { fill, stroke: colour, width, radius: radius - 2 });
  return `${roundedBox(place, { fill: "card", stroke: colour, width, radius })}\n${inner}`;
}

/** A long name is broken after the underscore nearest to its middle. */
export function nameLines(name: string): readonly string[] {
  if (name.length < 14) return [name];
  const offMiddle = (index: number) => Math.abs(index - name.length / 2);
  const [at = name.length] = [...name.matchAll(/_/g)]
    .map(({ index }) => index + 1)
    .sort((a, b) => offMiddle(a) - offMiddle(b));
  return [name.slice(0, at), name.slice(at)];
}
