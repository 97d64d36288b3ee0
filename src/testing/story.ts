import { explain } from "../index.js";
import { count as counted } from "../input/messages.js";

const MINUTE = 60_000;

import { nameOf } from "./coverage.js";
import type { Life } from "./life.js";
import type { CallbackStep, EventStep, Situation, Step, Taken, Whose } from "./steps.js";

/** A life, told: what was sent, what should have come of it, and where it went wrong. No handle is ever in it. */

const OWNERS: { readonly [W in Whose]: string } = {
  latest: "with the latest handle",
  earlier: "with an earlier handle",
  oldest: "with the oldest handle that is remembered",
  forgotten: "with a handle too old to be remembered",
  "another's": "with the handle of another request",
  "nobody's": "with a handle of nobody's",
  empty: "with an empty handle",
  missing: "without a handle",
  new: "with a new handle",
};

/** One step of a story. */
export interface Scene {
  readonly before: Situation;
  readonly step: Step;
  readonly taken: Taken;
}

export function storyOf(
  { created }: Life,
  scenes: readonly Scene[],
  requestId: string,
  differences: readonly string[],
): string {
  const validation = created.validated === false ? ", not validated yet" : "";
  const lines = [
    `Request ${requestId} is created with ${created.retries === 1 ? "1 retry" : `${created.retries ?? 0} retries`}${validation}.`,
  ];
  for (let i = 0; i < scenes.length; i += 1) {
    lines.push(...sceneLines(i + 1, scenes[i]!));
    const again = timesAgain(scenes, i);
    if (again > 1) lines.push(`   These two ${again} times more.`);
    if (again > 1) i += 2 * again;
  }
  const where = scenes.length === 0 ? "At its creation" : `At step ${scenes.length}`;
  return [...lines, `${where} the implementation differs.`, ...differences.map((line) => `   ${line}`)].join("\n");
}

function sceneLines(number: number, { before, step, taken }: Scene): string[] {
  const { callback, event } = taken.input;
  const expected = explain(taken.outcome, callback ?? event);
  return [`${number}. ${cameOf(step)}`, `   ${expected}`];
}

/** How often the scene and the one before it come again, right after, to the same effect. The last is always told: it is the one. */
function timesAgain(scenes: readonly Scene[], i: number): number {
  const pairUpTo = (last: number) =>
    scenes
      .slice(last - 1, last + 1)
      .flatMap((scene) => sceneLines(0, scene))
      .join();
  let times = 0;
  for (let next = i + 2; next < scenes.length - 1 && pairUpTo(next) === pairUpTo(i); next += 2) times += 1;
  return times;
}

function cameOf(step: Step): string {
  const whose = step.whose === undefined ? "" : ` ${OWNERS[step.whose]}`;
  return [nameOf(step) + whose, ...("callback" in step ? textOf(step) : payloadOf(step))].join(", ");
}

/** The text is the suite's own. */
const textOf = ({ text }: CallbackStep): string[] => (text === undefined ? [] : [`text ${JSON.stringify(text)}`]);

const payloadOf = ({ wait, payload = {} }: EventStep): string[] => [
  ...(wait === undefined || "at" in payload ? [] : [waitOf(wait)]),
  ...Object.entries(payload).map(([member, value]) => `${member} ${JSON.stringify(value)}`),
];

function waitOf(wait: number): string {
  if (wait === 0) return "at once";
  if (wait < 0) return "before the job was last seen";
  const minutes = counted(Math.ceil(wait / MINUTE), "minute");
  return `${minutes}${wait % MINUTE === 0 ? "" : " less a millisecond"} after the job was last seen`;
}
