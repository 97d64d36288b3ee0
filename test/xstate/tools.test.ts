import {
  applyExecutionStatus,
  applyLifecycleEvent,
  chart,
  createRequest,
  EVENT_PAYLOADS,
  EXECUTION_STATUSES,
  isExecutionStatus,
  type JobRequest,
  type LifecycleEvent,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import {
  fromSnapshot,
  type RequestMachine,
  type RequestMachineEvent,
  requestMachine,
  toSnapshot,
} from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { createActor, type DoneActorEvent, emit, enqueueActions, log, sendParent, setup } from "xstate";
import { createTestModel, getShortestPaths, toDirectedGraph } from "xstate/graph";
import { RUNNING } from "../support/boundary.js";

/** XState's own tools run with the machine. machine.test-d.ts checks their types. */

const CANCEL = { type: "CANCEL", requestHandle: "handle-2" } as const;

describe("provide accepts XState's action creators", () => {
  const actorOf = (machine: RequestMachine, logger?: (line: unknown) => void) =>
    createActor(machine, { snapshot: toSnapshot(RUNNING), ...(logger && { logger }) }).start();

  test("emit", () => {
    const machine = requestMachine.provide({
      actions: { notifyEnded: emit(({ context }) => ({ type: "ended", requestId: context.requestId })) },
    });
    const emitted: unknown[] = [];
    const actor = actorOf(machine);
    actor.on("ended", (event) => emitted.push(event));
    actor.send(CANCEL);
    expect(emitted).toEqual([{ type: "ended", requestId: "101" }]);
  });

  test("log", () => {
    const logged: unknown[] = [];
    const machine = requestMachine.provide({ actions: { notifyEnded: log(({ context }) => context.reportedStatus) } });
    actorOf(machine, (line) => logged.push(line)).send(CANCEL);
    expect(logged).toEqual(["CANCEL"]);
  });

  test("enqueueActions", () => {
    const performed: string[] = [];
    const machine = requestMachine.provide({
      actions: {
        alertOperator: () => void performed.push("alertOperator"),
        notifyEnded: enqueueActions(({ enqueue }) => {
          enqueue("alertOperator");
          enqueue(({ context }) => void performed.push(context.requestId));
        }),
      },
    });
    actorOf(machine).send(CANCEL);
    expect(performed).toEqual(["alertOperator", "101"]);
  });

  test("sendParent: a parent receives the message, then the output of the child that it spawned", () => {
    const received: unknown[] = [];
    const parent = setup({
      types: { events: {} as { type: "ended" } | DoneActorEvent<JobRequest> },
      actors: { request: requestMachine.provide({ actions: { notifyEnded: sendParent({ type: "ended" }) } }) },
    }).createMachine({
      context: ({ spawn }) => ({ child: spawn("request", { id: "child", input: { requestId: "7" } }) }),
      on: {
        ended: { actions: ({ event }) => void received.push(event.type) },
        "xstate.done.actor.*": { actions: ({ event }) => void received.push(event.output.state) },
      },
    });
    createActor(parent).start().getSnapshot().children.child?.send({ type: "cancel", at: 0 });
    expect(received).toEqual(["ended", "CANCELLED"]);
  });
});

describe("XState's graph tools", () => {
  const INPUT = { requestId: "7", retries: 1 };
  const WITHOUT_MEMBERS = Object.entries(EVENT_PAYLOADS).filter(([, members]) =>
    ["", "message"].includes(members.join()),
  );
  /** Each handle is used once, so that the graph is finite. */
  const EVENTS = [
    ...WITHOUT_MEMBERS.map(([type]) => ({ type })),
    ...EXECUTION_STATUSES.map((type) => ({ type, requestHandle: "h-1" })),
    { type: "start", requestHandle: "h-1" },
    { type: "resume", requestHandle: "h-2" },
    { type: "checkIn", requestHandle: "h-1", at: 1 },
    { type: "cancel", at: 0 },
    { type: "forceCancel", at: 30 * 60 * 1000 },
    { type: "postProcessed", result: "PROCEED" },
    { type: "complete", state: "WARNING" },
  ] as readonly RequestMachineEvent[];

  test("getShortestPaths finds a way to every state", () => {
    const paths = getShortestPaths(requestMachine, { events: EVENTS, input: INPUT, limit: 10_000 });
    expect(new Set(paths.map(({ state }) => state.value))).toEqual(new Set(REQUEST_STATES));
    const expired = paths.find(({ state }) => state.value === "EXPIRED");
    expect(expired?.steps.map(({ event }) => event.type)).toEqual(["xstate.init", "validationPassed", "expire"]);
  });

  test("getShortestPaths begins from a record", () => {
    const [, path] = getShortestPaths(requestMachine, { events: [CANCEL], fromState: toSnapshot(RUNNING) });
    expect(path?.state).toMatchObject({ value: "CANCELLED", status: "done", output: { requestId: "101" } });
  });

  test("createTestModel tests the pure functions along a path to every state", async () => {
    const paths = createTestModel(requestMachine, { events: EVENTS }).getShortestPaths({ input: INPUT, limit: 10_000 });
    const visited = paths.flatMap(({ steps }) => steps.map(({ state }) => state.value));
    expect(new Set(visited)).toEqual(new Set(REQUEST_STATES));
    // Of thousands of paths, one to each state.
    const pathTo = new Map(paths.map((path) => [path.state.value, path]));
    for (const path of pathTo.values()) {
      let request = createRequest({ ...INPUT, validated: false });
      const execute = ({ event }: { readonly event: RequestMachineEvent }) => {
        request = apply(request, event);
      };
      const events = Object.fromEntries(EVENTS.map(({ type }) => [type, execute]));
      await path.test({ events, states: { "*": (state) => expect(fromSnapshot(state)).toEqual(request) } });
    }
  });

  test("toDirectedGraph has every state, and its transitions in the order of the chart", () => {
    const { children } = toDirectedGraph(requestMachine);
    expect(children.map(({ stateNode }) => stateNode.key)).toEqual(REQUEST_STATES);
    for (const { stateNode, edges } of children) {
      const { on } = chart.states[stateNode.key as RequestState];
      const expected = Object.entries(on).flatMap(([event, transitions]) =>
        transitions.map(({ target = stateNode.key }) => [event, target]),
      );
      expect(edges.map(({ label, target }) => [label.text, target.key])).toEqual(expected);
    }
  });
});

function apply(request: JobRequest, event: RequestMachineEvent): JobRequest {
  const { type } = event;
  if (isExecutionStatus(type)) return applyExecutionStatus(request, { ...event, status: type }).request;
  return applyLifecycleEvent(request, event as LifecycleEvent).request;
}
