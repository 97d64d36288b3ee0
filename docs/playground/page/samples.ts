import sample from "sample";
import { play, type Scenario, type Step, scenarioOf } from "../scenario/scenario.js";

/** The scenarios of the demo's log. Each one begins at a line with a note. */

const steps: readonly Step[] = play(sample);

/** The id of the whole log, beside those of its requests. */
const EVERY_REQUEST = "every request";

export const SAMPLES = [
  ...steps.flatMap(({ entry: { note, requestId } }) => (note && requestId ? [{ id: requestId, title: note }] : [])),
  { id: EVERY_REQUEST, title: "All of them: the demo's log" },
];

/** What a first visit shows: a job that finished before it saw the cancellation, up to the cancellation. */
export function firstScenario(): Scenario {
  const lines = linesOfSample("104");
  return { ...scenarioOf(lines), position: 1 + play(lines).findIndex(({ entry }) => entry.event === "cancel") };
}

export const linesOfSample = (id: string): readonly string[] =>
  steps.filter(({ entry }) => id === EVERY_REQUEST || entry.requestId === id).map(({ line }) => line);
