import { applyExecutionStatus, applyLifecycleEvent, createRequest, type JobRequest } from "ess-request-machine";
import { fromSnapshot, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";

// Copied to a .mts and a .cts: the same request goes to its end by the pure functions and by an actor.
declare const console: { log(text: string): void };

const requestHandle = "h-1";
const ready = applyLifecycleEvent(createRequest({ requestId: 7n }), { type: "dispatch" }).request;
const running: JobRequest = applyLifecycleEvent(ready, { type: "start", requestHandle }).request;

const outcome = applyExecutionStatus(running, { requestHandle, status: "SUCCESS" });
if (outcome.kind !== "transitioned") throw new Error(outcome.kind);
const ended = applyLifecycleEvent(outcome.request, { type: "postProcessed", result: "PROCEED" }).request;

const machine = requestMachine.provide({ actions: { runPostProcessing: ({ context }) => void context.requestId } });
const actor = createActor(machine, { snapshot: toSnapshot(running) }).start();
actor.send({ type: "SUCCESS", requestHandle });
actor.send({ type: "postProcessed", result: "PROCEED" });

console.log(JSON.stringify([ended.state, fromSnapshot(actor.getSnapshot()).state]));
