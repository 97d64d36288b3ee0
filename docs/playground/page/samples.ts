import sample from "sample";
import { play, type Step } from "../scenario/scenario.js";

/** The scenarios of the demo's log. Each one begins at a line with a note. */

const steps: readonly Step[] = play(sample);

/** The id of the whole log, beside those of its requests. */
export const EVERY_REQUEST = "every request";

/** What a first visit shows: a job that finished before it saw the cancellation, up to the cancellation. */
export const FIRST_SAMPLE = { id: "104", position: 3 };

export const SAMPLES = [
  ...steps.flatMap(({ entry: { note, requestId } }) => (note && requestId ? [{ id: requestId, title: note }] : [])),
  { id: EVERY_REQUEST, title: "All of them: the demo's log" },
];

export const linesOfSample = (id: string): readonly string[] =>
  steps.filter(({ entry }) => id === EVERY_REQUEST || entry.requestId === id).map(({ line }) => line);
