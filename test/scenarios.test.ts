import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EFFECTS,
  EXECUTION_STATUSES,
  type ExecutionStatusInput,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  type LifecycleEventName,
  OUTCOME_REASONS,
  type Outcome,
  parseJobRequest,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { fromSnapshot, type RequestMachineEvent, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { createActor, transition } from "xstate";
import { callbackEvent } from "./support/machine.js";
import { parseTranscript, type Scenario, type ScenarioStep } from "./support/transcript.js";

/**
 * The scenarios, run against the pure functions alone and against the machine alone. Both read one chart, and a test that
 * only compares the two would prove the readers and not the chart.
 */

const FOLDER = new URL("scenarios/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith(".txt"));
const TRANSCRIPTS = FILES.map((file) => ({
  file,
  scenarios: parseTranscript(file, readFileSync(new URL(file, FOLDER), "utf8")),
}));
const SCENARIOS = TRANSCRIPTS.flatMap(({ scenarios }) => scenarios);
const STEPS = SCENARIOS.flatMap(({ steps }) => steps);

/** Every scenario as a test of its own, by file. */
function eachScenario(run: (scenario: Scenario) => void, chosen: (scenario: Scenario) => boolean = () => true) {
  describe.each(TRANSCRIPTS)("$file", ({ scenarios }) => {
    for (const scenario of scenarios.filter(chosen)) test(scenario.title, () => run(scenario));
  });
}

/** An assertion a step costs more than the step does; it is needed only to tell a difference. */
function expectSame(found: unknown, expected: unknown, where: string): void {
  if (isDeepStrictEqual(found, expected)) return;
  expect(found, where).toStrictEqual(expected);
  expect.fail(`${where}: different`);
}

describe("the pure functions alone", () => {
  const apply = ({ input }: ScenarioStep, request: JobRequest): Outcome =>
    "callback" in input
      ? applyExecutionStatus(request, input.callback as ExecutionStatusInput)
      : applyLifecycleEvent(request, input.event as LifecycleEvent);

  function expectedOf({ kind, reason, before, after, effects }: ScenarioStep) {
    if (kind === "transitioned") return { kind, from: before.state, to: after.state, request: after, effects };
    return reason === undefined ? { kind, request: after, effects } : { kind, reason, request: after, effects };
  }

  eachScenario(({ given, steps }) => {
    let request = frozen(given);
    for (const step of steps) {
      const outcome = apply(step, request);
      expectSame(outcome, expectedOf(step), step.where);
      expectSame(outcome.request === request, step.reason !== undefined, `${step.where}: the very same record`);
      if (step.reason !== undefined) {
        const { kind, httpStatus } = OUTCOME_REASONS[step.reason];
        expectSame({ kind, httpStatus }, { kind: step.kind, httpStatus: step.httpStatus }, step.where);
      }
      request = frozen(outcome.request);
    }
  });
});

/** Neither a record nor its list of handles may be changed once it is told. */
function frozen(request: JobRequest): JobRequest {
  Object.freeze(request.earlierHandles);
  return Object.freeze(request);
}

/** The types keep from the machine what has no known name or a payload that does not fit. */
const isForMachine = ({ input, reason }: ScenarioStep): boolean =>
  !["UNKNOWN_STATUS", "UNKNOWN_EVENT", "INVALID_PAYLOAD"].includes(reason ?? "") &&
  !(reason === "HANDLE_MISSING" && "event" in input);

const eventOf = ({ input }: ScenarioStep): RequestMachineEvent =>
  "callback" in input ? callbackEvent(input.callback as ExecutionStatusInput) : (input.event as LifecycleEvent);

/** The record, and what the machine does besides. For an event that the state does not list it has no word. */
function machineAnswerOf({ kind, reason, after, effects }: ScenarioStep) {
  if (reason === undefined) return { request: after, actions: effects };
  const verb = kind === "ignored" ? "ignore" : "reject";
  return { request: after, actions: reason === "UNSUPPORTED_STATE" ? [] : [`${verb} ${reason}`] };
}

describe("the machine alone", () => {
  const said = ({ type, params }: { type: string; params?: unknown }) =>
    params === undefined ? type : `${type} ${(params as { reason: string }).reason}`;

  eachScenario(({ given, steps }) => {
    let snapshot = toSnapshot(given);
    for (const step of steps.filter(isForMachine)) {
      const [next, actions] = transition(requestMachine, snapshot, eventOf(step));
      expectSame({ request: fromSnapshot(next), actions: actions.map(said) }, machineAnswerOf(step), step.where);
      snapshot = next;
    }
  });
});

describe("a live actor, until the request ends", () => {
  const heard: string[] = [];
  const hearsReason =
    (verb: string) =>
    (_: unknown, { reason }: { reason: string }) =>
      heard.push(`${verb} ${reason}`);
  const actions = {
    ...Object.fromEntries(EFFECTS.map((effect) => [effect, () => heard.push(effect)])),
    ignore: hearsReason("ignore"),
    reject: hearsReason("reject"),
  } as unknown as never;
  const machine = requestMachine.provide({ actions });

  eachScenario(
    ({ given, steps }) => {
      const actor = createActor(machine, { snapshot: toSnapshot(given) }).start();
      for (const step of steps.filter(isForMachine)) {
        if (isTerminal(step.before.state)) break;
        heard.length = 0;
        actor.send(eventOf(step));
        const snapshot = actor.getSnapshot();
        expectSame({ request: fromSnapshot(snapshot), actions: heard }, machineAnswerOf(step), step.where);
        expectSame(snapshot.status, isTerminal(step.after.state) ? "done" : "active", step.where);
      }
      actor.stop();
    },
    ({ given }) => !isTerminal(given.state),
  );
});

/** The states in which a request cannot have a handle. */
const WITHOUT_HANDLE: readonly RequestState[] = [
  "PENDING_VALIDATION",
  "SCHEDULE_ENDED",
  "EXPIRED",
  "VALIDATION_FAILED",
  "FINISHED",
];

/** Which states take which event: by hand, like the scenarios. */
const TAKEN: { readonly [Event in LifecycleEventName]: readonly RequestState[] } = {
  validationPassed: ["PENDING_VALIDATION"],
  validationFailed: ["PENDING_VALIDATION"],
  dispatch: ["WAIT"],
  block: ["WAIT", "READY"],
  unblock: ["BLOCKED"],
  hold: ["WAIT", "READY"],
  release: ["HOLD"],
  expire: ["WAIT", "READY", "BLOCKED"],
  start: ["READY"],
  resume: ["PAUSED"],
  timeOut: ["RUNNING"],
  manualRecoveryRequired: ["RUNNING"],
  cancel: [
    ...(["PENDING_VALIDATION", "WAIT", "READY", "BLOCKED", "HOLD"] as const),
    ...(["ERROR_AUTO_RETRY", "ERROR_MANUAL_RECOVERY", "SCHEDULE_ENDED"] as const),
    ...(["RUNNING", "COMPLETED", "PAUSED", "CANCELLING"] as const),
  ],
  checkIn: REQUEST_STATES,
  forceCancel: ["CANCELLING"],
  cancelCompleted: ["CANCELLING"],
  postProcessed: ["COMPLETED", "CANCELLING"],
  retry: ["ERROR_AUTO_RETRY"],
  recover: ["ERROR_MANUAL_RECOVERY"],
  complete: ["ERROR_MANUAL_RECOVERY", "RUNNING"],
  scheduleEnded: ["WAIT"],
  childrenFinished: ["SCHEDULE_ENDED"],
};

/** Events that a state takes only to say that there is nothing to do. */
const mayRecord = (state: RequestState, event: LifecycleEventName): boolean =>
  event === "checkIn" ? state === "CANCELLING" : !(event === "cancel" && state === "CANCELLING");

describe("the transcripts cover", () => {
  test("every status in every state, from the latest execution", () => {
    const fromLatest = ({ before, reason }: ScenarioStep, handle: unknown) =>
      reason !== "STALE_HANDLE" && (handle === before.requestHandle || WITHOUT_HANDLE.includes(before.state));
    const cells = STEPS.flatMap((step) => {
      if (!("callback" in step.input) || step.reason === "UNKNOWN_STATUS" || step.reason === "HANDLE_MISSING")
        return [];
      const { requestHandle, status } = step.input.callback as ExecutionStatusInput;
      return fromLatest(step, requestHandle) ? [`${step.before.state} ${status}`] : [];
    });
    const all = REQUEST_STATES.flatMap((state) => EXECUTION_STATUSES.map((status) => `${state} ${status}`));
    expect(all).toHaveLength(152);
    expect(new Set(cells)).toEqual(new Set(all));
  });

  const pairs = (chosen: (state: RequestState, event: LifecycleEventName) => boolean) =>
    new Set(
      LIFECYCLE_EVENTS.flatMap((event) =>
        REQUEST_STATES.filter((state) => chosen(state, event)).map((state) => `${state} ${event}`),
      ),
    );
  const pairsIn = (chosen: (step: ScenarioStep) => boolean) =>
    new Set(
      STEPS.filter((step) => chosen(step) && step.reason !== "UNKNOWN_EVENT").flatMap(({ input, before }) =>
        "event" in input ? [`${before.state} ${(input.event as LifecycleEvent).type}`] : [],
      ),
    );
  const takes = (state: RequestState, event: LifecycleEventName) => TAKEN[event].includes(state);

  test("every event in every state that takes it, and what comes of it there", () => {
    const taken = pairs(takes);
    expect(taken.size).toBe(57);
    expect(pairsIn(({ reason }) => reason !== "UNSUPPORTED_STATE")).toEqual(taken);
    expect(pairsIn(({ reason }) => reason === undefined)).toEqual(
      pairs((state, event) => takes(state, event) && mayRecord(state, event)),
    );
  });

  test("every event in every state that does not take it", () => {
    const notTaken = pairs((state, event) => !takes(state, event));
    expect(notTaken.size).toBe(19 * 22 - 57);
    expect(pairsIn(({ reason }) => reason === "UNSUPPORTED_STATE")).toEqual(notTaken);
  });

  test("every reason and every effect", () => {
    expect(new Set(STEPS.flatMap(({ reason }) => reason ?? []))).toEqual(new Set(Object.keys(OUTCOME_REASONS)));
    expect(new Set(STEPS.flatMap(({ effects }) => effects))).toEqual(new Set(EFFECTS));
  });
});

describe("the transcripts", () => {
  test("begin with a record that is well formed, or say that it is not", () => {
    for (const { title, given, wellFormed } of SCENARIOS) {
      expect(parseJobRequest(given).issues === undefined, title).toBe(wellFormed);
    }
  });

  test("expect well-formed records of well-formed ones", () => {
    const steps = SCENARIOS.filter(({ wellFormed }) => wellFormed).flatMap((scenario) => scenario.steps);
    for (const { after, where } of steps) expectSame(parseJobRequest(after).issues, undefined, where);
  });
});
