import { useMachine } from "@xstate/react";
import type { IgnoredReason, JobRequest, RejectedReason, RequestContext, RequestState } from "ess-request-machine";
import {
  fromSnapshot,
  type RequestMachineEvent,
  type RequestSnapshot,
  requestMachine,
  toSnapshot,
} from "ess-request-machine/machine";
import {
  type Actor,
  type ActorRefFrom,
  type ContextFrom,
  createActor,
  type DoneActorEvent,
  type EventFrom,
  emit,
  enqueueActions,
  type InputFrom,
  log,
  type OutputFrom,
  type SnapshotFrom,
  type StateValueFrom,
  sendParent,
  setup,
  spawnChild,
  toPromise,
  transition,
} from "xstate";
import { createTestModel, getShortestPaths, toDirectedGraph } from "xstate/graph";

/**
 * `requestMachine` works with XState's own tools, and what is wrong does not compile. Never run. `npm run typecheck`
 * compiles this file; `npm run compat` does so with the oldest and the newest XState, and with every TypeScript.
 */

type Machine = typeof requestMachine;
declare const request: JobRequest;

/** Identical types, not only assignable ones: `any` is identical to `any` alone. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** `is<JobRequest>()(value)` compiles if this is exactly the type of the value. */
declare function is<Expected>(): <Actual>(
  value: Actual,
  ...other: Same<Actual, Expected> extends true ? [] : [never]
) => void;

export const typeHelpers: [
  Same<EventFrom<Machine>, RequestMachineEvent>,
  Same<EventFrom<Machine, "PAUSE">["type"], "PAUSE">,
  Same<EventFrom<Machine, "start">["requestHandle"], string>,
  Same<ContextFrom<Machine>, RequestContext>,
  Same<StateValueFrom<Machine>, RequestState>,
  Same<SnapshotFrom<Machine>, RequestSnapshot>,
  Same<OutputFrom<Machine>, JobRequest>,
  Same<NonNullable<InputFrom<Machine>>["requestId"], string>,
] = [true, true, true, true, true, true, true, true];

export function anActor() {
  const actor = createActor(requestMachine, { snapshot: toSnapshot(request) });
  is<Promise<JobRequest>>()(toPromise(actor));
  createActor(requestMachine, { input: { requestId: "7" } });
  // @ts-expect-error the id is missing
  createActor(requestMachine, { input: {} });
  // @ts-expect-error the inspector cannot show a bigint
  createActor(requestMachine, { input: { requestId: 7n } });

  actor.send({ type: "SUCCESS", requestHandle: "h" });
  actor.send({ type: "cancel", at: 0 });
  // @ts-expect-error there is no such event
  actor.send({ type: "finish" });
  // @ts-expect-error start needs a handle
  actor.send({ type: "start" });
  // @ts-expect-error the time is a number
  actor.send({ type: "cancel", at: "noon" });
  // @ts-expect-error the status is the event's type, and a handle is a string
  actor.send({ type: "UPDATE", status: "UPDATE", requestHandle: 7 });
  // @ts-expect-error an event of XState
  actor.send({ type: "xstate.stop" });
}

export function aSnapshot(snapshot: RequestSnapshot) {
  is<RequestState>()(snapshot.value);
  is<JobRequest | undefined>()(snapshot.output);
  is<JobRequest>()(fromSnapshot(snapshot));
  snapshot.matches("RUNNING");
  // @ts-expect-error there is no such state
  snapshot.matches("DONE");
  // @ts-expect-error there is no such state to compare with
  if (snapshot.value === "DONE") throw new Error();
  snapshot.can({ type: "timeOut" });
  // @ts-expect-error there is no such event
  snapshot.can({ type: "finish" });
  // @ts-expect-error the context has no such member
  snapshot.context.handle;
  // @ts-expect-error the state is the value, not a member of the context
  snapshot.context.state;
  // @ts-expect-error a record is not a snapshot
  fromSnapshot(request);
}

export function theReducer() {
  const [snapshot, actions] = transition(requestMachine, toSnapshot(request), { type: "dispatch" });
  is<RequestSnapshot>()(snapshot);
  is<string[]>()(actions.map(({ type }): string => type));
  // @ts-expect-error a record is not a snapshot
  transition(requestMachine, request, { type: "dispatch" });
  // @ts-expect-error there is no such event
  transition(requestMachine, toSnapshot(request), { type: "finish" });
}

export const provided: Machine = requestMachine.provide({
  actions: {
    invokeJob: ({ context, event }) => void [context.requestHandle, event.type],
    notifyEnded: sendParent(({ context }) => ({ type: "ended", requestId: context.requestId })),
    notifyCancellation: emit(({ context }) => ({ type: "cancelling", requestId: context.requestId })),
    runPostProcessing: log(({ context }) => context.requestId),
    alertOperator: enqueueActions(({ context, enqueue }) => {
      enqueue(() => void context.message);
      enqueue("invokeJob");
      enqueue.sendTo("other", { type: "alert" });
    }),
    ignore: (_, { reason }) => is<IgnoredReason>()(reason),
    reject: (_, { reason }) => is<RejectedReason>()(reason),
  },
  guards: { mayReport: ({ context }) => context.requestHandle !== null },
});

export function wrongProvisions() {
  // @ts-expect-error there is no such effect
  requestMachine.provide({ actions: { callJob: () => {} } });
  // @ts-expect-error there is no such guard
  requestMachine.provide({ guards: { isTired: () => true } });
  // @ts-expect-error the id in the context is a string
  requestMachine.provide({ actions: { invokeJob: ({ context }) => context.requestId * 2 } });
  // @ts-expect-error the context has no such member
  requestMachine.provide({ actions: { invokeJob: log(({ context }) => context.handle) } });
  // @ts-expect-error the context has no such member
  requestMachine.provide({ actions: { notifyEnded: sendParent(({ context }) => ({ type: context.handle })) } });
  // @ts-expect-error an event has a type
  requestMachine.provide({ actions: { notifyEnded: emit({ requestId: "7" }) } });
  // @ts-expect-error there is no such action to enqueue
  requestMachine.provide({ actions: { invokeJob: enqueueActions(({ enqueue }) => enqueue("callJob")) } });
  // @ts-expect-error the reason is not a number
  requestMachine.provide({ actions: { reject: (_, { reason }: { reason: number }) => void reason } });
}

const parent = setup({
  types: {
    context: {} as { readonly child: ActorRefFrom<Machine> | undefined },
    events: {} as RequestMachineEvent | DoneActorEvent<JobRequest>,
  },
  actors: { request: requestMachine },
});

export const parents = [
  parent.createMachine({
    context: { child: undefined },
    invoke: {
      src: "request",
      input: { requestId: "7" },
      onDone: { actions: ({ event }) => is<JobRequest>()(event.output) },
      onSnapshot: { actions: ({ event }) => is<RequestState>()(event.snapshot.value) },
    },
    on: { PAUSE: { actions: ({ event }) => is<"PAUSE">()(event.type) } },
  }),
  parent.createMachine({
    context: ({ spawn }) => ({ child: spawn("request", { id: "first", input: { requestId: "7" } }) }),
    entry: spawnChild("request", { id: "second", input: { requestId: "8", retries: 2 } }),
    on: { "xstate.done.actor.*": { actions: ({ event }) => is<JobRequest>()(event.output) } },
  }),
];

export const wrongParents = [
  // @ts-expect-error there is no such actor to invoke
  parent.createMachine({ context: { child: undefined }, invoke: { src: "job", input: { requestId: "7" } } }),
  // @ts-expect-error the id of the invoked actor is missing
  parent.createMachine({ context: { child: undefined }, invoke: { src: "request", input: { retries: 2 } } }),
  // @ts-expect-error there is no such actor to spawn
  parent.createMachine({ context: ({ spawn }) => ({ child: spawn("job", { input: { requestId: "7" } }) }) }),
  // @ts-expect-error the id of the spawned actor is missing
  parent.createMachine({ context: ({ spawn }) => ({ child: spawn("request", { input: {} }) }) }),
];

export async function theGraphTools() {
  const events: readonly RequestMachineEvent[] = [{ type: "start", requestHandle: "h" }];
  const fromState = toSnapshot(request);
  for (const { state, steps } of getShortestPaths(requestMachine, { fromState, events, limit: 1000 })) {
    is<JobRequest>()(fromSnapshot(state));
    is<RequestMachineEvent[]>()(steps.map(({ event }) => event));
  }
  // @ts-expect-error there is no such event
  getShortestPaths(requestMachine, { events: [{ type: "finish" }] });
  // @ts-expect-error a record is not a snapshot
  getShortestPaths(requestMachine, { fromState: request });
  // @ts-expect-error there is no such state
  getShortestPaths(requestMachine, { toState: (state) => state.matches("DONE") });

  const model = createTestModel(requestMachine, { events });
  for (const path of model.getShortestPaths({ fromState })) {
    type Executors = NonNullable<Parameters<typeof path.test>[0]["events"]>;
    const events: Executors = { start: ({ event }) => is<"start">()(event.type) };
    events.PAUSE?.({ state: path.state, event: { type: "PAUSE" } });
    await path.test({ events, states: { "*": (state) => is<RequestState>()(state.value) } });
    // @ts-expect-error there is no such event
    await path.test({ events: { finish: () => {} } });
  }
  // @ts-expect-error start needs a handle
  createTestModel(requestMachine, { events: [{ type: "start" }] });

  is<string[]>()(toDirectedGraph(requestMachine).edges.map(({ label }) => label.text));
  // @ts-expect-error a snapshot is not a machine
  toDirectedGraph(fromState);
}

export function useReact() {
  const [snapshot, send, actor] = useMachine(requestMachine, { snapshot: toSnapshot(request) });
  is<RequestSnapshot>()(snapshot);
  is<Actor<Machine>>()(actor);
  send({ type: "SUCCESS", requestHandle: "h" });
  // @ts-expect-error start needs a handle
  send({ type: "start" });
  // @ts-expect-error a record is not a snapshot
  useMachine(requestMachine, { snapshot: request });
  // @ts-expect-error the id is missing
  useMachine(requestMachine, { input: {} });
  useMachine(provided, { input: { requestId: "7" } });
}
