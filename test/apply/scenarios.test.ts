import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import {
  acceptedEvents,
  applyExecutionStatus,
  applyLifecycleEvent,
  chart,
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
import { callbackEvent } from "../support/machine.js";
import { parseTranscript, type Scenario, type ScenarioStep } from "../support/transcript.js";

/**
 * The scenarios, against the pure functions, the machine and an actor separately. The scenarios were written without the
 * chart; a test that compares the functions with the machine could not find a fault of the chart.
 */

const FOLDER = new URL("../scenarios/", import.meta.url);
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith(".txt"));
const TRANSCRIPTS = FILES.map((file) => ({
  file,
  scenarios: parseTranscript(file, readFileSync(new URL(file, FOLDER), "utf8")),
}));
const SCENARIOS = TRANSCRIPTS.flatMap(({ scenarios }) => scenarios);
const STEPS = SCENARIOS.flatMap(({ steps }) => steps);

/** One test per scenario, by file. */
function eachScenario(run: (scenario: Scenario) => void, chosen: (scenario: Scenario) => boolean = () => true) {
  describe.each(TRANSCRIPTS)("$file", ({ scenarios }) => {
    for (const scenario of scenarios.filter(chosen)) test(scenario.title, () => run(scenario));
  });
}

/** An assertion per step would take longer than the step: it is made only to show a difference. */
function expectSame(found: unknown, expected: unknown, where: string): void {
  if (isDeepStrictEqual(found, expected)) return;
  expect(found, where).toStrictEqual(expected);
  expect.fail(`${where}: not the same`);
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
      expectSame(outcome.request === request, step.reason !== undefined, `${step.where}: the same object`);
      if (step.reason !== undefined) {
        const { kind, httpStatus } = OUTCOME_REASONS[step.reason];
        expectSame({ kind, httpStatus }, { kind: step.kind, httpStatus: step.httpStatus }, step.where);
      }
      request = frozen(outcome.request);
    }
  });
});

/** Records and their lists of handles must not be changed. */
function frozen(request: JobRequest): JobRequest {
  Object.freeze(request.earlierHandles);
  return Object.freeze(request);
}

/** The types of the machine exclude unknown names and invalid payloads. */
const isForMachine = ({ input, reason }: ScenarioStep): boolean =>
  !["UNKNOWN_STATUS", "UNKNOWN_EVENT", "INVALID_PAYLOAD"].includes(reason ?? "") &&
  !(reason === "HANDLE_MISSING" && "event" in input);

const eventOf = ({ input }: ScenarioStep): RequestMachineEvent =>
  "callback" in input ? callbackEvent(input.callback as ExecutionStatusInput) : (input.event as LifecycleEvent);

/** The record and the actions. The machine has no action for an event that the state does not list. */
function machineAnswerOf({ kind, reason, after, effects }: ScenarioStep) {
  if (reason === undefined) return { request: after, actions: effects };
  const verb = kind === "ignored" ? "ignore" : "reject";
  return { request: after, actions: reason === "UNSUPPORTED_STATE" ? [] : [`${verb} ${reason}`] };
}

describe("the machine alone", () => {
  const actionName = ({ type, params }: { type: string; params?: unknown }) =>
    params === undefined ? type : `${type} ${(params as { reason: string }).reason}`;

  eachScenario(({ given, steps }) => {
    let snapshot = toSnapshot(given);
    for (const step of steps.filter(isForMachine)) {
      const [next, actions] = transition(requestMachine, snapshot, eventOf(step));
      expectSame({ request: fromSnapshot(next), actions: actions.map(actionName) }, machineAnswerOf(step), step.where);
      snapshot = next;
    }
  });
});

describe("a live actor, until the request ends", () => {
  const executed: string[] = [];
  const recordReason =
    (verb: string) =>
    (_: unknown, { reason }: { reason: string }) =>
      executed.push(`${verb} ${reason}`);
  const actions = {
    ...Object.fromEntries(EFFECTS.map((effect) => [effect, () => executed.push(effect)])),
    ignore: recordReason("ignore"),
    reject: recordReason("reject"),
  } as unknown as never;
  const machine = requestMachine.provide({ actions });

  eachScenario(
    ({ given, steps }) => {
      const actor = createActor(machine, { snapshot: toSnapshot(given) }).start();
      for (const step of steps.filter(isForMachine)) {
        if (isTerminal(step.before.state)) break;
        executed.length = 0;
        actor.send(eventOf(step));
        const snapshot = actor.getSnapshot();
        expectSame({ request: fromSnapshot(snapshot), actions: executed }, machineAnswerOf(step), step.where);
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

/** The hint of a failure. */
const WRITTEN = "the scenarios in test/scenarios";

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
    expect(new Set(cells), WRITTEN).toEqual(new Set(all));
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
  /** In its own list or in that of the root. */
  const isListed = (state: RequestState, event: LifecycleEventName) =>
    event in { ...chart.states[state].on, ...chart.on };

  test("every event in every state that lists it", () => {
    expect(
      pairsIn(({ reason }) => reason !== "UNSUPPORTED_STATE"),
      WRITTEN,
    ).toEqual(pairs(isListed));
  });

  test("every event that a state can accept, being accepted", () => {
    expect(
      pairsIn(({ reason }) => reason === undefined),
      WRITTEN,
    ).toEqual(pairs((state, event) => acceptedEvents(state).includes(event)));
  });

  test("every event in every state that does not list it", () => {
    const notListed = pairs((state, event) => !isListed(state, event));
    expect(
      pairsIn(({ reason }) => reason === "UNSUPPORTED_STATE"),
      WRITTEN,
    ).toEqual(notListed);
  });

  test("every reason and every effect", () => {
    expect(new Set(STEPS.flatMap(({ reason }) => reason ?? []))).toEqual(new Set(Object.keys(OUTCOME_REASONS)));
    expect(new Set(STEPS.flatMap(({ effects }) => effects))).toEqual(new Set(EFFECTS));
  });
});

describe("the transcripts", () => {
  test("begin with a well-formed record, or say that it is not well formed", () => {
    for (const { title, given, wellFormed } of SCENARIOS) {
      expect(parseJobRequest(given).issues === undefined, title).toBe(wellFormed);
    }
  });

  test("expect a well-formed record after a well-formed one", () => {
    const steps = SCENARIOS.filter(({ wellFormed }) => wellFormed).flatMap((scenario) => scenario.steps);
    for (const { after, where } of steps) expectSame(parseJobRequest(after).issues, undefined, where);
  });
});
