import { readFileSync } from "node:fs";
import { applyLifecycleEvent, chart, createRequest, type JobRequest, REQUEST_STATES } from "ess-request-machine";
import {
  type ConformanceAdapter,
  ConformanceError,
  type ConformanceOptions,
  conformance,
  formatReport,
} from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { implementation } from "./support/implementations.js";
import { WRONG } from "./support/wrong-implementations.js";

/** The suite judges right implementations and wrong ones, and says what it saw of them. */

const LONGEST_STORY = 8;
const STEPS_OF_AN_EXECUTION = 2;

/** What the suite's handles and the adapters' own look like; a story has words for them. */
const HANDLE = /handle-of-|own-handle/;

async function failureOf<Key>(
  adapter: ConformanceAdapter<Key>,
  options: ConformanceOptions = {},
): Promise<ConformanceError> {
  const error = await conformance(adapter, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConformanceError)) throw new Error("Expected a ConformanceError.", { cause: error });
  expect(error.message).not.toMatch(HANDLE);
  return error;
}

const stepsTold = ({ story = "" }: ConformanceError) => [...story.matchAll(/^\d+\. /gm)].length;

/** The right implementation, but for some of its members. */
const rightBut = (members: (right: ConformanceAdapter<string>) => Partial<ConformanceAdapter<string>>) => {
  const right = implementation();
  return { ...right, ...members(right) };
};

describe("a right implementation passes", () => {
  test("with full coverage, and the report says so", async () => {
    const report = await conformance(implementation(), { coverage: "full" });
    expect(report).toMatchObject({ seed: 1, notSent: 0, executions: 19 });
    expect([...report.states.met].sort()).toEqual([...REQUEST_STATES].sort());
    for (const covered of ["states", "cells", "reasons", "effects"] as const)
      expect(report[covered].missed).toEqual([]);
    expect(report.compared).toMatchObject({ kind: report.steps, effects: report.steps, httpStatus: 0 });
    expect(report.compared.state).toBe(report.requests + report.steps);
  });

  test("over time, with full coverage and the very same report", async () => {
    const right = implementation();
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    const slow: ConformanceAdapter<string> = {
      create: async (request) => tick().then(() => right.create(request)),
      applyExecutionStatus: async (id, input) => tick().then(() => right.applyExecutionStatus(id, input)),
      applyLifecycleEvent: async (id, event) => tick().then(() => right.applyLifecycleEvent(id, event)),
      read: async (id) => tick().then(() => right.read(id)),
    };
    expect(await conformance(slow, { coverage: "full" })).toEqual(await conformance(implementation()));
  });

  test("with any seed, which the report tells", async () => {
    const report = await conformance(implementation(), { seed: 7, numRuns: 5 });
    expect(formatReport(report)).toMatch(/; seed 7$/m);
  });

  test("when it draws its own handles, as far as those can be sent", async () => {
    const report = await conformance(drawingItsOwn());
    expect(report.notSent).toBeGreaterThan(0);
    const missed = report.cells.missed.filter(
      (cell) => !/: (start|resume) rejected HANDLE_(MISSING|REUSED)$/.test(cell),
    );
    expect(missed).toEqual([]);
    expect(report.cells.missed.length).toBeGreaterThan(0);
    expect(report.compared.requestHandle).toBe(0);
  });
});

/** A server that draws handles: the adapter knows which of its own stands for which of the suite's. */
function drawingItsOwn(): ConformanceAdapter<string> {
  const own = new Map<string, string>();
  return rightBut(({ applyExecutionStatus, applyLifecycleEvent, read }) => ({
    applyExecutionStatus(id, { requestHandle, ...callback }) {
      const sent = own.get(requestHandle ?? "") ?? requestHandle;
      return applyExecutionStatus(id, { ...callback, requestHandle: sent });
    },
    async applyLifecycleEvent(id, event) {
      const begins = event.type === "start" || event.type === "resume";
      if (!begins) {
        const requestHandle = "requestHandle" in event ? (own.get(event.requestHandle) ?? event.requestHandle) : "";
        return applyLifecycleEvent(id, { ...event, requestHandle } as typeof event);
      }
      if (!event.requestHandle || own.has(event.requestHandle)) return "not sent";
      const drawn = `own-handle-${own.size}`;
      const answer = await applyLifecycleEvent(id, { ...event, requestHandle: drawn });
      if (answer !== "not sent" && answer?.kind === "transitioned") own.set(event.requestHandle, drawn);
      return answer;
    },
    async read(id) {
      const { requestHandle, earlierHandles, ...shown } = await read(id);
      return shown as JobRequest;
    },
  }));
}

describe("a wrong implementation is caught, with a short story:", () => {
  test.each(Object.entries(WRONG))("%s", async (name, fault) => {
    const failure = await failureOf(implementation(fault));
    expect(failure.story).toMatch(/^Request \d+ is created/);
    expect(failure.story).toMatch(
      new RegExp(`^At step ${failure.steps.length} the implementation differs\\.\n {3}\\S`, "m"),
    );
    expect(stepsTold(failure)).toBeGreaterThan(0);
    expect(stepsTold(failure)).toBeLessThanOrEqual(LONGEST_STORY);
    // Those of seventeen executions are told as a pair that comes again, so the story is short all the same.
    const takesLong = name === "the sixteenth earlier handle is forgotten";
    expect(failure.steps.length).toBeLessThanOrEqual(takesLong ? 17 * STEPS_OF_AN_EXECUTION : LONGEST_STORY);
  });

  test("an execution takes two steps at the least: it begins neither where a request does nor where one runs", () => {
    const from = REQUEST_STATES.filter((state) =>
      Object.values(chart.states[state].on).some((edges) => edges.some(({ target }) => target === "RUNNING")),
    );
    expect(from).toEqual(["READY", "PAUSED"]);
  });

  test("it moves another request, whose handle came", async () => {
    const owners = new Map<string | null | undefined, string>();
    const failure = await failureOf(
      rightBut((right) => ({
        applyExecutionStatus: (id, input) => right.applyExecutionStatus(owners.get(input.requestHandle) ?? id, input),
        applyLifecycleEvent(id, event) {
          if (event.type === "start") owners.set(event.requestHandle, id);
          return right.applyLifecycleEvent(id, event);
        },
      })),
    );
    expect(failure.story).toMatch(/with the handle of another request/);
    expect(failure.story).toMatch(/^ {3}It changed the other request, whose handle it was\.$/m);
  });

  test("it takes the id for a number", async () => {
    const requests = new Map<number, JobRequest>();
    const failure = await failureOf({
      ...implementation(),
      create({ requestId, retries }) {
        requests.set(Number(requestId), createRequest({ requestId: Number(requestId) - 1, retries }));
        return requestId;
      },
      read: (id) => requests.get(Number(id))!,
    });
    expect(failure.story).toMatch(/^At its creation the implementation differs\./m);
  });

  test("it shows no state", async () => {
    const failure = await failureOf(rightBut(() => ({ read: () => ({}) as JobRequest })));
    expect(failure.story).toMatch(/state: expected WAIT, but found null\./);
  });

  test("it throws: the error's name is told, its message is not, and the error is the cause", async () => {
    const thrown = new RangeError("own-handle-7 is not known");
    const failure = await failureOf(
      rightBut(({ applyLifecycleEvent }) => ({
        applyLifecycleEvent(id, event) {
          if (event.type === "hold") throw thrown;
          return applyLifecycleEvent(id, event);
        },
      })),
    );
    expect(failure.story).toMatch(
      /^1\. hold\n.*\nAt step 1 the implementation differs\.\n {3}The adapter threw RangeError: it is the cause of this error\.$/m,
    );
    expect(failure.cause).toBe(thrown);
  });

  test("it quotes a handle in a message, and the story does not", async () => {
    const failure = await failureOf(
      rightBut(({ read }) => ({
        read: async (id) => {
          const record = await read(id);
          return record.state === "RUNNING" ? { ...record, message: `from ${record.requestHandle}` } : record;
        },
      })),
    );
    expect(failure.story).toMatch(/message: expected null, but found a string of \d+ characters\./);
  });
});

test("the story of a stale handle reads like this, on the page too", async () => {
  const { story = "", steps } = await failureOf(implementation(WRONG["a stale handle is accepted"]));
  expect(steps.at(-1)).toEqual({ callback: "SUCCESS", whose: "earlier", text: "text" });
  const told = story.replaceAll(/\d{16}/g, "101");
  expect(readFileSync(new URL("../docs/conformance.md", import.meta.url), "utf8")).toContain(told);
  expect(told).toBe(`Request 101 is created with 0 retries.
1. dispatch
   dispatch moved request 101 from WAIT to READY. Nothing is owed.
2. start with a new handle
   start moved request 101 from READY to RUNNING. Owed next: invokeJob.
3. PAUSE with the latest handle, text "text"
   PAUSE moved request 101 from RUNNING to PAUSED. Owed next: startSubRequests.
4. resume with a new handle
   resume moved request 101 from PAUSED to RUNNING. Owed next: invokeJob.
5. SUCCESS with an earlier handle, text "text"
   SUCCESS for request 101 in RUNNING was ignored: STALE_HANDLE. Expected the handle of the latest execution, but found that of an earlier one. Nothing to do: a newer execution speaks for the request.
At step 5 the implementation differs.
   kind: expected ignored, but found transitioned.
   effects: expected nothing, but found runPostProcessing.
   state: expected RUNNING, but found COMPLETED.
   reportedStatus: expected null, but found SUCCESS.
   executableState: expected null, but found SUCCEEDED.`);
});

test("what only a long life at random meets is shortened to what it takes, with a plain beginning", async () => {
  const holds = new Map<string, number>();
  const failure = await failureOf(
    implementation({
      onEvent: (request, event, right) => {
        if (event.type !== "hold" || right.kind !== "transitioned") return undefined;
        const times = (holds.get(request.requestId) ?? 0) + 1;
        holds.set(request.requestId, times);
        return times === 3 ? { kind: "rejected", reason: "UNSUPPORTED_STATE", request, effects: [] } : undefined;
      },
    }),
  );
  expect(failure.story).toMatch(/^Request \d+ is created with 0 retries\.$/m);
  const names = failure.steps.map((step) => ("event" in step ? step.event : step.callback));
  expect(names).toEqual(["hold", "release", "hold", "release", "hold"]);
});

test("the same fault gives the same story", async () => {
  const fault = WRONG["the retry limit is off by one"];
  expect((await failureOf(implementation(fault))).message).toBe((await failureOf(implementation(fault))).message);
});

describe("an adapter that shows less", () => {
  const showingOnlyStates = (fault?: (typeof WRONG)[string]) => {
    const { create, applyExecutionStatus, applyLifecycleEvent, read } = implementation(fault);
    return {
      create,
      applyExecutionStatus: (...sent: Parameters<typeof applyExecutionStatus>) => void applyExecutionStatus(...sent),
      applyLifecycleEvent: (...sent: Parameters<typeof applyLifecycleEvent>) => void applyLifecycleEvent(...sent),
      read: async (id: string) => ({ state: (await read(id)).state }),
    };
  };

  test("is compared in what it shows, and the report says what it never showed", async () => {
    const report = await conformance(showingOnlyStates(), { coverage: "full" });
    const shown = Object.entries(report.compared).filter(([, times]) => times > 0);
    expect(shown).toEqual([["state", report.requests + report.steps]]);
    expect(formatReport(report)).toMatch(
      /^compared: state \d+ times\nnever shown: kind, reason, effects, httpStatus, /m,
    );
  });

  test("still betrays what goes to a wrong state", async () => {
    const { story } = await failureOf(showingOnlyStates(WRONG["a stale handle is accepted"]));
    expect(story).toMatch(/differs\.\n {3}state: expected RUNNING, but found COMPLETED\.$/);
  });

  test("hides what only a message would betray", async () => {
    await conformance(showingOnlyStates(WRONG["the message of a success is kept"]), { coverage: "full" });
  });

  test("betrays a wrong HTTP status", async () => {
    const answering = (httpStatus: number) => rightBut(() => ({ applyExecutionStatus: () => ({ httpStatus }) }));
    expect((await failureOf(answering(400))).story).toMatch(/httpStatus: expected (200|403), but found 400\./);
  });
});

describe("full coverage, when it is demanded, fails", () => {
  const lazy = rightBut(({ applyLifecycleEvent }) => ({
    applyLifecycleEvent: (id, event) => (event.type === "forceCancel" ? "not sent" : applyLifecycleEvent(id, event)),
  }));

  test("where the adapter never sends something: what was not met is named", async () => {
    const failure = await failureOf(lazy, { coverage: "full" });
    expect(failure).toMatchObject({ story: undefined, steps: [] });
    expect(failure.report.cells.missed).toContain("CANCELLING: forceCancel → CANCELLED");
    expect([...failure.report.reasons.missed].sort()).toEqual(["NOT_AWAITING_CALLBACK", "TOO_EARLY"]);
    expect(failure.message).toMatch(/^ {2}never met: \S+: forceCancel /m);
    expect(failure.message).toMatch(/^not sent: \d+ steps$/m);
  });

  test("where lives are too short to get there", async () => {
    const failure = await failureOf(implementation(), { coverage: "full", maxSteps: 3, numRuns: 3 });
    expect(failure.report.states.missed).toContain("SUCCEEDED");
  });

  test("but where it is not demanded, the report only says so", async () => {
    const report = await conformance(lazy);
    expect(report.cells.missed.every((cell) => cell.includes(": forceCancel "))).toBe(true);
    expect(formatReport(report)).toMatch(/^cells: \d+ of \d+$/m);
  });
});

describe("what can be reached is worked out, and includes", () => {
  test("every edge of the chart that leads somewhere, and every reason that an edge gives", async () => {
    const { cells } = await conformance(implementation(), { numRuns: 0 });
    for (const state of REQUEST_STATES) {
      for (const [event, edges] of Object.entries(chart.states[state].on)) {
        for (const { target, actions = [] } of edges) {
          const refusal = actions.find((action) => typeof action === "object");
          const result = target === undefined ? (refusal?.params.reason ?? "recorded") : `→ ${target}`;
          const cell = cells.met.find((met) => met.startsWith(`${state}: ${event} `) && met.endsWith(result));
          expect(cell, `${state}: ${event} ${result}`).toBeDefined();
        }
      }
    }
  });

  test("nothing that chance finds and the exploration does not", async () => {
    const met = new Set<string>();
    const noting = rightBut(({ applyLifecycleEvent: apply, read }) => ({
      async applyLifecycleEvent(id, event) {
        const before = (await read(id)) as JobRequest;
        const outcome = applyLifecycleEvent(before, event);
        if (outcome.kind === "transitioned") met.add(`${before.state}: ${event.type} → ${outcome.to}`);
        return apply(id, event);
      },
    }));
    const { cells } = await conformance(noting, { seed: 3, numRuns: 200 });
    expect([...met].filter((cell) => !cells.met.includes(cell))).toEqual([]);
  });
});
