import {
  applyExecutionStatus,
  chart,
  createRequest,
  EXECUTION_STATUSES,
  isTerminal,
  type JobRequest,
  REQUEST_STATES,
} from "ess-request-machine";
import { fromSnapshot, type RequestMachine, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { createActor, setup, toPromise, transition } from "xstate";
import { inState, RUNNING } from "../support/boundary.js";

/** The machine beyond the chart: how an actor begins, how a record becomes a snapshot and back, and its output. */

describe("an actor", () => {
  test("begins from input in PENDING_VALIDATION", () => {
    const actor = createActor(requestMachine, { input: { requestId: "7", retries: 2 } }).start();
    const expected = createRequest({ requestId: "7", retries: 2, validated: false });
    expect(fromSnapshot(actor.getSnapshot())).toStrictEqual(expected);
  });

  test("does not begin with an invalid id", () => {
    const actor = createActor(requestMachine, { input: { requestId: "007" } });
    expect(actor.getSnapshot()).toMatchObject({ status: "error", error: expect.any(TypeError) });
  });

  test("has an empty id without input", () => {
    const { state: _, ...context } = createRequest({ requestId: 1 });
    expect(createActor(requestMachine).getSnapshot().context).toEqual({ ...context, requestId: "" });
  });

  test("continues from a record", () => {
    const actor = createActor(requestMachine, { snapshot: toSnapshot(RUNNING) }).start();
    expect(actor.getSnapshot().value).toBe("RUNNING");
    expect(actor.getSnapshot().matches("RUNNING")).toBe(true);
    expect(actor.getSnapshot().can({ type: "timeOut" })).toBe(true);
    expect(actor.getSnapshot().can({ type: "retry" })).toBe(false);
  });

  test("performs the effects that provide implements", () => {
    const invoked: (string | null)[] = [];
    const machine = requestMachine.provide({
      actions: { invokeJob: ({ context }) => void invoked.push(context.requestHandle) },
    });
    const actor = createActor(machine, { snapshot: toSnapshot(inState("READY")) }).start();
    actor.send({ type: "start", requestHandle: "handle-3" });
    expect(invoked).toEqual(["handle-3"]);
  });
});

describe("the output is the final record", () => {
  const ended = applyExecutionStatus(RUNNING, { requestHandle: "handle-2", status: "CANCEL" }).request;

  test("of an actor that has stopped", async () => {
    const actor = createActor(requestMachine, { snapshot: toSnapshot(RUNNING) }).start();
    const output = toPromise(actor);
    actor.send({ type: "CANCEL", requestHandle: "handle-2" });
    expect(await output).toStrictEqual(ended);
    expect(actor.getSnapshot()).toMatchObject({ value: "CANCELLED", status: "done", output: ended });
  });

  test("of transition()", () => {
    const [snapshot] = transition(requestMachine, toSnapshot(RUNNING), { type: "CANCEL", requestHandle: "handle-2" });
    expect(snapshot).toMatchObject({ status: "done", output: ended });
  });

  test.each(REQUEST_STATES)("of the snapshot of a record in %s, if that is terminal", (state) => {
    const request = inState(state);
    const { status, output } = toSnapshot(request);
    expect(status).toBe(isTerminal(state) ? "done" : "active");
    expect(output).toEqual(isTerminal(state) ? request : undefined);
  });

  test("of an actor that begins from an ended record", async () => {
    const actor = createActor(requestMachine, { snapshot: toSnapshot(ended) }).start();
    expect(await toPromise(actor)).toStrictEqual(ended);
  });

  test("in the done event of a parent machine that invokes it", () => {
    const outputs: JobRequest[] = [];
    const parent = setup({ actors: { request: requestMachine } }).createMachine({
      initial: "waiting",
      states: {
        waiting: {
          invoke: {
            id: "request",
            src: "request",
            input: { requestId: "7" },
            onDone: { target: "ended", actions: ({ event }) => void outputs.push(event.output) },
          },
        },
        ended: {},
      },
    });
    const actor = createActor(parent).start();
    actor.getSnapshot().children.request?.send({ type: "cancel", at: 0 });
    expect(actor.getSnapshot().value).toBe("ended");
    expect(outputs).toMatchObject([{ requestId: "7", state: "CANCELLED" }]);
  });
});

describe("a record", () => {
  test("is the same after toSnapshot and fromSnapshot, and the context has no state", () => {
    expect(fromSnapshot(toSnapshot(RUNNING))).toStrictEqual(RUNNING);
    expect(toSnapshot(RUNNING).context).not.toHaveProperty("state");
  });

  test("loses unknown members, and gets the order of its fields back", () => {
    const { requestId, ...rest } = RUNNING;
    const request = { extra: 1, ...rest, requestId } as JobRequest;
    expect(toSnapshot(request).context).not.toHaveProperty("extra");
    const snapshot = { value: "RUNNING", context: request } as const;
    expect(Object.keys(fromSnapshot(snapshot))).toEqual(Object.keys(createRequest({ requestId: "7" })));
  });
});

test("the machine is called request, and only its terminal states have an output", () => {
  expect(requestMachine.id).toBe("request");
  const { states } = (requestMachine as unknown as { readonly config: { readonly states: object } }).config;
  const withOutput = Object.entries(states).filter(([, state]) => "output" in state);
  expect(withOutput.map(([name]) => name)).toEqual(REQUEST_STATES.filter(isTerminal));
});

describe("the root", () => {
  const { on } = (requestMachine as unknown as { readonly config: Pick<RequestMachine["config"], "on"> }).config;

  test.each(EXECUTION_STATUSES)("has the fallbacks for %s in order, without the one for unknown statuses", (status) => {
    const descriptions = (on as unknown as Record<string, { description: string }[]>)[status]?.map(
      ({ description }) => description,
    );
    const fallbacks = chart.callbacks.fallbacks.filter(({ guard }) => guard !== "isUnknownStatus");
    expect(descriptions).toEqual(fallbacks.map(({ description }) => description));
  });
});
