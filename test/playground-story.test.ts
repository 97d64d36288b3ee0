import { describe, expect, test } from "vitest";
import { minuteOf } from "../docs/examples/timeline/minute.js";
import { BEGINNING, eventsFor, newcomers, senders, timeOf } from "../docs/playground/story/choices.js";
import { linesOfLog } from "../docs/playground/story/log.js";
import {
  FIRST_LINE,
  type Move,
  type Story,
  sceneOf,
  storyOf,
  takenAfter,
  withLines,
  withoutStep,
} from "../docs/playground/story/story.js";
import { callback, event, type LogLine, logOf, running } from "./support/timeline.js";

/** A story of the playground: what a reader sees of it, and how it goes on. */

const linesOf = (...lines: LogLine[]) => ({ lines: [], ...linesOfLog(logOf(...lines)) }).lines as readonly string[];

const two: Story = storyOf(
  linesOf(
    { id: "1", submit: {} },
    { id: "2", submit: {} },
    ...running("1", "a"),
    event("2", "hold"),
    callback("1", "a", "SUCCESS"),
  ),
);
const at = (taken: number, follow: string | null = null): Story => ({ ...two, taken, follow });
const moved = (story: Story, move: Move): Story => ({ ...story, taken: takenAfter(story, sceneOf(story), move) });

describe("what is in view", () => {
  test("is the request of the last step that has happened, as it was then", () => {
    expect(
      [0, 1, 2, 3, 4, 5, 6].map((taken) => sceneOf(at(taken))).map(({ id, request }) => [id, request?.state]),
    ).toEqual([
      ["1", undefined],
      ["1", "WAIT"],
      ["2", "WAIT"],
      ["1", "READY"],
      ["1", "RUNNING"],
      ["2", "HOLD"],
      ["1", "COMPLETED"],
    ]);
  });

  test("stays with a request that is followed", () => {
    const scene = sceneOf(at(5, "1"));
    expect(scene.id).toBe("1");
    expect(scene.request?.state).toBe("RUNNING");
    expect(scene.steps.map(({ index }) => index)).toEqual([0, 2, 3, 5]);
    expect(scene.current?.index).toBe(3);
    expect(scene.ids).toEqual(["1", "2"]);
  });

  test("stays with the last request that was named, where a line names none", () => {
    expect(sceneOf(storyOf([...two.lines, "…"])).id).toBe("1");
  });

  test("is a request without a record, where nobody submitted it", () => {
    const scene = sceneOf(storyOf(linesOf(callback("9", "x", "SUCCESS"))));
    expect([scene.id, scene.request, scene.current?.entry.kind]).toEqual(["9", undefined, "unknown request"]);
  });
});

describe("stepping", () => {
  test("goes through every step, forwards and backwards alike", () => {
    let story = at(0);
    const forwards = [sceneOf(story).request];
    for (let step = 0; step < 6; step += 1) {
      story = moved(story, "forward");
      forwards.push(sceneOf(story).request);
    }
    expect(story.taken).toBe(6);
    const backwards = [sceneOf(story).request];
    for (let step = 0; step < 6; step += 1) {
      story = moved(story, "back");
      backwards.push(sceneOf(story).request);
    }
    expect(backwards.reverse()).toEqual(forwards);
  });

  test("skips what the followed request has no part in", () => {
    expect(moved(at(1, "1"), "forward").taken).toBe(3);
    expect(moved(at(6, "1"), "back").taken).toBe(5);
    expect(sceneOf(moved(at(6, "1"), "back")).current?.index).toBe(3);
  });

  test("stays where there is no step left", () => {
    expect(moved(at(6), "forward").taken).toBe(6);
    expect(moved(at(0), "back").taken).toBe(0);
    expect(moved(at(5, "2"), "forward").taken).toBe(5);
  });

  test("jumps to either end", () => {
    expect(moved(at(3), "first").taken).toBe(0);
    expect(moved(at(3), "last").taken).toBe(6);
  });
});

describe("a story that goes on", () => {
  test("has a new line where the reader is, and plays what follows anew", () => {
    const [hold] = linesOf(event("1", "hold"));
    const story = withLines(at(3), [hold!]);
    expect(story.lines).toHaveLength(7);
    expect(sceneOf(story).request?.state).toBe("HOLD");
    expect(sceneOf(moved(moved(story, "forward"), "forward")).steps[4]?.entry.result).toBe(
      "rejected UNSUPPORTED_STATE",
    );
  });

  test("follows on, unless the line is another request's", () => {
    expect(withLines(at(3, "1"), linesOf(event("1", "hold"))).follow).toBe("1");
    expect(withLines(at(3, "1"), linesOf(event("2", "hold"))).follow).toBeNull();
  });

  test("is had back by taking the line out", () => {
    const story = withLines(at(3), linesOf(event("1", "hold")));
    expect(withoutStep(story, sceneOf(story).current!)).toEqual(at(3));
  });
});

describe("to choose from there are", () => {
  const resumed = storyOf(
    linesOf(...running("1", "a"), callback("1", "a", "PAUSE"), event("1", "resume", { requestHandle: "b" })),
  );

  test("the latest handle, the earlier ones, a foreign one and none", () => {
    expect(senders(resumed, sceneOf(resumed))).toEqual([
      { role: "latest", handle: "handle-2" },
      { role: "earlier handle-1", handle: "handle-1" },
      { role: "foreign", handle: "foreign-1" },
      { role: "none", handle: undefined },
    ]);
  });

  test("no handle of the request's, before it has one", () => {
    const story = storyOf([FIRST_LINE]);
    expect(senders(story, sceneOf(story)).map(({ role }) => role)).toEqual(["foreign", "none"]);
  });

  test("a new handle, which the story does not have further on either", () => {
    expect(newcomers(resumed, sceneOf(resumed)).map(({ handle }) => handle)).toEqual([
      "handle-3",
      "handle-2",
      "handle-1",
    ]);
    const earlier = { ...resumed, taken: 3 };
    expect(newcomers(earlier, sceneOf(earlier))[0]).toEqual({ role: "new", handle: "handle-3" });
  });

  test("the events that the state may accept, and all the others", () => {
    const { accepted, others } = eventsFor(sceneOf(resumed));
    expect(accepted).toEqual(["timeOut", "manualRecoveryRequired", "cancel", "complete"]);
    expect(others).toHaveLength(18);
    expect(eventsFor(sceneOf({ ...resumed, taken: 0 })).accepted).toEqual([]);
  });
});

test("a story's time is that of its last event with one, and never the reader's", () => {
  const story = storyOf(linesOf(...running("1", "a"), event("1", "cancel", { at: 5 }), callback("1", "a", "UPDATE")));
  expect(timeOf(story)).toBe(5);
  expect(timeOf({ ...story, taken: 2 })).toBe(BEGINNING);
});

test.each([
  [0, "1970-01-01 00:00"],
  [1774965659999, "2026-03-31 14:00"],
  [-62135596800000, "0001-01-01 00:00"],
  [317366260200000, "12026-12-08 14:30"],
  [8.64e15, "275760-09-13 00:00"],
  [8.64e15 + 1, undefined],
  [Number.MAX_SAFE_INTEGER, undefined],
  [1e300, undefined],
])("a time of %d ms is told as %s", (time, minute) => {
  expect(minuteOf(time)).toBe(minute);
});

test("a story may come to a time that is no date", () => {
  const story = storyOf(linesOf(...running("1", "a"), event("1", "cancel", { at: Number.MAX_SAFE_INTEGER })));
  expect(sceneOf(story)).toMatchObject({
    request: { state: "CANCELLING", cancelSeenAt: Number.MAX_SAFE_INTEGER },
    current: { entry: { kind: "transitioned", input: "cancel" } },
  });
});
