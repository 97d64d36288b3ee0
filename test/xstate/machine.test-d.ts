import type { JobRequest, RequestContext, RequestState } from "ess-request-machine";
import {
  fromSnapshot,
  type RequestMachineEvent,
  type RequestSnapshot,
  requestMachine,
  toSnapshot,
} from "ess-request-machine/machine";
import { describe, expectTypeOf, test } from "vitest";
import {
  type ContextFrom,
  createActor,
  type EventFrom,
  enqueueActions,
  type InputFrom,
  log,
  type OutputFrom,
  type SnapshotFrom,
  type StateValueFrom,
  sendParent,
  setup,
  toPromise,
} from "xstate";

/** `requestMachine` works with XState's own types. */

declare const request: JobRequest;
type Machine = typeof requestMachine;

test("XState's type helpers", () => {
  expectTypeOf<EventFrom<Machine>>().toEqualTypeOf<RequestMachineEvent>();
  expectTypeOf<ContextFrom<Machine>>().toEqualTypeOf<RequestContext>();
  expectTypeOf<StateValueFrom<Machine>>().toEqualTypeOf<RequestState>();
  expectTypeOf<SnapshotFrom<Machine>>().toEqualTypeOf<RequestSnapshot>();
  expectTypeOf<OutputFrom<Machine>>().toEqualTypeOf<JobRequest>();
  expectTypeOf<NonNullable<InputFrom<Machine>>["requestId"]>().toEqualTypeOf<string>();
});

describe("an actor", () => {
  test("receives callbacks and events only", () => {
    const actor = createActor(requestMachine, { snapshot: toSnapshot(request) });
    actor.send({ type: "SUCCESS", requestHandle: "h" });
    actor.send({ type: "cancel", at: 0 });
    // @ts-expect-error There is no such event.
    actor.send({ type: "FINISH" });
    // @ts-expect-error start needs a handle.
    actor.send({ type: "start" });
    // @ts-expect-error An event type of XState.
    actor.send({ type: "xstate.stop" });
  });

  test("is in one of the states", () => {
    const snapshot = createActor(requestMachine).getSnapshot();
    expectTypeOf(snapshot.value).toEqualTypeOf<RequestState>();
    expectTypeOf(fromSnapshot(snapshot)).toEqualTypeOf<JobRequest>();
    snapshot.matches("RUNNING");
    // @ts-expect-error There is no such state.
    snapshot.matches("DONE");
    snapshot.can({ type: "timeOut" });
    // @ts-expect-error There is no such event.
    snapshot.can({ type: "finish" });
  });

  test("begins with an id if it has no snapshot", () => {
    createActor(requestMachine, { input: { requestId: "7" } });
    // @ts-expect-error The id is missing.
    createActor(requestMachine, { input: {} });
    // @ts-expect-error The inspector cannot show a bigint.
    createActor(requestMachine, { input: { requestId: 7n } });
  });

  test("has the final record as output", () => {
    expectTypeOf(toPromise(createActor(requestMachine))).resolves.toEqualTypeOf<JobRequest>();
    expectTypeOf(createActor(requestMachine).getSnapshot().output).toEqualTypeOf<JobRequest | undefined>();
  });
});

describe("provide", () => {
  test("implements effects by name, with functions", () => {
    const machine = requestMachine.provide({
      actions: {
        invokeJob: ({ context, event }) => void [context.requestHandle, event.type],
        reject: (_, { reason }) => void reason.length,
      },
    });
    expectTypeOf(machine).toEqualTypeOf<Machine>();
  });

  test("implements effects with action creators of XState", () => {
    requestMachine.provide({
      actions: {
        notifyEnded: sendParent({ type: "ended" }),
        invokeJob: log(({ context }) => context.requestId),
        alertOperator: enqueueActions(({ enqueue }) => enqueue(() => {})),
      },
    });
  });

  test("does not accept unknown actions and guards", () => {
    // @ts-expect-error There is no such effect.
    requestMachine.provide({ actions: { invokeJobs: () => {} } });
    // @ts-expect-error There is no such guard.
    requestMachine.provide({ guards: { isTired: () => true } });
    // @ts-expect-error The reason is not a number.
    requestMachine.provide({ actions: { reject: (_, { reason }: { reason: number }) => void reason } });
  });
});

test("a parent that invokes the machine gets the final record in event.output", () => {
  setup({ actors: { request: requestMachine } }).createMachine({
    invoke: {
      src: "request",
      input: { requestId: "7" },
      onDone: {
        actions: ({ event }) => {
          expectTypeOf(event.output).toEqualTypeOf<JobRequest>();
        },
      },
    },
  });
  setup({ actors: { request: requestMachine } }).createMachine({
    // @ts-expect-error There is no such actor.
    invoke: { src: "requests", input: { requestId: "7" } },
  });
});
