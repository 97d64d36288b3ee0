import type { JobRequest } from "ess-request-machine";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";

const machine = requestMachine.provide({
  actions: { invokeJob: ({ context }) => console.log(`call the job of request ${context.requestId}`) },
});
export const actorOf = (request: JobRequest) => createActor(machine, { snapshot: toSnapshot(request) }).start();
