import type { JobRequest } from "ess-request-machine";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";

const machine = requestMachine.provide({
  actions: {
    invokeJob: ({ context }) => console.log(`call the job of request ${context.requestId}`),
    alertOperator: ({ context }) => console.log(`look at request ${context.requestId}`),
  },
});

/** Restores an actor from a stored record. */
export const actorOf = (record: JobRequest) => createActor(machine, { snapshot: toSnapshot(record) }).start();
