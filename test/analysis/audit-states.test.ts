import { acceptedEvents, isTerminal, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { auditStates } from "ess-request-machine/analysis";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../support/random.js";
import { allRecords, reachable } from "./concrete.js";

const namesOf = (...states: readonly RequestState[]) => {
  const audit = auditStates(states);
  if (!audit.consistent) return audit.message;
  return audit.steps.map((steps) => steps.map((step) => ("event" in step ? step.event : step.callback)));
};

function statesAfter(before: RequestState): readonly RequestState[] {
  const found = new Set(reachable(allRecords().filter(({ state }) => state === before)).map(({ state }) => state));
  return REQUEST_STATES.filter((state) => found.has(state));
}

describe("polled states", () => {
  test("are explained by the shortest hidden steps", () => {
    expect(auditStates(["WAIT", "RUNNING", "SUCCEEDED"])).toEqual({
      consistent: true,
      steps: [
        [
          { event: "dispatch", to: "READY" },
          { event: "start", to: "RUNNING" },
        ],
        [
          { callback: "SUCCESS", to: "COMPLETED" },
          { event: "postProcessed", to: "SUCCEEDED" },
        ],
      ],
    });
  });

  test("need no steps while they are equal", () => {
    expect(namesOf("PAUSED", "PAUSED", "RUNNING", "RUNNING")).toEqual([[], ["resume"], []]);
  });

  test("may be none or one", () => {
    expect(auditStates([])).toEqual({ consistent: true, steps: [] });
    expect(auditStates(["FINISHED"])).toEqual({ consistent: true, steps: [] });
  });

  test("are explained together: an assumed retry holds for the rest of the history", () => {
    expect(namesOf("RUNNING", "WAIT", "RUNNING", "ERROR")).toEqual([
      ["ERROR", "retry"],
      ["dispatch", "start"],
      ["ERROR"],
    ]);
  });

  test("are impossible after the first state that rules them out", () => {
    expect(auditStates(["RUNNING", "WAIT", "EXPIRED", "SUCCEEDED"])).toEqual({
      consistent: false,
      index: 2,
      possible: statesAfter("RUNNING"),
      message:
        "states[2] (EXPIRED) is impossible after states[0] (RUNNING). Possible: WAIT, READY, BLOCKED, HOLD, RUNNING, " +
        "CANCELLING, PAUSED, ERROR_AUTO_RETRY, ERROR_MANUAL_RECOVERY, COMPLETED, SUCCEEDED, WARNING, ERROR or CANCELLED.",
    });
    expect(namesOf("SUCCEEDED", "RUNNING")).toBe(
      "states[1] (RUNNING) is impossible after states[0] (SUCCEEDED). Possible: SUCCEEDED.",
    );
  });

  test("that are unknown names throw a TypeError", () => {
    const audit = () => auditStates(["WAIT", "Succeeded" as RequestState]);
    expect(audit).toThrow(TypeError);
    expect(audit).toThrow(/^states\[1\]: .*parseRequestState/);
  });
});

describe("agrees with brute force", () => {
  test.each(REQUEST_STATES)("on every state after %s", (before) => {
    const possible = REQUEST_STATES.filter((state) => auditStates([before, state]).consistent);
    expect(possible).toEqual(statesAfter(before));
  });

  test("on sequences of three", () => {
    const random = randomFrom(1);
    const pick = () => REQUEST_STATES.filter((state) => !isTerminal(state))[Math.floor(random() * 12)] as RequestState;
    for (let count = 0; count < 3; count += 1) {
      const states = [pick(), pick(), pick()];
      let records = allRecords();
      for (const state of states) records = reachable(records).filter((record) => record.state === state);
      expect(auditStates(states).consistent, states.join()).toBe(records.length > 0);
    }
  });
});

test("every hidden step is accepted in the state before it", () => {
  for (const before of REQUEST_STATES) {
    for (const state of REQUEST_STATES) {
      const audit = auditStates([before, state]);
      if (!audit.consistent) continue;
      let now = before;
      for (const step of audit.steps.flat()) {
        expect(acceptedEvents(now)).toContain("event" in step ? step.event : step.callback);
        now = step.to;
      }
      expect(now).toBe(state);
    }
  }
});
