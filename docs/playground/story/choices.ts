import { acceptedEvents, type ChartEvent, EXECUTION_STATUSES, LIFECYCLE_EVENTS } from "ess-request-machine";
import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";
import { handlesByRequest } from "./log.js";
import { isMadeUp, madeUpName } from "./made-up.js";
import type { Scene, Story } from "./story.js";

/** What a reader may choose from: which handle an event or a callback comes with, which events there are, and when it is. */

export interface HandleChoice {
  /** Stays the same while the handles change. */
  readonly role: string;
  /** A made-up name; undefined for none at all. */
  readonly handle: string | undefined;
}

/** Whom a callback or a check-in may come from: the latest execution first, if there is one. */
export function senders(story: Story, { id, request }: Scene): readonly HandleChoice[] {
  const latest = request?.requestHandle ?? undefined;
  const foreign = [...(handlesByRequest(story.lines).get(id) ?? [])].find((handle) => handle.startsWith("foreign-"));
  return [
    ...(latest === undefined ? [] : [{ role: "latest", handle: latest }]),
    ...(request?.earlierHandles ?? []).map((handle) => ({ role: `earlier ${handle}`, handle })),
    { role: "foreign", handle: foreign ?? madeUpName("foreign", 1, new Set()) },
    { role: "none", handle: undefined },
  ];
}

/** What an execution may begin with: a handle of its own first, and then those that the request had before. */
export function newcomers(story: Story, scene: Scene): readonly HandleChoice[] {
  const { id, request } = scene;
  const used = new Set([...(handlesByRequest(story.lines).get(id) ?? [])].filter(isMadeUp));
  const begun = (request?.earlierHandles.length ?? 0) + (request?.requestHandle ? 1 : 0);
  const known = senders(story, scene).filter(({ role }) => role !== "foreign" && role !== "none");
  return [{ role: "new", handle: madeUpName("handle", begun + 1, used) }, ...known];
}

const isStatus = (event: ChartEvent) => (EXECUTION_STATUSES as readonly ChartEvent[]).includes(event);

/** The lifecycle events that the request's state may accept, and the others. */
export function eventsFor({ request }: Scene) {
  const accepted = request === undefined ? [] : acceptedEvents(request.state).filter((event) => !isStatus(event));
  const others = LIFECYCLE_EVENTS.filter((event) => !accepted.includes(event));
  return { accepted: LIFECYCLE_EVENTS.filter((event) => accepted.includes(event)), others };
}

/** When the stories of the demo begin, in epoch milliseconds: a story with no time in it begins then too. */
export const BEGINNING = Date.UTC(2026, 2, 31, 14);

/** The time that the story has come to, in epoch milliseconds. */
export function timeOf({ lines, taken }: Story): number {
  const times = lines.slice(0, taken).map((line) => {
    const value = parseJson(line);
    const event: Members = isObject(value) && isObject(value.event) ? value.event : {};
    return typeof event.at === "number" ? event.at : undefined;
  });
  return times.findLast((time) => time !== undefined) ?? BEGINNING;
}
