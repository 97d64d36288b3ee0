import { LIFECYCLE_EVENTS } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { minuteOf } from "../../docs/examples/timeline/minute.js";
import { eventsFor, reportHandles, START_TIME, startHandles, timeOf } from "../../docs/playground/scenario/choices.js";
import { importLog } from "../../docs/playground/scenario/import-log.js";
import {
  type Move,
  NEW_REQUEST,
  positionAfter,
  type Scenario,
  scenarioOf,
  viewOf,
  withLines,
  withoutStep,
} from "../../docs/playground/scenario/scenario.js";
import { callback, event, type LogLine, logOf, running } from "../support/timeline.js";

/** A scenario of the playground: its display and its changes. */

const linesOf = (...lines: LogLine[]) => ({ lines: [], ...importLog(logOf(...lines)) }).lines as readonly string[];

const two: Scenario = scenarioOf(
  linesOf(
    { id: "1", submit: {} },
    { id: "2", submit: {} },
    ...running("1", "a"),
    event("2", "hold"),
    callback("1", "a", "SUCCESS"),
  ),
);
const at = (position: number, follow: string | null = null): Scenario => ({ ...two, position, follow });
const moved = (scenario: Scenario, move: Move): Scenario => ({
  ...scenario,
  position: positionAfter(scenario, viewOf(scenario), move),
});

describe("the view", () => {
  test("shows the request of the current step with its record at that step", () => {
    expect(
      [0, 1, 2, 3, 4, 5, 6].map((position) => viewOf(at(position))).map(({ id, request }) => [id, request?.state]),
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

  test("stays with a followed request", () => {
    const view = viewOf(at(5, "1"));
    expect(view.id).toBe("1");
    expect(view.request?.state).toBe("RUNNING");
    expect(view.steps.map(({ index }) => index)).toEqual([0, 2, 3, 5]);
    expect(view.current?.index).toBe(3);
    expect(view.ids).toEqual(["1", "2"]);
  });

  test("stays with the last named request where a line names none", () => {
    expect(viewOf(scenarioOf([...two.lines, "…"])).id).toBe("1");
  });

  test("has no record for a request that was not submitted", () => {
    const view = viewOf(scenarioOf(linesOf(callback("9", "x", "SUCCESS"))));
    expect([view.id, view.request, view.current?.entry.kind]).toEqual(["9", undefined, "unknown request"]);
  });
});

describe("the title", () => {
  const titled = scenarioOf(
    linesOf({ note: "First", id: "1", submit: {} }, event("1", "hold"), { note: "Second", id: "2", submit: {} }),
  );
  test.each([
    [0, "First"],
    [2, "First"],
    [3, "Second"],
  ])("at position %d is %s", (position, title) => {
    expect(viewOf({ ...titled, position }).title).toBe(title);
  });
});

test("a new request has a current handle", () => {
  const scenario = scenarioOf(NEW_REQUEST);
  expect(reportHandles(scenario, viewOf(scenario))[0]).toEqual({ kind: "current", handle: "handle-1" });
});

describe("stepping", () => {
  test("shows the same records forwards and backwards", () => {
    let scenario = at(0);
    const forwards = [viewOf(scenario).request];
    for (let step = 0; step < 6; step += 1) {
      scenario = moved(scenario, "forward");
      forwards.push(viewOf(scenario).request);
    }
    expect(scenario.position).toBe(6);
    const backwards = [viewOf(scenario).request];
    for (let step = 0; step < 6; step += 1) {
      scenario = moved(scenario, "back");
      backwards.push(viewOf(scenario).request);
    }
    expect(backwards.reverse()).toEqual(forwards);
  });

  test("skips the steps of other requests while one is followed", () => {
    expect(moved(at(1, "1"), "forward").position).toBe(3);
    expect(moved(at(6, "1"), "back").position).toBe(5);
    expect(viewOf(moved(at(6, "1"), "back")).current?.index).toBe(3);
  });

  test("stays at the last step", () => {
    expect(moved(at(6), "forward").position).toBe(6);
    expect(moved(at(0), "back").position).toBe(0);
    expect(moved(at(5, "2"), "forward").position).toBe(5);
  });

  test("jumps to either end", () => {
    expect(moved(at(3), "first").position).toBe(0);
    expect(moved(at(3), "last").position).toBe(6);
  });
});

describe("a change", () => {
  test("inserts a line after the current step and applies the rest again", () => {
    const [hold] = linesOf(event("1", "hold"));
    const scenario = withLines(at(3), [hold!]);
    expect(scenario.lines).toHaveLength(7);
    expect(viewOf(scenario).request?.state).toBe("HOLD");
    expect(viewOf(moved(moved(scenario, "forward"), "forward")).steps[4]?.entry.result).toBe(
      "rejected UNSUPPORTED_STATE",
    );
  });

  test("keeps following a request unless the line is for another one", () => {
    expect(withLines(at(3, "1"), linesOf(event("1", "hold"))).follow).toBe("1");
    expect(withLines(at(3, "1"), linesOf(event("2", "hold"))).follow).toBeNull();
  });

  test("is undone by removing the line", () => {
    const scenario = withLines(at(3), linesOf(event("1", "hold")));
    expect(withoutStep(scenario, viewOf(scenario).current!)).toEqual(at(3));
  });
});

describe("the reader can choose", () => {
  const resumed = scenarioOf(
    linesOf(...running("1", "a"), callback("1", "a", "PAUSE"), event("1", "resume", { requestHandle: "b" })),
  );

  test("the current handle, earlier ones, a foreign one and none", () => {
    expect(reportHandles(resumed, viewOf(resumed))).toEqual([
      { kind: "current", handle: "handle-2" },
      { kind: "earlier handle-1", handle: "handle-1" },
      { kind: "foreign", handle: "foreign-1" },
      { kind: "missing", handle: undefined },
    ]);
  });

  test("no current handle before the first execution", () => {
    const scenario = scenarioOf(NEW_REQUEST.slice(0, 1));
    expect(reportHandles(scenario, viewOf(scenario)).map(({ kind }) => kind)).toEqual(["foreign", "missing"]);
  });

  test("a new handle that no later step uses either", () => {
    expect(startHandles(resumed, viewOf(resumed)).map(({ handle }) => handle)).toEqual([
      "handle-3",
      "handle-2",
      "handle-1",
    ]);
    const earlier = { ...resumed, position: 3 };
    expect(startHandles(earlier, viewOf(earlier))[0]).toEqual({ kind: "new", handle: "handle-3" });
  });

  test("the events that the state can accept, and all the others", () => {
    const { accepted, others } = eventsFor(viewOf(resumed));
    expect(accepted).toEqual(["timeOut", "manualRecoveryRequired", "cancel", "complete"]);
    expect([...accepted, ...others].sort()).toEqual([...LIFECYCLE_EVENTS].sort());
    expect(eventsFor(viewOf({ ...resumed, position: 0 })).accepted).toEqual([]);
  });
});

test("the time of a scenario is that of its last event with a time", () => {
  const scenario = scenarioOf(
    linesOf(...running("1", "a"), event("1", "cancel", { at: 5 }), callback("1", "a", "UPDATE")),
  );
  expect(timeOf(scenario)).toBe(5);
  expect(timeOf({ ...scenario, position: 2 })).toBe(START_TIME);
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
])("a time of %d ms is shown as %s", (time, minute) => {
  expect(minuteOf(time)).toBe(minute);
});

test("a scenario can reach a time that is not a date", () => {
  const scenario = scenarioOf(linesOf(...running("1", "a"), event("1", "cancel", { at: Number.MAX_SAFE_INTEGER })));
  expect(viewOf(scenario)).toMatchObject({
    request: { state: "CANCELLING", cancelSeenAt: Number.MAX_SAFE_INTEGER },
    current: { entry: { kind: "transitioned", event: "cancel" } },
  });
});
