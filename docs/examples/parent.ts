import type { JobRequest, RequestState } from "ess-request-machine";
import { type RequestMachineEvent, requestMachine } from "ess-request-machine/machine";
import { assign, createActor, type DoneActorEvent, enqueueActions, sendTo, setup } from "xstate";

/** One child: `onDone` receives the final record as its output. */
const importer = setup({
  types: { events: {} as RequestMachineEvent },
  actors: { request: requestMachine },
}).createMachine({
  initial: "importing",
  states: {
    importing: {
      invoke: {
        id: "import",
        src: "request",
        input: { requestId: "101", retries: 2 },
        onDone: [
          { guard: ({ event }) => event.output.state === "SUCCEEDED", target: "imported" },
          { actions: ({ event }) => console.log("import failed:", event.output.message), target: "failed" },
        ],
      },
      on: { "*": { actions: sendTo("import", ({ event }) => event) } },
    },
    imported: { type: "final" },
    failed: { type: "final" },
  },
});

const parent = createActor(importer).start();
parent.send({ type: "validationFailed", message: "unknown file" });
// → import failed: unknown file

/** Any number of children, known at run time only. */
const batch = setup({
  types: {
    input: {} as { readonly requestIds: readonly string[] },
    context: {} as { readonly requestIds: readonly string[]; readonly ends: readonly RequestState[] },
    events: {} as DoneActorEvent<JobRequest>,
  },
  actors: { request: requestMachine },
}).createMachine({
  context: ({ input }) => ({ requestIds: input.requestIds, ends: [] }),
  entry: enqueueActions(({ enqueue, context }) => {
    for (const requestId of context.requestIds) enqueue.spawnChild("request", { id: requestId, input: { requestId } });
  }),
  on: {
    "xstate.done.actor.*": {
      actions: [
        assign({ ends: ({ context, event }) => [...context.ends, event.output.state] }),
        ({ context, event }) => console.log(event.output.requestId, context.ends),
      ],
    },
  },
});

const { children } = createActor(batch, { input: { requestIds: ["102", "103"] } })
  .start()
  .getSnapshot();
children["103"]?.send({ type: "cancel", at: 0 });
// → 103 [ 'CANCELLED' ]
children["102"]?.send({ type: "validationFailed" });
// → 102 [ 'CANCELLED', 'VALIDATION_FAILED' ]
