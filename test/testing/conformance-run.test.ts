import {
  createRequest,
  EXECUTION_STATUSES,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  OUTCOME_REASONS,
  REQUEST_STATES,
} from "ess-request-machine";
import {
  type ConformanceAdapter,
  type ConformanceAnswer,
  ConformanceError,
  conformance,
  type ReplayOptions,
  replayScenario,
  type Selector,
  type Step,
} from "ess-request-machine/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { Coverage } from "../../src/testing/coverage.js";
import { applyStep, modelStateOf } from "../../src/testing/model.js";
import { runInOrder } from "../../src/testing/parallel.js";
import { Selection } from "../../src/testing/selection.js";
import { callback, event, resume, start } from "../../src/testing/step-builders.js";
import { Tally } from "../../src/testing/tally.js";
import { implementation } from "../support/implementations.js";

/** How one scenario is run: the calls of the adapter, what is compared, and what an adapter may do wrong. */

type Adapter = ConformanceAdapter<string>;
const but = (members: (adapter: Adapter) => Partial<Adapter>): Adapter => {
  const correct = implementation();
  return { ...correct, ...members(correct) };
};

async function failed(adapter: Adapter, steps: readonly Step[], options?: ReplayOptions): Promise<ConformanceError> {
  const error = await replayScenario(adapter, steps, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConformanceError);
  return error as ConformanceError;
}

/** An adapter that writes its calls down. */
function recorder(members: Partial<Adapter> = {}) {
  const calls: unknown[] = [];
  const correct = { ...implementation(), cleanUp: () => {}, ...members };
  const entries = Object.entries(correct).map(([name, call]) => {
    const recorded = (...sent: unknown[]) => {
      calls.push([name, ...structuredClone(sent)]);
      return (call as (...sent: unknown[]) => unknown)(...sent);
    };
    return [name, recorded];
  });
  return { adapter: Object.fromEntries(entries) as unknown as Adapter, calls };
}

test("the adapter is called for another request, then for each step, and to remove both", async () => {
  const { adapter, calls } = recorder();
  const steps = [event("dispatch"), start(), callback("PAUSE", "x", "foreign"), callback("PAUSE", "x", "oldest")];
  const report = await replayScenario(adapter, steps);
  const [own, other] = ["9007199254740992", "9007199254740993"];
  const begin = (id: string) => ({ type: "start", requestHandle: `handle-1-of-${id}-end` });
  expect(calls).toEqual([
    ["create", { requestId: other, retries: 0, validated: true }],
    ["applyLifecycleEvent", other, { type: "dispatch" }],
    ["applyLifecycleEvent", other, begin(other)],
    ["read", other],
    ["create", { requestId: own, retries: 0, validated: true }],
    ["read", own],
    ["applyLifecycleEvent", own, { type: "dispatch" }],
    ["read", own],
    ["applyLifecycleEvent", own, begin(own)],
    ["read", own],
    ["applyExecutionStatus", own, { status: "PAUSE", requestHandle: begin(other).requestHandle, statusMessage: "x" }],
    ["read", own],
    ["read", other],
    ["cleanUp", other],
    ["cleanUp", own],
  ]);
  const fields = "schemaVersion requestId state requestHandle earlierHandles reportedStatus attempt retries ";
  const others = "retriedCount message update pausedState executableState errorType timedOut cancelSeenAt";
  expect(report).toEqual({
    seed: 0,
    requests: 1,
    steps: 3,
    unsupported: 0,
    executions: 1,
    states: { covered: ["WAIT", "READY", "RUNNING"], uncovered: [] },
    outcomes: {
      covered: ["WAIT: dispatch → READY", "READY: start → RUNNING", "RUNNING: PAUSE rejected HANDLE_MISMATCH"],
      uncovered: [],
    },
    situations: {
      covered: [
        "READY: start → RUNNING with the new handle",
        "RUNNING: PAUSE rejected HANDLE_MISMATCH with the foreign handle",
      ],
      uncovered: [],
    },
    reasons: { covered: ["HANDLE_MISMATCH"], uncovered: [] },
    effects: { covered: ["invokeJob"], uncovered: [] },
    compared: {
      ...{ kind: 3, reason: 1, effects: 3, httpStatus: 0 },
      ...Object.fromEntries((fields + others).split(" ").map((name) => [name, 4])),
    },
  });
});

test.each([
  ["1", "2"],
  ["9007199254740994", "9007199254740995"],
  ["9223372036854775807", "9223372036854775806"],
])("the request beside %s is %s", async (requestId, other) => {
  const { adapter, calls } = recorder();
  await replayScenario(adapter, [], { requestId, retries: 3, validated: false });
  expect(calls.filter((call) => (call as unknown[])[0] === "create")).toEqual([
    ["create", { requestId: other, retries: 0, validated: true }],
    ["create", { requestId, retries: 3, validated: false }],
  ]);
});

test("the message of a difference is the counterexample and how to replay it", async () => {
  const wrong = but(({ applyLifecycleEvent }) => ({
    applyLifecycleEvent: (id, sent) =>
      sent.type === "hold"
        ? { kind: "recorded", reason: "DUPLICATE", effects: ["invokeJob", "notifyEnded"], httpStatus: 500 }
        : applyLifecycleEvent(id, sent),
  }));
  const steps = [event("validationPassed"), event("hold"), event("release")];
  const failure = await failed(wrong, steps, { requestId: "5", retries: 2, validated: false });
  const counterexample = `Request 5 is created with 2 retries, not validated yet.
1. validationPassed
   validationPassed: request 5 moved from PENDING_VALIDATION to WAIT. No effects.
2. hold
   hold: request 5 moved from WAIT to HOLD. No effects.
The implementation differs at step 2:
   kind: expected transitioned, but found recorded.
   reason: expected null, but found DUPLICATE.
   effects: expected none, but found invokeJob, notifyEnded.
   httpStatus: expected 200, but found 500.
   state: expected HOLD, but found WAIT.`;
  const sent = '[{"event":"validationPassed"},{"event":"hold"}]';
  const message = `${counterexample}
To replay it: await replayScenario(adapter, ${sent}, {"requestId":"5","retries":2,"validated":false})`;
  expect(JSON.parse(JSON.stringify(failure))).toEqual({
    name: "ConformanceError",
    message,
    counterexample,
    differences: counterexample
      .split("\n")
      .slice(-5)
      .map((line) => line.trim()),
    steps: steps.slice(0, 2),
    created: { requestId: "5", retries: 2, validated: false },
    report: failure.report,
  });
  expect(failure.report).toMatchObject({ seed: 0, requests: 1, steps: 2, executions: 0 });
  expect(failure.stack).not.toMatch(/src.testing/);
  expect((await failed(wrong, [event("hold")])).message.split("\n").at(-1)).toBe(
    'To replay it: await replayScenario(adapter, [{"event":"hold"}], {"requestId":"9007199254740992"})',
  );
});

test("invisible characters are escaped in the steps to replay", async () => {
  const wrong = but(() => ({ applyExecutionStatus: () => ({ httpStatus: 500 }) }));
  const { message } = await failed(wrong, [{ callback: "UPDATE", handle: "missing", text: "a\u200b" }]);
  expect(message).toContain('[{"callback":"UPDATE","handle":"missing","text":"a\\u200b"}]');
});

describe("a caller's mistake is a TypeError that names it:", () => {
  const STATES = REQUEST_STATES.join(", ");
  const EVENTS = [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS].join(", ");
  const REASONS = Object.keys(OUTCOME_REASONS).join(", ");
  const FUNCTIONS = "It needs create, applyExecutionStatus, applyLifecycleEvent, read.";

  test.each<[string, object, string]>([
    [
      "an unknown option",
      { maxstep: 5 },
      "Unknown option: maxstep. The options are numRuns, seed, maxSteps, maxTextLength, coverage, only, skip, parallel, " +
        "timeLimit, onProgress.",
    ],
    ["a negative number", { numRuns: -1 }, "numRuns must be an integer, 0 or more."],
    ["no step", { maxSteps: 0 }, "maxSteps must be an integer, 1 or more."],
    ["a negative length", { maxTextLength: -1 }, "maxTextLength must be an integer, 0 or more."],
    ["a fraction", { parallel: 0.5 }, "parallel must be an integer, 1 or more."],
    ["a large fraction", { parallel: 1.5 }, "parallel must be an integer, 1 or more."],
    ["no time", { timeLimit: 0 }, "timeLimit must be an integer, 1 or more."],
    ["a seed that is text", { seed: "1" }, "seed must be a safe integer."],
    ["an unknown coverage", { coverage: "all" }, 'coverage must be "full" or "report".'],
    ["an unknown state", { skip: [{ state: "DONE" }] }, `Unknown state in skip. It must be one of ${STATES}.`],
    ["an unknown event", { only: [{ event: "DONE" }] }, `Unknown event in only. It must be one of ${EVENTS}.`],
    ["an unknown reason", { only: [{ reason: "DONE" }] }, `Unknown reason in only. It must be one of ${REASONS}.`],
    [
      "an unknown member",
      { only: [{ toString: "SUCCESS" }] },
      "Unknown member in only: toString. The members are state, event and reason.",
    ],
    ["an empty selector", { skip: [{}] }, "Every entry of skip must have a state, an event or a reason."],
    ["no selector", { only: [null] }, "Every entry of only must have a state, an event or a reason."],
    ["a text as selector", { only: ["hold"] }, "Every entry of only must have a state, an event or a reason."],
    ["no list", { skip: "hold" }, 'skip must be a list of objects such as { state: "HOLD" }.'],
    ["a hook that is not a function", { onProgress: 5 }, "onProgress must be a function."],
    ["null", null as never, "The options must be an object."],
    ["a text", "fast" as never, "The options must be an object."],
  ])("%s", async (_, options, message) => {
    await expect(conformance(implementation(), options)).rejects.toThrow(new TypeError(message));
  });

  test.each([
    ["null", null, `The adapter must have a function create. ${FUNCTIONS}`],
    [
      "an adapter without a function",
      { ...implementation(), read: 5 },
      `The adapter must have a function read. ${FUNCTIONS}`,
    ],
    ["another cleanUp", { ...implementation(), cleanUp: 5 }, "cleanUp must be a function, if it is there."],
  ])("%s", async (_, adapter, message) => {
    await expect(replayScenario(adapter as never, [])).rejects.toThrow(new TypeError(message));
    await expect(conformance(adapter as never)).rejects.toThrow(new TypeError(message));
  });
});

describe("a selection", () => {
  const state = modelStateOf(createRequest({ requestId: 1 }), undefined);
  const decide = (selection: Selection, step: Step) => {
    const result = applyStep(state, step)!;
    return [selection.sends(state, step, result), selection.counts(state, step, result)];
  };

  test.each<[string, readonly Selector[], readonly Selector[], readonly boolean[], readonly boolean[]]>([
    ["of everything", [], [], [true, true], [true, true]],
    ["of a state in which a step is sent", [{ state: "WAIT" }], [], [true, true], [true, true]],
    ["of a state to which a step leads", [{ state: "HOLD" }], [], [true, true], [false, false]],
    ["of another state", [{ state: "RUNNING" }], [], [true, false], [false, false]],
    ["of an event", [{ event: "release", state: "WAIT" }], [], [true, false], [true, true]],
    ["of a reason", [{ reason: "UNSUPPORTED_STATE" }], [], [true, false], [true, true]],
    ["of another reason", [{ reason: "DUPLICATE" }], [], [true, false], [false, false]],
    ["of one of several", [{ event: "hold" }, { event: "release" }], [], [true, true], [true, true]],
    ["without an event", [], [{ event: "hold" }], [false, true], [true, true]],
    ["without a reason", [], [{ event: "start" }, { reason: "UNSUPPORTED_STATE" }], [true, true], [false, true]],
  ])("%s decides which steps are sent, and which count", (_, only, skip, hold, release) => {
    const selection = new Selection(only, skip);
    expect([decide(selection, event("hold")), decide(selection, event("release"))]).toEqual([hold, release]);
  });

  test("leaves what leads to its steps out of the coverage", () => {
    const tally = new Tally();
    const reachable = new Coverage();
    for (const step of [event("hold"), event("dispatch")]) {
      const result = applyStep(state, step)!;
      reachable.addStep(state, step, result);
      tally.addStep(state, step, result, new Selection([{ event: "hold" }]));
    }
    const { steps, states, outcomes } = tally.report(1, reachable);
    expect({ steps, states, outcomes }).toEqual({
      steps: 2,
      states: { covered: ["WAIT", "HOLD"], uncovered: ["READY"] },
      outcomes: { covered: ["WAIT: hold → HOLD"], uncovered: ["WAIT: dispatch → READY"] },
    });
  });

  test("begins in every state that is not left out as a whole, and differs from others by its key", () => {
    const selectors: readonly Selector[] = [{ state: "HOLD" }, { state: "WAIT", event: "hold" }];
    const skip = new Selection([], [...selectors, { state: "READY", reason: "DUPLICATE" }]);
    expect((["HOLD", "WAIT", "READY"] as const).map((name) => skip.beginsIn(name))).toEqual([false, true, true]);
    const keys = [[], [selectors], [[], selectors], [selectors, selectors]].map((lists) => new Selection(...lists).key);
    expect(new Set(keys).size).toBe(4);
  });
});

describe("an adapter that fails", () => {
  const hang = () => new Promise<never>(() => {});
  const thrown = new RangeError("own-handle-7");

  test.each<[string, Partial<Adapter>, string, ReplayOptions?]>([
    [
      "with an error",
      { read: () => Promise.reject(thrown) },
      "The adapter threw RangeError; it is this error's cause.",
    ],
    [
      "with another value",
      { read: () => Promise.reject("own-handle-7") },
      "The adapter threw a value that is not an error; it is this error's cause.",
    ],
    ["without a state", { read: () => ({}) as never }, "state: expected WAIT, but found null."],
    ["in time", { read: hang }, "The adapter did not answer within 5 ms.", { timeLimit: 5 }],
    ["to clean up", { cleanUp: hang }, "The adapter did not answer within 5 ms in cleanUp.", { timeLimit: 5 }],
    [
      "while it cleans up",
      { cleanUp: () => Promise.reject(thrown) },
      "The adapter threw RangeError in cleanUp; it is this error's cause.",
    ],
  ])("%s is a difference that says so", async (_, members, sentence, options) => {
    const failure = await failed(
      but(() => members),
      [event("hold")],
      options,
    );
    expect(failure.differences).toEqual([sentence]);
    const where = failure.steps.length === 0 ? "after the request was created" : "at step 1";
    expect(failure.counterexample).toContain(`\nThe implementation differs ${where}:\n   ${sentence}`);
    expect("cause" in failure).toBe(sentence.includes("cause"));
  });

  test("to start another request is tested without one", async () => {
    const { adapter, calls } = recorder({ applyLifecycleEvent: () => "unsupported" });
    const failure = await failed(adapter, [event("hold"), event("dispatch")]);
    expect(failure.message).toBe(
      'The adapter answered "unsupported" to every step, so nothing was tested.\n\n' +
        "1 request, 0 steps, up to 0 executions of one request; seed 0\n" +
        "states: 1 of 1\noutcomes: 0 of 0\nsituations: 0 of 0\nreasons: 0 of 0\neffects: 0 of 0\n" +
        "compared: schemaVersion, requestId, state, requestHandle, earlierHandles, reportedStatus, attempt, retries, " +
        "retriedCount, message, update, pausedState, executableState, errorType, timedOut, cancelSeenAt 1 time\n" +
        "never compared: kind, reason, effects, httpStatus\nunsupported: 2 steps",
    );
    expect(failure).toMatchObject({ counterexample: undefined, created: undefined, steps: [], differences: [] });
    expect(calls.map((call) => (call as unknown[])[0]).join()).toBe(
      "create,applyLifecycleEvent,create,read,applyLifecycleEvent,applyLifecycleEvent,cleanUp,cleanUp",
    );
  });
});

test("an answer in time leaves no timer behind, and a synchronous one needs none", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  await undefined;
  const before = timers();
  await replayScenario(
    but(({ read }) => ({ read: async (id) => read(id) })),
    [event("hold")],
    { timeLimit: 9999 },
  );
  expect(timers()).toBeLessThanOrEqual(before);
  const { setTimeout } = globalThis;
  onTestFinished(() => void Object.assign(globalThis, { setTimeout }));
  const started: unknown[] = [];
  Object.assign(globalThis, { setTimeout: (...timer: unknown[]) => started.push(timer) });
  await replayScenario(implementation(), [event("hold")]);
  expect(started).toEqual([]);
});

test("a difference quotes the texts that were sent, and names handles by execution", async () => {
  const wrong = but(({ read }) => ({
    async read(id) {
      const record = await read(id);
      return record.update === null ? record : { ...record, update: "TEXT", requestHandle: null };
    },
  }));
  const { differences } = await failed(wrong, [event("dispatch"), start(), callback("UPDATE", "text")]);
  expect(differences).toEqual([
    "requestHandle: expected that of execution 1, but found null.",
    'update: expected "text", but found "TEXT".',
  ]);
});

test("an unsupported step is left out, and the next one is compared as if it had not been", async () => {
  const adapter = but(({ applyLifecycleEvent }) => ({
    applyLifecycleEvent: (id, sent) => (sent.type === "hold" ? "unsupported" : applyLifecycleEvent(id, sent)),
  }));
  const report = await replayScenario(adapter, [event("hold"), event("dispatch")]);
  expect(report).toMatchObject({ steps: 1, unsupported: 1, outcomes: { covered: ["WAIT: dispatch → READY"] } });
  const wrong = { ...adapter, applyExecutionStatus: (): ConformanceAnswer => ({ httpStatus: 500 }) };
  const failure = await failed(wrong, [
    event("hold"),
    event("dispatch"),
    callback("PAUSE"),
    callback("UPDATE", "x", "missing"),
  ]);
  expect(failure.steps).toEqual([event("dispatch"), callback("UPDATE", "x", "missing")]);
});

test("an adapter may change what it is sent, and its answer afterwards", async () => {
  const sent: LifecycleEvent[] = [];
  const careless = but(({ applyLifecycleEvent, applyExecutionStatus, read }) => {
    let answer: { httpStatus?: number } = {};
    return {
      applyLifecycleEvent(id, event) {
        applyLifecycleEvent(id, event);
        sent.push(structuredClone(event));
        const { members } = event as unknown as { members?: number[] };
        members?.push(1);
        Object.assign(event, { type: "changed" });
        answer = { httpStatus: "requestHandle" in event || event.type === "hold" ? 400 : 200 };
        return {};
      },
      applyExecutionStatus(id, input) {
        applyExecutionStatus(id, input);
        answer = { httpStatus: 200 };
        return answer;
      },
      read(id) {
        answer.httpStatus = 500;
        return read(id);
      },
    };
  });
  const odd: Step = { event: "hold", members: { members: [0] } };
  await replayScenario(careless, [
    odd,
    event("release"),
    odd,
    event("release"),
    event("dispatch"),
    start(),
    callback("UPDATE"),
  ]);
  expect(sent.filter(({ type }) => type === "hold")).toEqual([
    { type: "hold", members: [0] },
    { type: "hold", members: [0] },
  ]);
});

test("another request that changes too is a difference, in whatever it changes", async () => {
  const other = "9007199254740993";
  const changing = (fields: object) =>
    but(({ read, applyLifecycleEvent }) => {
      let isChanged = false;
      return {
        applyLifecycleEvent(id, sent) {
          isChanged = sent.type === "resume";
          return applyLifecycleEvent(id, sent);
        },
        read: async (id) => ({ ...(await read(id)), ...(id === other && isChanged && fields) }),
      };
    });
  const steps = [event("dispatch"), start(), callback("PAUSE"), resume()];
  const { differences } = await failed(changing({ timedOut: true, earlierHandles: ["h"] }), steps);
  expect(differences).toEqual(["Another request changed too: earlierHandles, timedOut."]);
  await expect(replayScenario(changing({}), steps)).resolves.toMatchObject({ executions: 2, steps: 4 });
});

describe("runs in order", () => {
  /** Runs end in another order than they begin. */
  const run = async (total: number, parallel: number, found: readonly number[]) => {
    const log: string[] = [];
    let running = 0;
    let most = 0;
    const first = await runInOrder(total, parallel, async (index) => {
      running += 1;
      most = Math.max(most, running);
      for (let ticks = 10 * (total - index); ticks > 0; ticks -= 1) await undefined;
      running -= 1;
      log.push(String(index));
      return found.includes(index) ? `result ${index}` : undefined;
    });
    return { first, most, log: log.join(" ") };
  };

  test("are all made if none gives a result, at most so many at the same time", async () => {
    expect(await run(3, 1, [])).toEqual({ first: undefined, most: 1, log: "0 1 2" });
    expect(await run(4, 2, [])).toEqual({ first: undefined, most: 2, log: "1 0 3 2" });
    expect(await run(0, 2, [])).toEqual({ first: undefined, most: 0, log: "" });
  });

  test("stop at the first result, by number", async () => {
    expect(await run(4, 1, [1, 2])).toEqual({ first: { result: "result 1", index: 1 }, most: 1, log: "0 1" });
    expect((await run(9, 3, [0, 1, 2])).first).toEqual({ result: "result 0", index: 0 });
  });
});
