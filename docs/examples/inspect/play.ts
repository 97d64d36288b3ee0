import type { createInspector } from "@statelyai/inspect";
import { applyExecutionStatus, applyLifecycleEvent, createRequest, explain } from "ess-request-machine";
import { inspectRequests } from "ess-request-machine/inspect";
import { type RequestMachineEvent, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { type AnyActorRef, createActor } from "xstate";
import type { Step, Story } from "./stories.js";

/** Plays a story twice at a time: on a live actor, and on a request that the pure functions handle alone. */

export type StatelyInspector = ReturnType<typeof createInspector>;

export interface Stage {
  readonly inspector: StatelyInspector;
  /** Before each step: so that a person can watch. */
  wait(): Promise<unknown>;
  tell(line: string): void;
}

export async function play({ retries, steps }: Story, { inspector, wait, tell }: Stage): Promise<void> {
  const send = liveRequest(inspector, retries);
  const apply = pureRequest(inspector, retries);
  for (const step of steps) {
    await wait();
    send(step);
    tell(`${step.note}\n  ${apply(step)}`);
  }
}

/** In a machine a callback is an event, and its status is the event's type. */
function eventOf(step: Step): RequestMachineEvent {
  if ("event" in step) return step.event;
  const { status, ...rest } = step.callback;
  return { type: status, ...rest };
}

function liveRequest(inspector: StatelyInspector, retries: number) {
  // An inspector shows what an actor heard, not what it made of it: what it refuses, the actor tells as XState tells events.
  const heard = (actorRef: AnyActorRef, type: string) =>
    inspector.inspect.next?.({
      type: "@xstate.event",
      rootId: actorRef.sessionId,
      actorRef,
      sourceRef: actorRef,
      event: { type },
    });
  const machine = requestMachine.provide({
    actions: {
      ignore: ({ self }, { reason }) => heard(self, `ignored ${reason}`),
      reject: ({ self }, { reason }) => heard(self, `rejected ${reason}`),
    },
  });
  const snapshot = toSnapshot(createRequest({ requestId: "101", retries }));
  const actor = createActor(machine, { id: "request 101, an actor", snapshot, inspect: inspector.inspect }).start();
  return (step: Step) => {
    // At its end an actor hears nothing more.
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
    const told = explain(outcome, input);
    request = outcome.request;
    return told;
  };
}
