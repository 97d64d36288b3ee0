import sample from "sample";
import { play, type Step } from "../story/story.js";

/** The stories of the demo's log: each begins where the log has a note. */

const steps: readonly Step[] = play(sample);

/** Stands for the whole log, where an id stands for one request of it. */
export const EVERY_REQUEST = "every request";

export const SAMPLES = [
  { id: EVERY_REQUEST, title: "All of them: the demo's log" },
  ...steps.flatMap(({ entry: { note, requestId } }) => (note && requestId ? [{ id: requestId, title: note }] : [])),
];

export const linesOfSample = (id: string): readonly string[] =>
  steps.filter(({ entry }) => id === EVERY_REQUEST || entry.requestId === id).map(({ line }) => line);
