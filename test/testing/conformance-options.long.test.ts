import {
  type ConformanceAdapter,
  ConformanceError,
  type ConformanceOptions,
  type ConformanceProgress,
  conformance,
  formatReport,
  replayScenario,
} from "ess-request-machine/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { TEXTS } from "../../src/testing/values.js";
import { adapterFor } from "../kit/adapter.js";
import { failureOf } from "../support/conformance-failure.js";

/** The options, hooks and limits of a whole run. */

const correct = adapterFor();
const but = (members: Partial<ConformanceAdapter<string>>): ConformanceAdapter<string> => ({ ...correct, ...members });
/** Short scenarios alone. */
const FEW = { maxSteps: 4, numRuns: 2 } as const satisfies ConformanceOptions;
const PAUSED = { only: [{ state: "PAUSED" }], numRuns: 2 } as const satisfies ConformanceOptions;
/** Some tests run a store of their own: a store has each request once. */
const fresh = (members: (adapter: ConformanceAdapter<string>) => Partial<ConformanceAdapter<string>> = () => ({})) => {
  const adapter = adapterFor();
  return { ...adapter, ...members(adapter) };
};

test("skipped steps are never sent, skipped states never entered, and the coverage is that of the rest", async () => {
  const sent = new Set<unknown>();
  const adapter = fresh(({ create, applyLifecycleEvent }) => ({
    create(request) {
      expect(request.validated).toBe(true);
      return create(request);
    },
    applyLifecycleEvent(id, event) {
      sent.add(event.type);
      return applyLifecycleEvent(id, event);
    },
  }));
  const skip = [
    { state: "PENDING_VALIDATION" },
    { event: "hold" },
    { event: "forceCancel", reason: "TOO_EARLY" },
  ] as const;
  const only = [{ state: "WAIT" }, { event: "forceCancel", state: "CANCELLING" }] as const;
  const { outcomes, states, reasons } = await conformance(adapter, { skip, only, numRuns: 3, coverage: "full" });
  expect(sent).not.toContain("hold");
  expect([...states.covered, ...states.uncovered]).not.toContain("HOLD");
  expect(outcomes.covered).toContain("WAIT: scheduleEnded → SCHEDULE_ENDED");
  expect(outcomes.covered).toContain("CANCELLING: forceCancel → CANCELLED");
  expect(outcomes.covered.filter((name) => !/WAIT|^CANCELLING: forceCancel /.test(name))).toEqual([]);
  expect(reasons.covered).not.toContain("TOO_EARLY");
});

describe("coverage", () => {
  const unable = () =>
    fresh(({ applyLifecycleEvent }) => ({
      applyLifecycleEvent: (id, event) => (event.type === "resume" ? "unsupported" : applyLifecycleEvent(id, event)),
    }));

  test("is not full if the adapter cannot send something, and the message lists it", async () => {
    const failure = await failureOf(unable(), { ...PAUSED, coverage: "full" });
    expect(failure).toMatchObject({ counterexample: undefined, created: undefined, steps: [], differences: [] });
    expect(failure.report.outcomes.uncovered).toContain("PAUSED: resume → RUNNING");
    expect(failure.message).toMatch(/^Coverage is not full\. Send what is uncovered, or leave it out with skip\.\n/);
    expect(failure.message).toMatch(/^ {2}uncovered: PAUSED: resume → RUNNING$/m);
    expect(failure.message).toMatch(/^unsupported: \d+ steps$/m);
  });

  test("is only reported if it is not demanded", async () => {
    expect((await conformance(unable(), PAUSED)).outcomes.uncovered.length).toBeGreaterThan(0);
  });

  test("a state that a later step reaches is uncovered if scenarios are too short", async () => {
    const failure = await failureOf(fresh(), { coverage: "full", maxSteps: 2, numRuns: 0 });
    expect(failure.report.states.uncovered).toContain("SUCCEEDED");
  });

  test('fails with every requirement if everything is "unsupported"', async () => {
    let created = 0;
    const nothing = fresh(({ create }) => ({
      create(request) {
        created += 1;
        return create(request);
      },
      applyExecutionStatus: () => "unsupported",
      applyLifecycleEvent: () => "unsupported",
    }));
    const { message, report } = await failureOf(nothing, FEW);
    expect(created).toBe(report.requests + 1);
    expect(message).toMatch(/^The adapter answered "unsupported" to every step, so nothing was tested\.\n/);
  });
});

describe("an adapter that fails", () => {
  test("by never answering: the step is named, and not tried again", async () => {
    let calls = 0;
    const hanging = fresh(({ applyLifecycleEvent }) => ({
      applyLifecycleEvent(id, event) {
        if (event.type !== "hold") return applyLifecycleEvent(id, event);
        calls += 1;
        return new Promise<never>(() => {});
      },
    }));
    const failure = await failureOf(hanging, { timeLimit: 20 });
    expect(failure.steps).toEqual([{ event: "hold" }]);
    expect(failure.differences).toEqual(["The adapter did not answer within 20 ms."]);
    expect(calls).toBe(1);
  });

  test.each([[[1]], [[1, 2]], [[1, 3]]])(
    "at attempts %j alone: the message says that it is not deterministic",
    async (wrong) => {
      let attempt = 0;
      const failure = await failureOf(
        fresh(({ read }) => ({
          read: async (id) => {
            const record = await read(id);
            if (record.state !== "HOLD") return record;
            attempt += 1;
            return wrong.includes(attempt) ? { ...record, attempt: 7 } : record;
          },
        })),
        { seed: 3 },
      );
      expect(failure.differences).toEqual(["attempt: expected 0, but found 7."]);
      expect(failure.message).toMatch(
        /\nNot deterministic: the same steps passed when they were repeated\. .*\nSeed 3\. To replay/,
      );
    },
  );
});

test("every request is cleaned up once", async () => {
  const created: string[] = [];
  const removed: string[] = [];
  const hooks = ({ create }: ConformanceAdapter<string>): Partial<ConformanceAdapter<string>> => ({
    create: async (request) => {
      created.push(request.requestId);
      return create(request);
    },
    cleanUp: (id) => removed.push(id),
  });
  await conformance(fresh(hooks), { ...FEW, parallel: 3 });
  expect(removed.sort()).toEqual(created.sort());
});

test("progress is reported after every scenario", async () => {
  const progress: ConformanceProgress[] = [];
  const onProgress = (each: ConformanceProgress) => progress.push(each);
  const { requests, steps } = await conformance(fresh(), { ...FEW, onProgress });
  expect(progress.at(-1)).toEqual({ phase: "running", done: requests, total: requests, steps });
  expect(progress.map(({ done }) => done)).toEqual(Array.from({ length: requests }, (_, i) => i + 1));
});

test("at most 1000 shorter scenarios are tried", async () => {
  const characters = Object.values(TEXTS).join("").length;
  const received = new Map<string, number>();
  const full = fresh(({ applyExecutionStatus }) => ({
    applyExecutionStatus(id, callback) {
      const answer = applyExecutionStatus(id, callback);
      received.set(id, (received.get(id) ?? 0) + (callback.statusMessage?.length ?? 0));
      return received.get(id) === characters ? { httpStatus: 500 } : answer;
    },
  }));
  const progress: ConformanceProgress[] = [];
  const failure = await failureOf(full, { onProgress: (each) => progress.push(each) });
  const shrinking = progress.filter(({ phase }) => phase === "shrinking");
  expect(shrinking.map(({ done }) => done)).toEqual([...Array.from({ length: 1000 }, (_, i) => i + 1), 1]);
  expect(shrinking.at(-1)).toEqual({ phase: "shrinking", done: 1, total: 1000, steps: failure.steps.length });
  expect(failure.message).not.toContain("Not deterministic");
  expect(failure.steps.filter((step) => "callback" in step)).toHaveLength(Object.keys(TEXTS).length - 1);
  expect(failure.report.requests).toBe(progress.length - shrinking.length);
});

test("every scenario that is tried has ids of its own", async () => {
  const ids: string[] = [];
  const full = fresh(({ create, applyLifecycleEvent }) => ({
    create(request) {
      ids.push(request.requestId);
      return create(request);
    },
    applyLifecycleEvent(id, event) {
      const answer = applyLifecycleEvent(id, event);
      return event.type === "validationFailed" && event.message?.length === 13 ? { httpStatus: 500 } : answer;
    },
  }));
  const { report } = await failureOf(full, { maxSteps: 1, numRuns: 0 });
  expect(ids.length).toBeGreaterThan(4 * report.requests);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => BigInt(id) < 1n)).toEqual([]);
});

test("a report is plain data, and text", async () => {
  const report = await conformance(fresh(), FEW);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(formatReport(report)).toMatch(
    /^\d+ requests, \d+ steps, up to \d+ executions? of one request; seed 1\nstates: \d+ of \d+\n/,
  );
});

test("an uncaught error begins where the caller waits, not in the kit; some engines capture no stacks", async () => {
  const wrong = but({ read: () => ({ state: "ERROR" }) });
  expect((await failureOf(wrong, FEW)).stack).not.toMatch(/src.testing/);
  const { captureStackTrace } = Error;
  onTestFinished(() => void Object.assign(Error, { captureStackTrace }));
  Object.assign(Error, { captureStackTrace: undefined });
  await failureOf(wrong, FEW);
  await expect(replayScenario(wrong, [])).rejects.toBeInstanceOf(ConformanceError);
});
