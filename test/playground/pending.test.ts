import { describe, expect, test } from "vitest";
import { START_TIME } from "../../docs/playground/scenario/choices.js";
import { importLog } from "../../docs/playground/scenario/import-log.js";
import {
  defaultPending,
  endsOf,
  pendingInput,
  pendingLine,
  pendingName,
} from "../../docs/playground/scenario/pending.js";
import { type Scenario, scenarioOf, viewOf } from "../../docs/playground/scenario/scenario.js";
import { callback, event, type LogLine, logOf, running } from "../support/timeline.js";

/** The playground's question "What can happen now?". */

const scenarioOfLines = (...lines: LogLine[]): Scenario =>
  scenarioOf({ lines: [], ...importLog(logOf(...lines)) }.lines);
const pendingAt = (scenario: Scenario) => defaultPending(scenario, viewOf(scenario), START_TIME);
const started = [{ id: "1", submit: {} }, ...running("1", "a")];

describe("pending by default", () => {
  test("are the remaining steps of the request, and typical inputs in its state", () => {
    const scenario = scenarioOfLines(
      ...started,
      event("1", "cancel", { at: 5 }),
      event("2", "dispatch"),
      callback("1", "a", "SUCCESS"),
      callback("1", "a", "SUCCESS"),
    );
    expect(pendingAt({ ...scenario, position: 3 })).toEqual([
      { event: { type: "cancel", at: 5 } },
      { callback: { requestHandle: "handle-1", status: "SUCCESS" } },
      { event: { type: "postProcessed", result: "PROCEED" } },
    ]);
  });

  test.each<[string, readonly LogLine[], readonly string[]]>([
    ["a running job", started, ["SUCCESS", "cancel", "postProcessed"]],
    ["a job that was cancelled", [...started, event("1", "cancel", { at: 1 })], ["SUCCESS", "CANCEL"]],
    ["post-processing", [...started, callback("1", "a", "SUCCESS")], ["cancel", "postProcessed"]],
    ["a held request", [{ id: "1", submit: {} }, event("1", "hold")], ["release", "cancel"]],
    ["an ended request", [...started, callback("1", "a", "CANCEL")], []],
  ])("for %s are typical inputs", (_, lines, names) => {
    expect(pendingAt(scenarioOfLines(...lines)).map(pendingName)).toEqual(names);
  });
});

test("a late SUCCESS after a cancel leads to SUCCEEDED, and the panel shows how", () => {
  const scenario = scenarioOfLines(...started, event("1", "cancel", { at: START_TIME }));
  const { id, request } = viewOf(scenario);
  const pending = pendingAt(scenario);
  const { ends } = endsOf(request!, pending);
  const ways = ends.map(({ state, steps }) => [state, ...steps.map(({ index }) => pendingName(pending[index]!))]);
  expect(ways).toEqual([["CANCELLING"], ["SUCCEEDED", "SUCCESS"], ["CANCELLED", "CANCEL"]]);
  expect(pendingLine(id, pending[0]!)).toEqual({ id: "1", body: { requestHandle: "handle-1", status: "SUCCESS" } });
});

test("an added event has a valid payload, and starts with a new handle", () => {
  const scenario = scenarioOfLines(...started, callback("1", "a", "PAUSE"));
  const add = (name: Parameters<typeof pendingInput>[0]) => pendingInput(name, scenario, viewOf(scenario), 7);
  expect(add("resume")).toEqual({ event: { type: "resume", requestHandle: "handle-2" } });
  expect(add("checkIn")).toEqual({ event: { type: "checkIn", requestHandle: "handle-1", at: 7 } });
  expect(add("complete")).toEqual({ event: { type: "complete", state: "SUCCEEDED" } });
  expect(pendingLine("1", add("cancel"))).toEqual({ id: "1", event: { type: "cancel", at: 7 } });
});

test("too many reachable records are a problem, not an exception", () => {
  const { request } = viewOf(scenarioOfLines(...started, event("1", "cancel", { at: 0 })));
  const checkIns = Array.from({ length: 10_001 }, (_, at) => ({
    event: { type: "checkIn", requestHandle: "handle-1", at } as const,
  }));
  expect(endsOf(request!, checkIns)).toEqual({ ends: [], problem: expect.stringMatching(/Ask with fewer/) });
});
