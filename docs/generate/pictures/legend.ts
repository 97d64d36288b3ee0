import { chart, REQUEST_STATES } from "ess-request-machine";
import type { Colour } from "./palette.js";
import type { Span } from "./svg.js";

/** The parts of the legends that the pictures share. */

export const ink = (text: string): Span => ({ text, colour: "ink" });
export const quiet = (text: string): Span => ({ text, colour: "quiet" });
export const strong = (text: string, colour: Colour): Span => ({ text, colour, bold: true });

const RESULTS = [...new Set(REQUEST_STATES.flatMap((state) => chart.states[state].meta.result ?? []))];

export const EVENT_COLOURS: readonly Span[] = [
  strong("UPPER CASE", "callback"),
  ink(" is a status that the job reports, "),
  strong("camelCase", "event"),
  ink(" an event of the scheduler or the operator"),
];

export const TERMINAL: readonly Span[] = [
  ink("A double border is a terminal state; its colour is the result: "),
  ...RESULTS.flatMap((result) => [strong(result, result), ink(", ")]),
  ink("or "),
  strong("none of its own", "noResult"),
  ink("."),
];
