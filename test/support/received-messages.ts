import assert from "node:assert/strict";
import type { StatelyActorEvent, StatelyInspectionEvent } from "@statelyai/inspect";
import {
  applyExecutionStatus,
  applyLifecycleEvent,
  chart,
  createRequest,
  EXECUTION_STATUSES,
  isTerminal,
  type Outcome,
} from "ess-request-machine";
import { type RequestMachine, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createMachine } from "xstate";
import { SCENARIOS, type Scenario } from "../../docs/examples/inspect/scenarios.js";
import { answerOf, callbackEvent, fitsMachine, machineAnswer } from "./machine.js";
import { cases, nameOf, outcomeOf, trialsOf } from "./vector-trials.js";

/** Checks the messages that an inspector receives. The functions throw an AssertionError. */

export type Messages = readonly StatelyInspectionEvent[];

/** The types of an actor's events, and its state after each step. */
interface History {
  readonly events: readonly string[];
  readonly states: readonly string[];
}

function historyOf(messages: Messages, { sessionId }: StatelyActorEvent): History {
  const own = messages.filter((event) => event.sessionId === sessionId);
  return {
    events: own.flatMap((event) => (event.type === "@xstate.event" ? event.event.type : [])),
    states: own.flatMap((event) =>
      event.type === "@xstate.snapshot" ? (event.snapshot as unknown as { value: string }).value : [],
    ),
  };
}

/** The steps of a scenario with the outcomes of the pure functions. */
function outcomesOf({ steps, retries }: Scenario): readonly { readonly name: string; readonly outcome: Outcome }[] {
  let request = createRequest({ requestId: "102", retries });
  return steps.map((step) => {
    const outcome =
      "event" in step ? applyLifecycleEvent(request, step.event) : applyExecutionStatus(request, step.callback);
    request = outcome.request;
    return { name: "event" in step ? step.event.type : step.callback.status, outcome };
  });
}

const reasonOf = (outcome: Outcome): readonly string[] =>
  "reason" in outcome ? [`${outcome.kind} ${outcome.reason}`] : [];

/** `inspectRequests` sends each input and its outcome. */
function pureHistory(scenario: Scenario): History {
  const outcomes = outcomesOf(scenario);
  return {
    events: outcomes.flatMap(({ name, outcome }) => [
      name,
      ...reasonOf(outcome),
      ...(outcome.kind === "transitioned" ? [`transitioned to ${outcome.to}`] : []),
      ...(outcome.kind === "recorded" ? ["recorded"] : []),
    ]),
    states: outcomes.map(({ outcome }) => outcome.request.state),
  };
}

/** An actor sends its start, each input, and each reason to ignore or reject one. It stops in a terminal state. */
function actorHistory(scenario: Scenario): History {
  const outcomes = outcomesOf(scenario);
  const end = outcomes.findIndex(({ outcome }) => isTerminal(outcome.request.state));
  const received = outcomes.slice(0, end + 1);
  assert.ok(end > 0, "every scenario ends");
  return {
    events: ["xstate.init", ...received.flatMap(({ name, outcome }) => [name, ...reasonOf(outcome)])],
    states: ["WAIT", ...received.map(({ outcome }) => outcome.request.state)],
  };
}

interface Definition {
  readonly id: string;
  readonly context: object;
  readonly output: object;
  readonly initial: string;
  readonly on: Readonly<Record<string, readonly { readonly guard?: string; readonly description: string }[]>>;
  readonly states: object;
}

/** The definition is the chart: every transition, guard, action and description. */
function checkDefinition({ id: _, context, initial, on, output, states, ...rest }: Definition): void {
  assert.deepEqual(rest, {});
  assert.deepEqual([context, output], [{ type: "context" }, { type: "output" }], "the names of the two functions");
  const withOutput = Object.entries(chart.states).map(([state, node]) => [
    state,
    node.type === "final" ? { ...node, output: { type: "output" } } : node,
  ]);
  assert.deepEqual(states, Object.fromEntries(withOutput));
  assert.equal(initial, chart.initial);
  assert.deepEqual(Object.keys(on).sort(), [...EXECUTION_STATUSES, ...Object.keys(chart.on)].sort());
  for (const [event, transitions] of Object.entries(chart.on)) assert.deepEqual(on[event], transitions);
  const fallbacks = chart.callbacks.fallbacks.filter(({ guard }) => guard !== "isUnknownStatus");
  for (const status of EXECUTION_STATUSES) assert.deepEqual(on[status], fallbacks);
}

/** A machine that is built from the definition agrees with the pure functions. */
function checkRebuilt(definition: Definition): void {
  const { implementations } = requestMachine as unknown as { readonly implementations: never };
  const rebuilt = createMachine(definition as never).provide(implementations) as unknown as RequestMachine;
  const trials = cases.flatMap(trialsOf).filter((trial) => nameOf(trial) && fitsMachine(trial as never));
  assert.ok(trials.length > 1000);
  for (const trial of trials) {
    const event = (trial.event ?? callbackEvent(trial.callback as never)) as never;
    const { value, context } = toSnapshot(trial.request);
    const answer = machineAnswer(rebuilt.resolveState({ value, context }), event, rebuilt);
    assert.deepEqual(answer, answerOf(outcomeOf(trial)));
  }
}

const HANDLES = new Set(
  Object.values(SCENARIOS).flatMap(({ steps }) =>
    steps.flatMap((step) => {
      const { requestHandle } = ("event" in step ? step.event : step.callback) as { requestHandle?: string };
      return requestHandle ?? [];
    }),
  ),
);

/** The text is complete JSON with a name for every function (an inspector shows each as an object) and no handle. */
function checkText(text: string): void {
  assert.doesNotMatch(text, /\[(Object|Array|Circular|Function|\.\.\.)|unable to serialize|=>|function/);
  assert.doesNotMatch(text, /"type":""/);
  assert.ok(HANDLES.size > 2);
  for (const handle of HANDLES) assert.ok(!text.includes(handle), "a message contains a handle");
}

/** All messages of a scenario arrived: those of the XState actor, and those of the request without one. */
export function checkMessages(messages: Messages, scenario: Scenario): void {
  const texts = messages.flatMap((event) => [
    JSON.stringify(event),
    "definition" in event ? (event.definition ?? "") : "",
  ]);
  checkText(texts.join("\n"));
  const actors = messages.filter((event) => event.type === "@xstate.actor");
  assert.equal(actors.length, 2);
  assert.deepEqual(Object.fromEntries(actors.map((actor) => [actor.name, historyOf(messages, actor)])), {
    "request 101 (XState actor)": actorHistory(scenario),
    "request 102": pureHistory(scenario),
  });
  for (const { definition } of actors) {
    const parsed: Definition = JSON.parse(definition ?? "{}");
    // Each definition is checked once, under any name.
    const text = JSON.stringify({ ...parsed, id: "" });
    if (checked.has(text)) continue;
    checkDefinition(parsed);
    checkRebuilt(parsed);
    checked.add(text);
  }
}

const checked = new Set<string>();
