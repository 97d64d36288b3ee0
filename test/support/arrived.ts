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
import { STORIES, type Story } from "../../docs/examples/inspect/stories.js";
import { answerOf, callbackEvent, fitsMachine, machineAnswer } from "./machine.js";
import { cases, nameOf, outcomeOf, trialsOf } from "./vector-trials.js";

/** What must hold of whatever arrives where an inspector listens, whichever way it came. Throws where it does not. */

export type Arrived = readonly StatelyInspectionEvent[];

/** What an actor is to have been told of: the types of its events, and its state after each step. */
interface Course {
  readonly events: readonly string[];
  readonly states: readonly string[];
}

function courseOf(arrived: Arrived, { sessionId }: StatelyActorEvent): Course {
  const own = arrived.filter((event) => event.sessionId === sessionId);
  return {
    events: own.flatMap((event) => (event.type === "@xstate.event" ? event.event.type : [])),
    states: own.flatMap((event) =>
      event.type === "@xstate.snapshot" ? (event.snapshot as unknown as { value: string }).value : [],
    ),
  };
}

/** The steps of a story, as the pure functions answer them. */
function answersTo({ steps, retries }: Story): readonly { readonly name: string; readonly outcome: Outcome }[] {
  let request = createRequest({ requestId: "102", retries });
  return steps.map((step) => {
    const outcome =
      "event" in step ? applyLifecycleEvent(request, step.event) : applyExecutionStatus(request, step.callback);
    request = outcome.request;
    return { name: "event" in step ? step.event.type : step.callback.status, outcome };
  });
}

const refusalIn = (outcome: Outcome): readonly string[] =>
  "reason" in outcome ? [`${outcome.kind} ${outcome.reason}`] : [];

/** Alone, they tell what came and what it did. */
function pureCourse(story: Story): Course {
  const answers = answersTo(story);
  return {
    events: answers.flatMap(({ name, outcome }) => [
      name,
      ...refusalIn(outcome),
      ...(outcome.kind === "transitioned" ? [`transitioned to ${outcome.to}`] : []),
      ...(outcome.kind === "recorded" ? ["recorded"] : []),
    ]),
    states: answers.map(({ outcome }) => outcome.request.state),
  };
}

/** An actor tells that it begins, what came, and refusals; at its end it falls silent. */
function liveCourse(story: Story): Course {
  const answers = answersTo(story);
  const end = answers.findIndex(({ outcome }) => isTerminal(outcome.request.state));
  const heard = answers.slice(0, end + 1);
  assert.ok(end > 0, "every story ends");
  return {
    events: ["xstate.init", ...heard.flatMap(({ name, outcome }) => [name, ...refusalIn(outcome)])],
    states: ["WAIT", ...heard.map(({ outcome }) => outcome.request.state)],
  };
}

interface Definition {
  readonly id: string;
  readonly context: object;
  readonly initial: string;
  readonly on: Readonly<Record<string, readonly { readonly guard?: string; readonly description: string }[]>>;
  readonly states: object;
}

/** Every edge, guard, action and description, by name: it is the chart, and nothing is left out. */
function checkDefinition({ id: _, context, initial, on, states, ...rest }: Definition): void {
  assert.deepEqual(rest, {});
  assert.deepEqual(context, { type: "context" }, "the function that makes a context, by its name");
  assert.deepEqual(states, chart.states);
  assert.equal(initial, chart.initial);
  assert.deepEqual(Object.keys(on).sort(), [...EXECUTION_STATUSES, ...Object.keys(chart.on)].sort());
  for (const [event, edges] of Object.entries(chart.on)) assert.deepEqual(on[event], edges);
  const fallbacks = chart.callbacks.fallbacks.filter(({ guard }) => guard !== "isUnknownStatus");
  for (const status of EXECUTION_STATUSES) assert.deepEqual(on[status], fallbacks);
}

/** The machine that is built from the definition does what the pure functions do, with all that an actor may be sent. */
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
  Object.values(STORIES).flatMap(({ steps }) =>
    steps.flatMap((step) => {
      const { requestHandle } = ("event" in step ? step.event : step.callback) as { requestHandle?: string };
      return requestHandle ?? [];
    }),
  ),
);

/** Plain JSON, whole, with a name for every function (an inspector shows each as an object) and no handle. */
function checkText(text: string): void {
  assert.doesNotMatch(text, /\[(Object|Array|Circular|Function|\.\.\.)|unable to serialize|=>|function/);
  assert.doesNotMatch(text, /"type":""/);
  assert.ok(HANDLES.size > 2);
  for (const handle of HANDLES) assert.ok(!text.includes(handle), `a handle arrived: ${handle}`);
}

/** A story arrived whole, as `play` plays it: on an actor, and on a request that the pure functions handle alone. */
export function checkStory(arrived: Arrived, story: Story): void {
  const texts = arrived.flatMap((event) => [
    JSON.stringify(event),
    "definition" in event ? (event.definition ?? "") : "",
  ]);
  checkText(texts.join("\n"));
  const actors = arrived.filter((event) => event.type === "@xstate.actor");
  assert.equal(actors.length, 2);
  assert.deepEqual(Object.fromEntries(actors.map((actor) => [actor.name, courseOf(arrived, actor)])), {
    "request 101, an actor": liveCourse(story),
    "request 102": pureCourse(story),
  });
  for (const { definition } of actors) {
    const parsed: Definition = JSON.parse(definition ?? "{}");
    // The same machine by another name would only be found right again.
    const text = JSON.stringify({ ...parsed, id: "" });
    if (checked.has(text)) continue;
    checkDefinition(parsed);
    checkRebuilt(parsed);
    checked.add(text);
  }
}

const checked = new Set<string>();
