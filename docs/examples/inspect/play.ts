import type { createInspector } from "@statelyai/inspect";
import { applyExecutionStatus, applyLifecycleEvent, createRequest, explain } from "ess-request-machine";
import { inspectRequests } from "ess-request-machine/inspect";
import { type RequestMachineEvent, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { type AnyActorRef, createActor } from "xstate";
import type { Scenario, Step } from "./scenarios.js";

/** Plays a scenario twice, side by side: on an XState actor, and on a request that the pure functions handle. */

export type StatelyInspector = ReturnType<typeof createInspector>;

export interface PlayOptions {
  readonly inspector: StatelyInspector;
  /** Runs before each step, so that a person can watch. */
  wait(): Promise<unknown>;
  print(line: string): void;
}

export async function play({ retries, steps }: Scenario, { inspector, wait, print }: PlayOptions): Promise<void> {
  const send = actorRequest(inspector, retries);
  const apply = pureRequest(inspector, retries);
  for (const step of steps) {
    await wait();
    send(step);
    print(`${step.note}\n  ${apply(step)}`);
  }
}

/** Converts a step to an event of the machine. The type of a callback event is its status. */
function eventOf(step: Step): RequestMachineEvent {
  if ("event" in step) return step.event;
  const { status, ...rest } = step.callback;
  return { type: status, ...rest };
}

function actorRequest(inspector: StatelyInspector, retries: number) {
  // An inspector shows the events that an actor receives, but not that it ignored one: an own event shows that.
  const showReason = (actorRef: AnyActorRef, type: string) =>
    inspector.inspect.next?.({
      type: "@xstate.event",
      rootId: actorRef.sessionId,
      actorRef,
      sourceRef: actorRef,
      event: { type },
    });
  const machine = requestMachine.provide({
    actions: {
      ignore: ({ self }, { reason }) => showReason(self, `ignored ${reason}`),
      reject: ({ self }, { reason }) => showReason(self, `rejected ${reason}`),
    },
  });
  const snapshot = toSnapshot(createRequest({ requestId: "101", retries }));
  const actor = createActor(machine, {
    id: "request 101 (XState actor)",
    snapshot,
    inspect: inspector.inspect,
  }).start();
  return (step: Step) => {
    // A stopped actor receives no events.
    if (actor.getSnapshot().status === "active") actor.send(eventOf(step));
  };
}

function pureRequest(inspector: StatelyInspector, retries: number) {
  const show = inspectRequests(inspector);
  let request = createRequest({ requestId: "102", retries });
  return (step: Step): string => {
    const input = "event" in step ? step.event : step.callback;
    const outcome =
      "event" in step ? applyLifecycleEvent(request, step.event) : applyExecutionStatus(request, step.callback);
    show(request, input, outcome);
    const explanation = explain(outcome, input);
    request = outcome.request;
    return explanation;
  };
}
