import { applyLifecycleEvent, chart, createRequest, type JobRequest, REQUEST_STATES } from "ess-request-machine";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scenarios } from "../../src/testing/arbitraries.js";
import { compareRecord } from "../../src/testing/comparison.js";
import { counterexampleText, type SentStep } from "../../src/testing/counterexample.js";
import { applyStep, modelStateOf } from "../../src/testing/model.js";
import { Selection } from "../../src/testing/selection.js";
import { event, repeat } from "../../src/testing/step-builders.js";
import type { Step } from "../../src/testing/steps.js";
import { systematicPart } from "../../src/testing/systematic.js";
import { valueScenarios } from "../../src/testing/value-scenarios.js";

/** The scenarios of a run, and the text of a counterexample. */

const everything = new Selection();
const { reachable, scenarios: systematic } = systematicPart(everything, 5000);

describe("the systematic scenarios", () => {
  test("cover every transition of the chart and every reason that one gives", () => {
    const names = [...reachable.outcomes];
    for (const state of REQUEST_STATES) {
      for (const [name, transitions] of Object.entries(chart.states[state].on)) {
        for (const { target } of transitions) {
          if (target === undefined) continue;
          expect(names, `${state}: ${name} → ${target}`).toContain(`${state}: ${name} → ${target}`);
        }
      }
    }
  });

  test.each([
    "RUNNING: ERROR → ERROR after 10 or more retries, 0 left",
    "COMPLETED: postProcessed recorded after 10 or more of the same",
    "RUNNING: UPDATE recorded after 10 or more of the same",
    "RUNNING: UPDATE recorded with decomposed accents",
    "RUNNING: PAUSE → PAUSED clears pausedState",
    "CANCELLING: forceCancel rejected TOO_EARLY -1 ms after the limit, last seen at any",
    'CANCELLING: forceCancel rejected INVALID_PAYLOAD named "forceCancel" with {"at":"0"}',
    "RUNNING: SUCCESS rejected HANDLE_MISMATCH with the unknown handle, upper case",
    "ERROR_MANUAL_RECOVERY: complete → ERROR after BUSINESS_ERROR",
    "RUNNING: complete rejected NOT_TIMED_OUT",
    "RUNNING: SUCCESS → COMPLETED after an earlier execution timed out",
    "ERROR_MANUAL_RECOVERY: complete → ERROR after a rejected text",
  ])("cover: %s", (name) => {
    expect([...reachable.situations, ...reachable.outcomes]).toContain(name);
  });

  test("never begin an execution with a forgotten or foreign handle: that is unspecified", () => {
    const begins = systematic.flatMap(({ steps }) =>
      steps.filter((step) => "event" in step && (step.event === "start" || step.event === "resume")),
    );
    expect(begins.length).toBeGreaterThan(100);
    expect(
      begins.filter(({ handle }) => handle === "forgotten" || handle === "foreign" || handle === "unknown"),
    ).toEqual([]);
  });

  test("leave longer texts out, if they should", () => {
    const texts = valueScenarios(100).flatMap(({ steps }) =>
      steps.map((step) => ("callback" in step ? (step.text ?? "") : "")),
    );
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });
});

describe("random scenarios", () => {
  const limits = { maxSteps: 50, maxTextLength: 5000, selection: everything };
  const sample = fc.sample(scenarios(limits), { seed: 1, numRuns: 60 });

  test("are long, and some go deep", () => {
    const lengths = sample.map(({ steps }) => steps.length).sort((one, other) => one - other);
    expect(lengths[30]).toBeGreaterThanOrEqual(30);
    const last = sample.map(({ created, steps }) => {
      let state = modelStateOf(createRequest({ ...created, requestId: 1 }), "foreign");
      for (const step of steps) state = applyStep(state, step)?.next ?? state;
      return state;
    });
    expect(Math.max(...last.map(({ request }) => request.retriedCount))).toBeGreaterThanOrEqual(2);
    expect(Math.max(...last.map(({ handles }) => handles.length))).toBeGreaterThanOrEqual(6);
  });

  test("are the same for the same seed", () => {
    expect(fc.sample(scenarios(limits), { seed: 1, numRuns: 3 })).toEqual(sample.slice(0, 3));
  });
});

describe("a counterexample", () => {
  const CREATED = { retries: 0, validated: true };

  const sent = (steps: readonly Step[]): SentStep[] => {
    let before = modelStateOf(createRequest({ ...CREATED, requestId: 101 }), undefined);
    return steps.map((step) => {
      const result = applyStep(before, step)!;
      const each = { before, step, result };
      before = result.next;
      return each;
    });
  };
  const linesOf = (steps: readonly Step[]) =>
    counterexampleText(CREATED, "101", sent(steps), ["state: wrong."])
      .split("\n")
      .filter((line) => !line.includes("request 101"));

  test("shows a repeated pair of steps once, with the number of repetitions, and always the last step", () => {
    const pair = [event("hold"), event("release")];
    expect(linesOf([...repeat(3, ...pair), event("dispatch")])).toEqual([
      "Request 101 is created with 0 retries.",
      "1. hold",
      "2. release",
      "   Steps 1 and 2 are repeated 2 times.",
      "7. dispatch",
      "The implementation differs at step 7:",
      "   state: wrong.",
    ]);
    expect(linesOf(repeat(4, ...pair)).slice(4, 6)).toEqual(["7. hold", "8. release"]);
    expect(linesOf(repeat(2, ...pair))).not.toContain("   Steps 1 and 2 are repeated 2 times.");
  });

  test("says how the request was created", () => {
    const text = (retries: number, validated: boolean) =>
      counterexampleText({ retries, validated }, "101", [], []).split("\n")[0];
    expect(text(1, true)).toBe("Request 101 is created with 1 retry.");
    expect(text(2, false)).toBe("Request 101 is created with 2 retries, not validated yet.");
  });
});

describe("a difference", () => {
  const record: JobRequest = {
    ...createRequest({ requestId: 101 }),
    requestHandle: "h-2",
    earlierHandles: ["h-1"],
    message: "Té xt",
  };
  const state = { ...modelStateOf(record, "h-9"), rejected: "h-3" };
  const differences = (found: object) =>
    compareRecord(record, { ...record, ...found } as JobRequest, { state, texts: ["Té xt", "other"] }).differences;

  test.each<[object, string]>([
    [{ requestId: "100" }, 'requestId: expected "101", but found "100".'],
    [{ message: "té xt" }, 'message: expected "Té xt", but found "té xt".'],
    [{ message: "Te\u0301 xt" }, 'message: expected "Té xt", but found "Te\\u0301 xt".'],
    [{ message: "Té" }, 'message: expected "Té xt", but found "Té".'],
    [{ message: null }, 'message: expected "Té xt", but found null.'],
    [{ message: "secret-7" }, 'message: expected "Té xt", but found an unknown text (8 characters).'],
    [{ message: "h-2" }, 'message: expected "Té xt", but found an unknown text (3 characters).'],
    [{ requestHandle: "h-1" }, "requestHandle: expected that of execution 2, but found that of execution 1."],
    [{ requestHandle: "h-9" }, "requestHandle: expected that of execution 2, but found that of another request."],
    [{ requestHandle: "h-3" }, "requestHandle: expected that of execution 2, but found that of a rejected execution."],
    [{ requestHandle: null }, "requestHandle: expected that of execution 2, but found null."],
    [{ earlierHandles: [] }, "earlierHandles: expected that of execution 1, but found none."],
    [{ earlierHandles: ["x"] }, "earlierHandles: expected that of execution 1, but found an unknown handle."],
    [{ retries: 7 }, "retries: expected 0, but found 7."],
  ])("%j", (found, sentence) => {
    expect(differences(found)).toEqual([sentence]);
  });

  test("is not reported for members that a record does not show", () => {
    expect(compareRecord(record, { state: "WAIT" }, { state, texts: [] })).toEqual({
      compared: ["state"],
      differences: [],
    });
    expect(applyLifecycleEvent(record, { type: "hold" }).request).not.toEqual(record);
  });
});
