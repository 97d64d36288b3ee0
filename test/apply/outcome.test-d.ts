import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type Effect,
  type ExecutionStatusIgnoredReason,
  type ExecutionStatusInput,
  type ExecutionStatusOutcome,
  type ExecutionStatusRejectedReason,
  isAccepted,
  type JobRequest,
  type LifecycleEvent,
  type LifecycleIgnoredReason,
  type LifecycleOutcome,
  type LifecycleRejectedReason,
  type Outcome,
  parseExecutionStatus,
  parseLifecycleEvent,
  parseRequestState,
  type Recorded,
  type RequestState,
  replay,
  shouldStop,
  type Transitioned,
  toHttpResponse,
} from "ess-request-machine";
import { describe, expectTypeOf, test } from "vitest";

/** The types of inputs and outcomes. */

declare const request: JobRequest;

describe("inputs", () => {
  test("a callback has a known status and a text", () => {
    applyExecutionStatus(request, { requestHandle: "h", status: "PAUSE", statusMessage: "saved" });
    // @ts-expect-error PAUSED is a state, not a status.
    applyExecutionStatus(request, { requestHandle: "h", status: "PAUSED" });
    // @ts-expect-error A message is a string.
    applyExecutionStatus(request, { requestHandle: "h", status: "ERROR", statusMessage: 1 });
    // @ts-expect-error An event is not a callback.
    applyExecutionStatus(request, { type: "dispatch" });
  });

  test("an event has a known name and its payload", () => {
    applyLifecycleEvent(request, { type: "start", requestHandle: "h" });
    // @ts-expect-error start needs a handle.
    applyLifecycleEvent(request, { type: "start" });
    // @ts-expect-error cancel needs a time.
    applyLifecycleEvent(request, { type: "cancel" });
    // @ts-expect-error An operator cannot choose RUNNING.
    applyLifecycleEvent(request, { type: "complete", state: "RUNNING" });
    // @ts-expect-error A status is not an event.
    applyLifecycleEvent(request, { type: "SUCCESS", requestHandle: "h" });
    // @ts-expect-error There is no such event.
    applyLifecycleEvent(request, { type: "finish" });
  });

  test("an event is narrowed by its type", () => {
    const atOf = (event: LifecycleEvent) => (event.type === "forceCancel" ? event.at : undefined);
    expectTypeOf(atOf).returns.toEqualTypeOf<number | undefined>();
  });

  test("replay takes callbacks and events", () => {
    const { outcomes } = replay(request, [{ type: "hold" }, { requestHandle: "h", status: "SUCCESS" }]);
    expectTypeOf(outcomes).toEqualTypeOf<readonly Outcome[]>();
    // @ts-expect-error It has neither a status nor a type.
    replay(request, [{ requestHandle: "h" }]);
  });

  test("the fields of a record are read-only", () => {
    // @ts-expect-error Outcomes have new records.
    request.state = "ERROR";
    // @ts-expect-error The list is read-only too.
    request.earlierHandles.push("h");
  });

  test("a new request needs an id", () => {
    // @ts-expect-error The id is missing.
    createRequest({ retries: 1 });
    expectTypeOf(createRequest({ requestId: 7n })).toEqualTypeOf<JobRequest>();
  });
});

describe("an outcome is narrowed by its kind", () => {
  test("for a callback", () => {
    const outcome = {} as ExecutionStatusOutcome;
    if (outcome.kind === "transitioned") expectTypeOf(outcome.to).toEqualTypeOf<RequestState>();
    if (outcome.kind === "ignored") expectTypeOf(outcome.reason).toEqualTypeOf<ExecutionStatusIgnoredReason>();
    if (outcome.kind === "rejected") expectTypeOf(outcome.reason).toEqualTypeOf<ExecutionStatusRejectedReason>();
    if (outcome.kind === "recorded") {
      // @ts-expect-error An accepted input has no reason.
      outcome.reason;
      // @ts-expect-error The state is the same.
      outcome.to;
    }
  });

  test("for an event", () => {
    const outcome = {} as LifecycleOutcome;
    if (outcome.kind === "ignored") expectTypeOf(outcome.reason).toEqualTypeOf<LifecycleIgnoredReason>();
    if (outcome.kind === "rejected") expectTypeOf(outcome.reason).toEqualTypeOf<LifecycleRejectedReason>();
  });

  test("by isAccepted", () => {
    const outcome = {} as Outcome;
    if (isAccepted(outcome)) expectTypeOf(outcome).toEqualTypeOf<Transitioned | Recorded>();
    else expectTypeOf(outcome.kind).toEqualTypeOf<"ignored" | "rejected">();
  });
});

test("the effects of an outcome that is not narrowed can be searched for a name", () => {
  const outcome = {} as Outcome;
  expectTypeOf(outcome.effects).toEqualTypeOf<readonly Effect[]>();
  expectTypeOf(outcome.effects.includes("notifyEnded")).toEqualTypeOf<boolean>();
  // @ts-expect-error There is no such effect.
  outcome.effects.includes("sleep");
});

test("shouldStop takes the outcome of an event, not of a callback", () => {
  shouldStop(applyLifecycleEvent(request, { type: "checkIn", requestHandle: "h", at: 0 }));
  // @ts-expect-error A callback is not a check-in.
  shouldStop(applyExecutionStatus(request, { status: "SUCCESS" }));
});

describe("a switch over the reasons", () => {
  test("of a callback is exhaustive", () => {
    const statusOf = (reason: ExecutionStatusIgnoredReason | ExecutionStatusRejectedReason): number => {
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
    expectTypeOf(statusOf).returns.toEqualTypeOf<number>();
  });

  test("without one of the reasons does not compile", () => {
    // @ts-expect-error NOT_CANCELLING is missing.
    const statusOf = (reason: LifecycleIgnoredReason): number => {
      switch (reason) {
        case "STALE_HANDLE":
        case "DUPLICATE":
        case "ALREADY_REPORTED":
        case "ALREADY_ENDED":
          return 200;
      }
    };
    expectTypeOf(statusOf).parameter(0).toEqualTypeOf<LifecycleIgnoredReason>();
  });
});

describe("the result of a parser has a value if it has no issues", () => {
  test("of a callback", () => {
    const parsed = parseExecutionStatus({});
    // @ts-expect-error It may have issues.
    parsed.value;
    if (parsed.issues === undefined) expectTypeOf(parsed.value).toEqualTypeOf<ExecutionStatusInput>();
  });

  test("of an event: no route needs a cast", () => {
    const parsed = parseLifecycleEvent({});
    if (parsed.issues === undefined) applyLifecycleEvent(request, parsed.value);
  });

  test("of a state", () => {
    const parsed = parseRequestState("Succeeded");
    if (parsed.issues === undefined) expectTypeOf(parsed.value).toEqualTypeOf<RequestState>();
  });
});

test("an answer is narrowed by its status", () => {
  const response = toHttpResponse({ problem: 404 }, { href: "/" });
  if (response.status === 200) expectTypeOf(response.body.rel).toEqualTypeOf<"self">();
  else expectTypeOf(response.body.title).toEqualTypeOf<string>();
  // @ts-expect-error Only an outcome is answered with 403.
  toHttpResponse({ problem: 403 }, { href: "/" });
  // @ts-expect-error The endpoint does not have this media type.
  toHttpResponse({ problem: 404 }, { href: "/", mediaType: "text/plain" });
});
