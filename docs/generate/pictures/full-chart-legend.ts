import { chart } from "ess-request-machine";
import { noEffectActionOf, rowsOf } from "../chart-rows.js";
import { FROM_A_FRAME, KINDS_OF_EVENTS, TERMINAL } from "./legend.js";

/** What the full chart's signs mean, and the refusals that every state shares: lines of SVG text. */

const asked = (guard: string | undefined, answer: string): string => (guard ? `[${guard}] ${answer}` : answer);

const ofCallbacks = chart.callbacks.fallbacks.map((fallback) => {
  const action = noEffectActionOf(fallback);
  return asked(fallback.guard, `${action?.type}: ${action?.params.reason}`);
});

const ofEvents = rowsOf(chart.on).map(({ event, transition: edge }) => {
  const refusal = noEffectActionOf(edge);
  if (refusal === undefined)
    throw new Error(`The full chart's legend has no words for ${event}, which every state takes`);
  return { event, answer: asked(edge.guard, `${refusal.type}: ${refusal.params.reason}`) };
});

const ofEvent = (name: string): string =>
  `To ${name}, where the state did not take it: ${ofEvents.flatMap(({ event, answer }) => (event === name ? answer : [])).join("; ")}.`;

export const fullChartLegend = (): string[] => [
  KINDS_OF_EVENTS,
  TERMINAL,
  `${FROM_A_FRAME}.`,
  "A row says: event [guard] / effects. Of an event's rows in one state the first whose guard holds is taken: those that refuse come first; docs/transitions.md has the others in order, too, with the updates of the record and how well founded each row is.",
  "In a state stands what is owed on entering it, what is recorded without a change of state, and in grey what is ignored or rejected. Every state answers besides, in this order:",
  `To a callback that it did not take: ${ofCallbacks.join("; ")}.`,
  ...[...new Set(ofEvents.map(({ event }) => event))].map(ofEvent),
  "To an event that it does not list: reject: UNSUPPORTED_STATE. docs/reasons.md says what each reason means.",
];
