import { chart, REQUEST_STATES } from "ess-request-machine";
import { type Colour, light } from "./palette.js";

/** What the signs mean that every picture has: lines of SVG text. */

const inColour = (colour: Colour, text: string): string =>
  `<tspan font-weight="bold" fill="${light(colour)}">${text}</tspan>`;

const results = new Set(REQUEST_STATES.flatMap((state) => chart.states[state].meta.result ?? []));
const byResult = [...results].map((result) => inColour(result, result)).join(", ");

export const KINDS_OF_EVENTS = `${inColour("callback", "UPPER CASE")} is a status that the job reports, ${inColour("event", "camelCase")} what the scheduler or the operator does.`;

export const TERMINAL = `A double border is a terminal state; its colour is the result: ${byResult}, or ${inColour("noResult", "none of its own")}.`;

export const FROM_A_FRAME = "An arrow that begins with a dot leaves every state in the frame";
