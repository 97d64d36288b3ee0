import type { JobRequest } from "ess-request-machine";
import type { Entry } from "../../examples/timeline/entry.js";
import { type Requests, replay } from "../../examples/timeline/replay.js";

/**
 * A story is a log in the demo's format, in which every handle is a made-up name. What is clicked adds a line to it, what
 * is pasted becomes one, and whatever the page shows is computed from it: there is no clock in a story, nor any chance.
 */
export interface Story {
  readonly lines: readonly string[];
  /** How many of the lines have happened: the reader steps through them. */
  readonly taken: number;
  /** The request whose lines are shown; null for those of every request. */
  readonly follow: string | null;
}

/** A line, and what it came to. */
export interface Step {
  readonly index: number;
  readonly line: string;
  readonly entry: Entry;
  /** The record of its request, if there was one. */
  readonly before: JobRequest | undefined;
  readonly after: JobRequest | undefined;
}

/** The request that is in view where a story names none. */
const FIRST_ID = "101";
/** What the page opens with: a request that was just submitted. */
export const FIRST_LINE = `{"id":"${FIRST_ID}","submit":{}}`;

export const storyOf = (lines: readonly string[]): Story => ({ lines, taken: lines.length, follow: null });

export function play(lines: readonly string[]): readonly Step[] {
  const requests: Requests = new Map();
  const last: Requests = new Map();
  return lines.map((line, index) => {
    const entry = replay(requests, line);
    const id = entry.requestId ?? "";
    const before = last.get(id);
    const after = requests.get(id);
    if (after !== undefined) last.set(id, after);
    return { index, line, entry, before, after };
  });
}

/** What a reader sees of a story. */
export interface Scene {
  /** Every request that the story names, in the order in which they come. */
  readonly ids: readonly string[];
  /** The steps of the request that is followed, or all of them. */
  readonly steps: readonly Step[];
  /** The last of them that has happened. */
  readonly current: Step | undefined;
  /** The request in view, and its record if it has one by now. */
  readonly id: string;
  readonly request: JobRequest | undefined;
}

export function sceneOf({ lines, taken, follow }: Story): Scene {
  const all = play(lines);
  const steps = all.filter(({ entry }) => follow === null || entry.requestId === follow);
  const happened = all.slice(0, taken);
  const idOf = ({ entry }: Step) => entry.requestId;
  const named = happened.findLast(idOf) ?? all.find(idOf);
  const id = follow ?? named?.entry.requestId ?? FIRST_ID;
  return {
    ids: [...new Set(all.flatMap((step) => idOf(step) ?? []))],
    steps,
    current: steps.findLast(({ index }) => index < taken),
    id,
    request: happened.findLast((step) => idOf(step) === id)?.after,
  };
}

export type Move = "first" | "back" | "forward" | "last";

/** How far a story has come after a step among those in view; where there is no step, as far as it had. */
export function takenAfter(story: Story, { steps, current }: Scene, move: Move): number {
  switch (move) {
    case "first":
      return 0;
    case "back":
      return current?.index ?? 0;
    case "forward":
      return (steps.find(({ index }) => index >= story.taken)?.index ?? story.taken - 1) + 1;
    case "last":
      return story.lines.length;
  }
}

/** New lines come where the reader is. What follows stays, and is played anew: nothing is lost. */
export function withLines({ lines, taken, follow }: Story, added: readonly string[]): Story {
  const story = { lines: lines.toSpliced(taken, 0, ...added), taken: taken + added.length };
  const isFollowed = play(story.lines).every(
    ({ entry, index }) => index < taken || index >= story.taken || entry.requestId === follow,
  );
  return { ...story, follow: isFollowed ? follow : null };
}

export const withoutStep = (story: Story, { index }: Step): Story => ({
  ...story,
  lines: story.lines.toSpliced(index, 1),
  taken: index,
});
