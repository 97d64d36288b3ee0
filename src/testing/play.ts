import { createRequest } from "../index.js";
import type { ConformanceAdapter } from "./adapter.js";
import { compareAnswer, compareRecord, isUnchanged } from "./differences.js";
import type { Life } from "./life.js";
import type { Tally } from "./report.js";
import { type Step, situationOf, type Taken, take } from "./steps.js";
import { type Scene, storyOf } from "./story.js";

/** A life in which the implementation did otherwise than the library. */
export interface Failure {
  /** The life up to where they differ. */
  readonly life: Life;
  readonly story: string;
  /** What the adapter threw, if it did. */
  readonly cause?: unknown;
}

/** Who is asked, what is noted, and the id that no request had yet. */
export interface Stage<Key> {
  readonly adapter: ConformanceAdapter<Key>;
  readonly tally: Tally;
  readonly newId: () => string;
}

const TO_RUNNING: readonly Step[] = [{ event: "dispatch" }, { event: "start", whose: "new" }];

/** Leads the implementation through a life, the library beside it, until they differ. */
export async function play<Key>(stage: Stage<Key>, life: Life): Promise<Failure | undefined> {
  const requestId = stage.newId();
  const scenes: Scene[] = [];
  try {
    const differences = await perform(stage, life, requestId, scenes);
    return differences.length === 0 ? undefined : failureOf(life, scenes, requestId, differences);
  } catch (cause) {
    // Its message could quote a handle, and so could a name that somebody gave it.
    const thrown = cause instanceof Error ? cause.constructor.name : "something";
    const difference = `The adapter threw ${thrown}: it is the cause of this error.`;
    return { ...failureOf(life, scenes, requestId, [difference]), cause };
  }
}

const failureOf = (
  life: Life,
  scenes: readonly Scene[],
  requestId: string,
  differences: readonly string[],
): Failure => ({
  life: { ...life, steps: scenes.map(({ step }) => step) },
  story: storyOf(life, scenes, requestId, differences),
});

async function perform<Key>(stage: Stage<Key>, life: Life, requestId: string, scenes: Scene[]) {
  const { adapter, tally } = stage;
  const another = life.steps.some(isOfAnother) ? await beginAnother(stage) : undefined;
  const key = await adapter.create({ ...life.created, requestId });
  let situation = situationOf(createRequest({ ...life.created, requestId }), another?.handle);
  tally.begin(situation);
  let differences = tally.compare(compareRecord(situation.request, await adapter.read(key)));
  for (const step of life.steps) {
    if (differences.length > 0) break;
    const taken = take(situation, step);
    if (taken === undefined) continue;
    scenes.push({ before: situation, step, taken });
    const answer = await send(adapter, key, taken);
    if (answer === "not sent") {
      scenes.pop();
      tally.leaveOut();
      continue;
    }
    tally.meet(situation, step, taken);
    const comparisons = [
      compareAnswer(taken.outcome, answer),
      compareRecord(taken.next.request, await adapter.read(key)),
    ];
    const others = isOfAnother(step) ? await another!.differences() : [];
    differences = [...comparisons.flatMap((comparison) => tally.compare(comparison)), ...others];
    situation = taken.next;
  }
  return differences;
}

const isOfAnother = ({ whose }: Step): boolean => whose === "another's";

/** Another request, which runs. Whatever comes for the first one, this one must stay as it is. */
async function beginAnother<Key>({ adapter, newId }: Stage<Key>) {
  const created = { requestId: newId(), retries: 0, validated: true };
  const key = await adapter.create(created);
  let situation = situationOf(createRequest(created));
  for (const step of TO_RUNNING) {
    const taken = take(situation, step)!;
    await send(adapter, key, taken);
    situation = taken.next;
  }
  const before = await adapter.read(key);
  return {
    handle: situation.handles[0]!,
    differences: async () =>
      isUnchanged(before, await adapter.read(key)) ? [] : ["It changed the other request, whose handle it was."],
  };
}

async function send<Key>(adapter: ConformanceAdapter<Key>, key: Key, { input }: Taken) {
  const { callback, event } = input;
  const answer = await (event === undefined
    ? adapter.applyExecutionStatus(key, callback)
    : adapter.applyLifecycleEvent(key, event));
  return answer ?? {};
}
