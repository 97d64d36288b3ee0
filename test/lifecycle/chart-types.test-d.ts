import {
  type AnnotatedTransition,
  type AssignActionName,
  type Chart,
  type ChartEvent,
  type ChartGuardName,
  chart,
  type Effect,
  type EffectHandlers,
  type ExecutionStatus,
  type ExecutionStatusIgnoredReason,
  type ExecutionStatusRejectedReason,
  type GuardName,
  isExecutionStatus,
  isLifecycleEventName,
  isRequestState,
  isTerminal,
  type JobRequest,
  type LifecycleEventName,
  type LifecycleIgnoredReason,
  type LifecycleRejectedReason,
  type OutcomeReason,
  type RequestState,
  type TerminalState,
} from "ess-request-machine";
import { describe, expectTypeOf, test } from "vitest";
import {
  type AnnotationsOf,
  assumed,
  documented,
  type StateAnnotationsOf,
} from "../../src/lifecycle/annotation-types.js";
import type { chart as plainChart } from "../../src/lifecycle/chart.js";
import type { ChartLiteral } from "../../src/lifecycle/chart-types.js";

/** The compiler finds faults of the chart and of its annotations, and ties the names to the chart. */

type Literal = typeof plainChart;
type States = Literal["states"];
type Valued<T> = T[keyof T];
type OnOf<S> = S extends { readonly on: infer On } ? On : never;
type KeysOf<T> = T extends unknown ? keyof T : never;
type ElementOf<T> = T extends readonly (infer Element)[] ? Element : T;
type TransitionsOf<On> = On extends unknown ? ElementOf<Valued<On>> : never;
type AnyTransition = TransitionsOf<OnOf<Valued<States>>> | TransitionsOf<Literal["on"]>;
type Fallback = Literal["callbacks"]["fallbacks"][number];
type ActionsIn<T> = T extends { readonly actions: readonly (infer Action)[] } ? Action : never;
type EntryIn<T> = T extends { readonly entry: readonly (infer Action)[] } ? Action : never;
type GuardIn<T> = T extends { readonly guard: infer Guard } ? Guard : never;

describe("the names and the chart are tied together:", () => {
  test("every state is in the chart, and no other", () => {
    expectTypeOf<keyof States>().toEqualTypeOf<RequestState>();
  });

  test("every status and every event is listed somewhere", () => {
    expectTypeOf<KeysOf<OnOf<Valued<States>>> | keyof Literal["on"]>().toEqualTypeOf<ChartEvent>();
    expectTypeOf<ChartEvent>().toEqualTypeOf<ExecutionStatus | LifecycleEventName>();
  });

  test("every guard, assign action and effect is used", () => {
    type UsedGuard = GuardIn<AnyTransition> | GuardIn<Fallback> | Literal["callbacks"]["guard"];
    expectTypeOf<UsedGuard>().toEqualTypeOf<GuardName>();
    expectTypeOf<ActionsIn<AnyTransition> | EntryIn<Valued<States>>>().toEqualTypeOf<AssignActionName | Effect>();
  });

  test("every reason is one of a callback or an event", () => {
    type Given =
      | ExecutionStatusIgnoredReason
      | ExecutionStatusRejectedReason
      | LifecycleIgnoredReason
      | LifecycleRejectedReason;
    expectTypeOf<Given>().toEqualTypeOf<OutcomeReason>();
  });

  test("the public chart has the widened type", () => {
    expectTypeOf(chart).toEqualTypeOf<Chart>();
    expectTypeOf<NonNullable<AnnotatedTransition["guard"]>>().toEqualTypeOf<ChartGuardName>();
  });
});

type On = ChartLiteral["states"]["RUNNING"]["on"];

describe("a faulty transition does not compile:", () => {
  test("an unknown target", () => {
    // @ts-expect-error DONE is not a state.
    ({ dispatch: { target: "DONE" } }) satisfies On;
    ({ dispatch: { target: "READY" } }) satisfies On;
  });

  test("an unknown event, guard, action or reason", () => {
    // @ts-expect-error dispatched is not an event.
    ({ dispatched: { target: "READY" } }) satisfies On;
    // @ts-expect-error isTired is not a guard.
    ({ dispatch: { guard: "isTired", target: "READY" } }) satisfies On;
    // @ts-expect-error rest is neither an assign action nor an effect.
    ({ dispatch: { actions: ["rest"] } }) satisfies On;
    // @ts-expect-error TIRED is not a reason.
    ({ cancel: { ignore: "TIRED" } }) satisfies On;
    // @ts-expect-error TOO_EARLY rejects; it does not ignore.
    ({ cancel: { ignore: "TOO_EARLY" } }) satisfies On;
  });

  test("an assign action that callbacks cannot have", () => {
    // @ts-expect-error a callback counts no retry.
    ({ ERROR: { actions: ["countRetry"] } }) satisfies On;
    ({ retry: { actions: ["countRetry"] } }) satisfies On;
  });

  test("a guard that reads what the event does not carry", () => {
    // @ts-expect-error dispatch has no time.
    ({ dispatch: { guard: "isTooEarly", target: "READY" } }) satisfies On;
    ({ forceCancel: { guard: "isTooEarly", reject: "TOO_EARLY" } }) satisfies On;
    // @ts-expect-error complete has no result.
    ({ complete: { guard: "isWarn", target: "WARNING" } }) satisfies On;
    ({ postProcessed: { guard: "isWarn", target: "WARNING" } }) satisfies On;
    // @ts-expect-error isStaleHandle reads the callback; the guard of all callbacks has checked it.
    ({ ERROR: { guard: "isStaleHandle", target: "ERROR" } }) satisfies On;
    ({ ERROR: { guard: "canRetry", target: "ERROR_AUTO_RETRY" } }) satisfies On;
  });

  test("an assign action that reads what the event does not carry", () => {
    // @ts-expect-error dispatch has no handle.
    ({ dispatch: { actions: ["beginExecution"] } }) satisfies On;
    ({ start: { actions: ["beginExecution"] } }) satisfies On;
    // @ts-expect-error UPDATE is not a final report.
    ({ UPDATE: { actions: ["setReport"] } }) satisfies On;
    ({ UPDATE: { actions: ["setUpdate"] } }) satisfies On;
  });

  test("a reason together with a target or actions", () => {
    // @ts-expect-error An ignored input has no target.
    ({ cancel: { ignore: "DUPLICATE", target: "CANCELLED" } }) satisfies On;
    // @ts-expect-error A rejected input has no actions.
    ({ cancel: { reject: "NOT_TIMED_OUT", actions: ["notifyEnded"] } }) satisfies On;
  });

  test("a callback with a reason: the fallbacks say it for all states", () => {
    // @ts-expect-error A status has no reason of its own.
    ({ SUCCESS: { ignore: "DUPLICATE" } }) satisfies On;
    ({ SUCCESS: { target: "COMPLETED" } }) satisfies On;
  });

  test("a list of one transition", () => {
    // @ts-expect-error A single transition is not a list.
    ({ dispatch: [{ target: "READY" }] }) satisfies On;
  });
});

describe("a faulty state does not compile:", () => {
  type StateOf<S extends RequestState> = ChartLiteral["states"][S];

  test("a terminal state with transitions, or without its mark or its effect", () => {
    // @ts-expect-error A terminal state has no transitions.
    ({ type: "final", entry: ["notifyEnded"], on: { recover: { target: "WAIT" } } }) satisfies StateOf<"ERROR">;
    // @ts-expect-error It is final.
    ({ entry: ["notifyEnded"] }) satisfies StateOf<"ERROR">;
    // @ts-expect-error It notifies.
    ({ type: "final" }) satisfies StateOf<"ERROR">;
    ({ type: "final", entry: ["notifyEnded"] }) satisfies StateOf<"ERROR">;
  });

  test("any other state that is final", () => {
    // @ts-expect-error COMPLETED is not terminal.
    ({ type: "final", entry: ["notifyEnded"] }) satisfies StateOf<"COMPLETED">;
  });

  test("a missing state", () => {
    const { WAIT: _, ...rest } = {} as ChartLiteral["states"];
    // @ts-expect-error WAIT is missing.
    rest satisfies ChartLiteral["states"];
  });
});

interface SomeStates {
  readonly HOLD: {
    readonly on: {
      readonly release: { readonly target: "WAIT" };
      readonly expire: readonly [
        { readonly guard: "hasStarted"; readonly reject: "ALREADY_STARTED" },
        { readonly target: "EXPIRED" },
      ];
    };
  };
  readonly ERROR: { readonly type: "final" };
}

describe("faulty annotations do not compile:", () => {
  type Annotations = StateAnnotationsOf<SomeStates>;
  const release = assumed("released");
  const expire = { hasStarted: release, otherwise: release };

  test("the complete ones do", () => {
    ({ HOLD: { release, expire } }) satisfies Annotations;
  });

  test("a missing one", () => {
    // @ts-expect-error HOLD is missing.
    ({}) satisfies Annotations;
    // @ts-expect-error expire is missing.
    ({ HOLD: { release } }) satisfies Annotations;
    // @ts-expect-error The unguarded transition is missing.
    ({ HOLD: { release, expire: { hasStarted: release } } }) satisfies Annotations;
  });

  test("an extra one", () => {
    // @ts-expect-error HOLD does not list hold.
    ({ HOLD: { release, expire, hold: release } }) satisfies Annotations;
    // @ts-expect-error isTooEarly is not a guard of this event.
    ({ HOLD: { release, expire: { ...expire, isTooEarly: release } } }) satisfies Annotations;
    // @ts-expect-error A terminal state has no transitions.
    ({ HOLD: { release, expire }, ERROR: {} }) satisfies Annotations;
  });

  test("a misplaced one", () => {
    // @ts-expect-error release is a single transition.
    ({ HOLD: { release: { otherwise: release }, expire } }) satisfies Annotations;
    // @ts-expect-error expire is a list.
    ({ HOLD: { release, expire: release } }) satisfies Annotations;
    // @ts-expect-error The root lists checkIn only.
    ({ cancel: release }) satisfies AnnotationsOf<Literal["on"]>;
  });

  test("a documented transition without a known source", () => {
    // @ts-expect-error HEARSAY is not a source.
    documented("HEARSAY", "heard somewhere");
    // @ts-expect-error The source is missing.
    documented("released");
  });
});

describe("narrowing", () => {
  test("by the type guards", () => {
    const value = {} as unknown;
    if (isRequestState(value)) expectTypeOf(value).toEqualTypeOf<RequestState>();
    if (isExecutionStatus(value)) expectTypeOf(value).toEqualTypeOf<ExecutionStatus>();
    if (isLifecycleEventName(value)) expectTypeOf(value).toEqualTypeOf<LifecycleEventName>();
  });

  test("by isTerminal, which takes states only", () => {
    const state = {} as RequestState;
    if (isTerminal(state)) expectTypeOf(state).toEqualTypeOf<TerminalState>();
    else expectTypeOf(state).toEqualTypeOf<Exclude<RequestState, TerminalState>>();
    // @ts-expect-error Any text must be parsed first.
    isTerminal({} as string);
  });
});

describe("EffectHandlers", () => {
  const notImplemented = (_: JobRequest) => {};
  const handlers: EffectHandlers = {
    ...{ invokeJob: notImplemented, runPostProcessing: notImplemented, startSubRequests: notImplemented },
    ...{ scheduleRetry: notImplemented, deliverUpdate: notImplemented, notifyCancellation: notImplemented },
    ...{ cancelSubRequests: notImplemented, stopPostProcessing: notImplemented, alertOperator: notImplemented },
    notifyEnded: async (request) => void request.requestId,
  };

  test("has a handler for every effect", () => {
    expectTypeOf<keyof EffectHandlers>().toEqualTypeOf<Effect>();
    const { notifyEnded: _, ...incomplete } = handlers;
    // @ts-expect-error notifyEnded is missing.
    incomplete satisfies EffectHandlers;
    // @ts-expect-error There is no such effect.
    ({ ...handlers, sleep: notImplemented }) satisfies EffectHandlers;
  });

  test("can return something else", () => {
    expectTypeOf<ReturnType<EffectHandlers<string>["invokeJob"]>>().toEqualTypeOf<string>();
  });
});
