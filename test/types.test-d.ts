import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type Chart,
  type ChartEvent,
  chart,
  createRequest,
  type Effect,
  type ExecutionStatus,
  type ExecutionStatusIgnoredReason,
  type ExecutionStatusInput,
  type ExecutionStatusOutcome,
  type ExecutionStatusRejectedReason,
  type GuardName,
  type JobRequest,
  type LifecycleEvent,
  type LifecycleEventName,
  type LifecycleIgnoredReason,
  type LifecycleOutcome,
  type LifecycleRejectedReason,
  type OutcomeReason,
  parseExecutionStatus,
  type RequestState,
  toHttpResponse,
  type UpdateName,
} from "ess-request-machine";
import { fromSnapshot, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { describe, expectTypeOf, test } from "vitest";
import { createActor } from "xstate";
import type { WrittenChart } from "../src/lifecycle/chart.js";
import type { ChartLiteral } from "../src/lifecycle/chart-types.js";

declare const request: JobRequest;
const edge = { description: "", meta: { grade: "A" } } as const;

describe("the names and the chart are tied together", () => {
  type States = WrittenChart["states"];
  type Valued<T> = T[keyof T];
  type KeysOf<T> = T extends unknown ? keyof T : never;
  type Edges<On> = On extends unknown ? Valued<On> : never;
  type EdgeIn<On> = Edges<On> extends infer List ? (List extends readonly (infer E)[] ? E : never) : never;
  type AnyEdge = EdgeIn<Valued<States>["on"]> | EdgeIn<WrittenChart["on"]>;
  type ActionIn<E> = E extends { actions: readonly (infer A)[] } ? A : never;
  type EntryIn<S> = S extends { entry: readonly (infer A)[] } ? A : never;
  type GuardIn<E> = E extends { guard: infer G } ? G : never;
  type ReasonIn<A> = A extends { params: { reason: infer R } } ? R : never;
  type RefusalGuard = GuardIn<WrittenChart["refusals"][number]>;
  type Stated = WrittenChart["refusals"][number]["reason"] | WrittenChart["eventRefusals"][number]["reason"];

  test("every state has its place, and no other", () => {
    expectTypeOf<keyof States>().toEqualTypeOf<RequestState>();
  });
  test("every status and every event is taken somewhere", () => {
    expectTypeOf<KeysOf<Valued<States>["on"]> | keyof WrittenChart["on"]>().toEqualTypeOf<ChartEvent>();
    expectTypeOf<ChartEvent>().toEqualTypeOf<ExecutionStatus | LifecycleEventName>();
  });
  test("every guard, update and effect is used", () => {
    expectTypeOf<GuardIn<AnyEdge> | RefusalGuard>().toEqualTypeOf<GuardName>();
    expectTypeOf<Extract<ActionIn<AnyEdge>, string> | EntryIn<Valued<States>>>().toEqualTypeOf<UpdateName | Effect>();
  });
  test("every reason is told once, and an edge gives none that is not told", () => {
    expectTypeOf<Stated>().toEqualTypeOf<OutcomeReason>();
    expectTypeOf<ReasonIn<ActionIn<AnyEdge>>>().toExtend<Stated>();
  });
  test("readers get the widened type", () => {
    expectTypeOf(chart).toEqualTypeOf<Chart>();
  });
});

describe("what the chart's type does not let through", () => {
  test("a wrong target", () => {
    // @ts-expect-error DONE is no state
    ({ dispatch: [{ ...edge, target: "DONE" }] }) satisfies ChartLiteral["on"];
    ({ dispatch: [{ ...edge, target: "READY" }] }) satisfies ChartLiteral["on"];
  });
  test("an event that is none", () => {
    // @ts-expect-error dispatched is no event
    ({ dispatched: [{ ...edge, target: "READY" }] }) satisfies ChartLiteral["on"];
  });
  test("a guard or an action that is none", () => {
    // @ts-expect-error isTired is no guard
    ({ dispatch: [{ ...edge, guard: "isTired" }] }) satisfies ChartLiteral["on"];
    // @ts-expect-error rest is neither an update nor an effect
    ({ dispatch: [{ ...edge, actions: ["rest"] }] }) satisfies ChartLiteral["on"];
  });
  test("a guard or an update that reads what the event does not carry", () => {
    // @ts-expect-error dispatch carries no time
    ({ dispatch: [{ ...edge, guard: "isTooEarly" }] }) satisfies ChartLiteral["on"];
    ({ forceCancel: [{ ...edge, guard: "isTooEarly" }] }) satisfies ChartLiteral["on"];
    // @ts-expect-error dispatch carries no handle
    ({ dispatch: [{ ...edge, actions: ["beginExecution"] }] }) satisfies ChartLiteral["on"];
    // @ts-expect-error an UPDATE is no final report
    ({ UPDATE: [{ ...edge, guard: "isAwaited", actions: ["keepReport"] }] }) satisfies ChartLiteral["on"];
    ({ UPDATE: [{ ...edge, guard: "isAwaited", actions: ["keepUpdate"] }] }) satisfies ChartLiteral["on"];
  });
  test("a callback edge without the fence", () => {
    // @ts-expect-error the guard is missing
    ({ SUCCESS: [{ ...edge, target: "COMPLETED" }] }) satisfies ChartLiteral["on"];
    ({ SUCCESS: [{ ...edge, guard: "isAwaited", target: "COMPLETED" }] }) satisfies ChartLiteral["on"];
  });
  test("an edge without a grade, or with a grade that is none", () => {
    // @ts-expect-error no grade
    ({ dispatch: [{ description: "", target: "READY" }] }) satisfies ChartLiteral["on"];
    // @ts-expect-error a wrong grade
    ({ dispatch: [{ description: "", target: "READY", meta: { grade: "X" } }] }) satisfies ChartLiteral["on"];
  });
  test("what is documented or inferred without its source, or what is assumed with one", () => {
    // @ts-expect-error no source
    ({ dispatch: [{ ...edge, meta: { grade: "D" } }] }) satisfies ChartLiteral["on"];
    // @ts-expect-error no such source
    ({ dispatch: [{ ...edge, meta: { grade: "I", source: "HEARSAY" } }] }) satisfies ChartLiteral["on"];
    // @ts-expect-error an assumption has no source
    ({ dispatch: [{ ...edge, meta: { grade: "A", source: "JAVA" } }] }) satisfies ChartLiteral["on"];
    ({ dispatch: [{ ...edge, meta: { grade: "I", source: "JAVA" } }] }) satisfies ChartLiteral["on"];
  });
  test("a state too few", () => {
    const { WAIT: _, ...rest } = {} as ChartLiteral["states"];
    // @ts-expect-error WAIT is missing
    rest satisfies ChartLiteral["states"];
  });
});

describe("callbacks and events", () => {
  test("take only statuses and events that there are, with the payload that they carry", () => {
    applyExecutionStatus(request, { requestHandle: "h", status: "PAUSE", statusMessage: "saved" });
    // @ts-expect-error PAUSED is a state, not a status
    applyExecutionStatus(request, { requestHandle: "h", status: "PAUSED" });
    // @ts-expect-error a message is text
    applyExecutionStatus(request, { requestHandle: "h", status: "ERROR", statusMessage: 1 });
    // @ts-expect-error an event is no callback
    applyExecutionStatus(request, { type: "dispatch" });

    applyLifecycleEvent(request, { type: "start", requestHandle: "h" });
    // @ts-expect-error a start brings a handle
    applyLifecycleEvent(request, { type: "start" });
    // @ts-expect-error a cancellation brings its time
    applyLifecycleEvent(request, { type: "cancel" });
    // @ts-expect-error nobody completes a request as RUNNING
    applyLifecycleEvent(request, { type: "complete", state: "RUNNING" });
    // @ts-expect-error a status is no event
    applyLifecycleEvent(request, { type: "SUCCESS", requestHandle: "h" });
    // @ts-expect-error no such event
    applyLifecycleEvent(request, { type: "finish" });
  });
  test("a record's fields are read, not written", () => {
    // @ts-expect-error outcomes bring new records
    request.state = "ERROR";
    // @ts-expect-error nor are handles pushed
    request.earlierHandles.push("h");
  });
  test("a new request needs an id", () => {
    // @ts-expect-error no id
    createRequest({ retries: 1 });
    expectTypeOf(createRequest({ requestId: 7n })).toEqualTypeOf<JobRequest>();
  });
  test("an event is narrowed by its type", () => {
    const atOf = (event: LifecycleEvent) => (event.type === "forceCancel" ? event.at : undefined);
    expectTypeOf(atOf).returns.toEqualTypeOf<number | undefined>();
  });
});

describe("outcomes narrow by kind", () => {
  test("of a callback", () => {
    const outcome = {} as ExecutionStatusOutcome;
    if (outcome.kind === "transitioned") expectTypeOf(outcome.to).toEqualTypeOf<RequestState>();
    if (outcome.kind === "ignored") expectTypeOf(outcome.reason).toEqualTypeOf<ExecutionStatusIgnoredReason>();
    if (outcome.kind === "rejected") {
      expectTypeOf(outcome.reason).toEqualTypeOf<ExecutionStatusRejectedReason>();
      expectTypeOf(outcome.effects).toEqualTypeOf<readonly []>();
    }
    if (outcome.kind === "recorded") {
      expectTypeOf(outcome.effects).toEqualTypeOf<readonly Effect[]>();
      // @ts-expect-error nothing was refused
      outcome.reason;
      // @ts-expect-error the state is the same
      outcome.to;
    }
  });
  test("of an event", () => {
    const outcome = {} as LifecycleOutcome;
    if (outcome.kind === "ignored") expectTypeOf(outcome.reason).toEqualTypeOf<LifecycleIgnoredReason>();
    if (outcome.kind === "rejected") expectTypeOf(outcome.reason).toEqualTypeOf<LifecycleRejectedReason>();
  });
  test("a switch over the reasons of a callback is exhaustive", () => {
    const answer = (reason: ExecutionStatusIgnoredReason | ExecutionStatusRejectedReason): number => {
      switch (reason) {
        case "UNKNOWN_STATUS":
        case "HANDLE_MISSING":
          return 400;
        case "HANDLE_MISMATCH":
          return 403;
        case "STALE_HANDLE":
        case "DUPLICATE":
        case "ALREADY_REPORTED":
        case "ALREADY_ENDED":
        case "NOT_EXECUTING":
          return 200;
      }
    };
    expectTypeOf(answer).returns.toEqualTypeOf<number>();
  });
  test("a switch that leaves a reason out does not compile", () => {
    // @ts-expect-error NOT_CANCELLING is left out
    const answer = (reason: LifecycleIgnoredReason): number => {
      switch (reason) {
        case "STALE_HANDLE":
        case "DUPLICATE":
        case "ALREADY_REPORTED":
        case "ALREADY_ENDED":
          return 200;
      }
    };
    expectTypeOf(answer).parameter(0).toEqualTypeOf<LifecycleIgnoredReason>();
  });
});

describe("the boundary", () => {
  test("a parsed value is there where there are no issues", () => {
    const parsed = parseExecutionStatus({});
    // @ts-expect-error it may have issues
    parsed.value;
    if (parsed.issues === undefined) expectTypeOf(parsed.value).toEqualTypeOf<ExecutionStatusInput>();
  });
  test("an answer is narrowed by its status", () => {
    const response = toHttpResponse({ problem: 404 }, { href: "/" });
    if (response.status === 200) expectTypeOf(response.body.rel).toEqualTypeOf<"self">();
    else expectTypeOf(response.body.title).toEqualTypeOf<string>();
    // @ts-expect-error 403 is an outcome's, not a server's
    toHttpResponse({ problem: 403 }, { href: "/" });
    // @ts-expect-error a media type that the endpoint does not have
    toHttpResponse({ problem: 404 }, { href: "/", mediaType: "text/plain" });
  });
});

describe("the machine", () => {
  test("an actor hears callbacks and events, and nothing else", () => {
    const actor = createActor(requestMachine, { snapshot: toSnapshot(request) });
    actor.send({ type: "SUCCESS", requestHandle: "h" });
    actor.send({ type: "cancel", at: 0 });
    // @ts-expect-error no such event
    actor.send({ type: "FINISH" });
    // @ts-expect-error a start brings a handle
    actor.send({ type: "start" });
    expectTypeOf(actor.getSnapshot().value).toEqualTypeOf<RequestState>();
    expectTypeOf(fromSnapshot(actor.getSnapshot())).toEqualTypeOf<JobRequest>();
  });
  test("effects get their bodies by name", () => {
    const machine = requestMachine.provide({
      actions: { invokeJob: ({ context }) => void context.requestHandle, reject: (_, { reason }) => void reason },
    });
    expectTypeOf(machine).toEqualTypeOf<typeof requestMachine>();
    // @ts-expect-error no such effect
    requestMachine.provide({ actions: { invokeJobs: () => {} } });
  });
  test("an actor begins with an id where it has no snapshot", () => {
    createActor(requestMachine, { input: { requestId: "7" } });
    // @ts-expect-error no id
    createActor(requestMachine, { input: {} });
  });
});
