import type { JobRequest } from "ess-request-machine";
import type { Entry } from "../../examples/timeline/entry.js";
import { isObject, parseJson } from "../../examples/timeline/parse-line.js";
import { type Requests, replay } from "../../examples/timeline/replay.js";
import { handlesOf } from "../../examples/timeline/safe-text.js";

/**
 * A scenario is a log in the demo's format with placeholders for handles. A click adds a line, a pasted log adds
 * several, and everything on the page is computed from the lines: there is no clock and no randomness in a scenario.
 */
export interface Scenario {
  readonly lines: readonly string[];
  /** How many of the lines have been applied. The reader steps through them. */
  readonly position: number;
  /** The request whose steps are shown; null shows the steps of every request. */
  readonly follow: string | null;
}

/** A line and its result. */
export interface Step {
  readonly index: number;
  readonly line: string;
  readonly entry: Entry;
  /** The placeholder that the line's callback or event carries. */
  readonly handle: string | undefined;
  /** The record of the line's request, if there was one. */
  readonly before: JobRequest | undefined;
  readonly after: JobRequest | undefined;
}

/** The request in view while a scenario names none. */
const FIRST_ID = "101";

/** A new request, already running, so that its callbacks have a current handle. */
export const NEW_REQUEST: readonly string[] = [
  `{"id":"${FIRST_ID}","submit":{}}`,
  `{"id":"${FIRST_ID}","event":{"type":"dispatch"}}`,
  `{"id":"${FIRST_ID}","event":{"type":"start","requestHandle":"handle-1"}}`,
];

export const scenarioOf = (lines: readonly string[]): Scenario => ({ lines, position: lines.length, follow: null });

export function play(lines: readonly string[]): readonly Step[] {
  const requests: Requests = new Map();
  const last: Requests = new Map();
  return lines.map((line, index) => {
    const entry = replay(requests, line);
    const id = entry.requestId ?? "";
    const before = last.get(id);
    const after = requests.get(id);
    if (after !== undefined) last.set(id, after);
    return { index, line, entry, handle: handleIn(line), before, after };
  });
}

function handleIn(line: string): string | undefined {
  const value = parseJson(line);
  return isObject(value) ? handlesOf(undefined, value.event, value.body)[0] : undefined;
}

/** What is shown of a scenario. */
export interface ScenarioView {
  /** Every request that the scenario names, in order of appearance. */
  readonly ids: readonly string[];
  /** The steps of the followed request, or all steps. */
  readonly steps: readonly Step[];
  /** The last of them that has been applied. */
  readonly current: Step | undefined;
  /** The heading that the current step is under, or the first heading. */
  readonly title: string | undefined;
  /** The request in view, and its record if it exists at this step. */
  readonly id: string;
  readonly request: JobRequest | undefined;
}

export function viewOf({ lines, position, follow }: Scenario): ScenarioView {
  const all = play(lines);
  const steps = all.filter(({ entry }) => follow === null || entry.requestId === follow);
  const applied = all.slice(0, position);
  const idOf = ({ entry }: Step) => entry.requestId;
  const noteOf = ({ entry }: Step) => entry.note;
  const named = applied.findLast(idOf) ?? all.find(idOf);
  const id = follow ?? named?.entry.requestId ?? FIRST_ID;
  const current = steps.findLast(({ index }) => index < position);
  const past = steps.filter(({ index }) => index < position);
  return {
    ids: [...new Set(all.flatMap((step) => idOf(step) ?? []))],
    steps,
    current,
    title: (past.findLast(noteOf) ?? steps.find(noteOf))?.entry.note,
    id,
    request: applied.findLast((step) => idOf(step) === id)?.after,
  };
}

export type Move = "first" | "back" | "forward" | "last";

/** Returns the position after a move among the visible steps; the same position where there is no step to move to. */
export function positionAfter(scenario: Scenario, { steps, current }: ScenarioView, move: Move): number {
  switch (move) {
    case "first":
      return 0;
    case "back":
      return current?.index ?? 0;
    case "forward":
      return (steps.find(({ index }) => index >= scenario.position)?.index ?? scenario.position - 1) + 1;
    case "last":
      return scenario.lines.length;
  }
}

/** Inserts lines after the current step. The steps that follow are kept and applied again. */
export function withLines({ lines, position, follow }: Scenario, added: readonly string[]): Scenario {
  const next = { lines: lines.toSpliced(position, 0, ...added), position: position + added.length };
  const isFollowed = play(next.lines).every(
    ({ entry, index }) => index < position || index >= next.position || entry.requestId === follow,
  );
  return { ...next, follow: isFollowed ? follow : null };
}

export const withoutStep = (scenario: Scenario, { index }: Step): Scenario => ({
  ...scenario,
  lines: scenario.lines.toSpliced(index, 1),
  position: index,
});
