import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type ExecutionStatusInput,
  explain,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
} from "ess-request-machine";
import {
  type InspectedEvent,
  type InspectedSnapshot,
  type Inspector,
  inspectRequests,
} from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { fickle, HOSTILE, mined, RUNNING } from "./support/boundary.js";
import { cases, isCallback, outcomeOf, type Trial, trialsOf } from "./support/vector-trials.js";

/** What an inspector is told of requests that the pure functions handle. */

type Told =
  | { readonly told: "actor"; readonly actor: unknown; readonly snapshot: InspectedSnapshot }
  | { readonly told: "event"; readonly actor: unknown; readonly event: InspectedEvent; readonly source?: string }
  | {
      readonly told: "snapshot";
      readonly actor: unknown;
      readonly snapshot: InspectedSnapshot;
      readonly event: object;
    };

/** An inspector that keeps what it is told, and what shows outcomes in it. */
function inspected() {
  const told: Told[] = [];
  const inspector: Inspector = {
    actor: (actor, snapshot) => void told.push({ told: "actor", actor, snapshot }),
    event: (actor, event, info) => void told.push({ told: "event", actor, event, ...info }),
    snapshot: (actor, snapshot, { event }) => void told.push({ told: "snapshot", actor, snapshot, event }),
  };
  const show = inspectRequests(inspector);
  return {
    told,
    callback(request: JobRequest, input: ExecutionStatusInput): Outcome {
      const outcome = applyExecutionStatus(request, input);
      show(request, input, outcome);
      return outcome;
    },
    event(request: JobRequest, event: LifecycleEvent): Outcome {
      const outcome = applyLifecycleEvent(request, event);
      show(request, event, outcome);
      return outcome;
    },
    trial(trial: Trial): void {
      show(trial.request, (isCallback(trial) ? trial.callback : trial.event) as never, outcomeOf(trial));
    },
  };
}

const eventsIn = (told: readonly Told[]) => told.flatMap((one) => (one.told === "event" ? one.event : []));
const MASKED = { ...toSnapshot(RUNNING).context, requestHandle: "***", earlierHandles: ["***"] };
const SUCCESS = { requestHandle: "handle-2", status: "SUCCESS" } as const;

describe("an outcome is told as what came, what it did, and the record", () => {
  test("when the state changed", () => {
    const { told, callback } = inspected();
    const outcome = callback(RUNNING, SUCCESS);
    expect(told.slice(1)).toEqual([
      { told: "event", actor: "request 101", event: { type: "SUCCESS", requestHandle: "***" } },
      {
        told: "event",
        actor: "request 101",
        event: {
          type: "transitioned to COMPLETED",
          kind: "transitioned",
          from: "RUNNING",
          to: "COMPLETED",
          effects: ["runPostProcessing"],
          explanation: explain(RUNNING, SUCCESS, outcome),
        },
        source: "request 101",
      },
      {
        told: "snapshot",
        actor: "request 101",
        snapshot: {
          status: "active",
          value: "COMPLETED",
          context: { ...MASKED, reportedStatus: "SUCCESS", executableState: "SUCCEEDED" },
        },
        event: { type: "SUCCESS", requestHandle: "***" },
      },
    ]);
  });

  test("when it was recorded in the same state", () => {
    const { told, callback } = inspected();
    callback(RUNNING, { ...SUCCESS, status: "UPDATE", statusMessage: "nearly there" });
    expect(eventsIn(told)).toMatchObject([
      { type: "UPDATE", statusMessage: "nearly there" },
      { type: "recorded", kind: "recorded", effects: ["deliverUpdate"] },
    ]);
    expect(told.at(-1)).toMatchObject({ snapshot: { value: "RUNNING", context: { update: "nearly there" } } });
  });

  test("when it came to nothing, with the reason in the name and the sentence beside it", () => {
    const { told, callback } = inspected();
    const late = { ...SUCCESS, requestHandle: "handle-1" };
    const forged = { ...SUCCESS, requestHandle: "handle-3" };
    callback(RUNNING, late);
    callback(RUNNING, forged);
    expect(eventsIn(told).filter(({ type }) => type !== "SUCCESS")).toEqual([
      {
        type: "ignored STALE_HANDLE",
        kind: "ignored",
        reason: "STALE_HANDLE",
        effects: [],
        explanation: explain(RUNNING, late, applyExecutionStatus(RUNNING, late)),
      },
      {
        type: "rejected HANDLE_MISMATCH",
        kind: "rejected",
        reason: "HANDLE_MISMATCH",
        effects: [],
        explanation: explain(RUNNING, forged, applyExecutionStatus(RUNNING, forged)),
      },
    ]);
    expect(told.at(-1)).toMatchObject({ snapshot: { value: "RUNNING", context: MASKED } });
  });

  test("when the request has ended", () => {
    const { told, callback } = inspected();
    callback(RUNNING, { ...SUCCESS, status: "CANCEL" });
    expect(told.at(-1)).toMatchObject({ snapshot: { status: "done", value: "CANCELLED" } });
  });

  test("for every kind of cell that there is: three things, under names that say it all", () => {
    for (const trial of cases.flatMap((one) => trialsOf(one).slice(0, 1))) {
      const { told, ...show } = inspected();
      show.trial(trial);
      const outcome = outcomeOf(trial);
      const said = "reason" in outcome ? outcome.reason : "to" in outcome ? outcome.to : outcome.kind;
      expect(told.map((one) => one.told)).toEqual(["actor", "event", "event", "snapshot"]);
      expect(eventsIn(told)[1]?.type.split(" ")).toContain(said);
      expect(told.at(-1)).toMatchObject({ snapshot: { value: outcome.request.state } });
    }
    expect(cases.length).toBeGreaterThan(400);
  });
});

describe("a request", () => {
  test("is introduced once, as it was before, by a name of its own and with the machine", () => {
    const { told, event } = inspected();
    const ready = event(createRequest({ requestId: "7" }), { type: "dispatch" }).request;
    event(ready, { type: "hold" });
    event(createRequest({ requestId: "8" }), { type: "hold" });
    const { config } = requestMachine as unknown as { config: object };
    const introduced = (requestId: string) => ({
      told: "actor",
      actor: { sessionId: `request ${requestId}`, logic: { config: { ...config, id: `request ${requestId}` } } },
      snapshot: { status: "active", value: "WAIT", context: toSnapshot(createRequest({ requestId })).context },
    });
    expect(told.filter((one) => one.told === "actor")).toEqual([introduced("7"), introduced("8")]);
    expect(told.map((one) => one.told).join()).toBe(
      "actor,event,event,snapshot,event,event,snapshot,actor,event,event,snapshot",
    );
  });

  test("is told to each inspector anew", () => {
    for (const { told, callback } of [inspected(), inspected()]) {
      callback(RUNNING, SUCCESS);
      expect(told[0]).toMatchObject({ told: "actor", snapshot: { value: "RUNNING", context: MASKED } });
    }
  });
});

describe("an event carries what is known of it", () => {
  test("all that fits", () => {
    const { told, event } = inspected();
    const timedOut = { ...RUNNING, timedOut: true };
    event(timedOut, { type: "checkIn", requestHandle: "handle-2", at: 5 });
    event({ ...RUNNING, state: "COMPLETED" }, { type: "postProcessed", result: "WARN" });
    event(timedOut, { type: "complete", state: "WARNING", message: "closed by hand" });
    event(timedOut, { type: "complete", state: "WARNING", message: null });
    expect(eventsIn(told).filter((_, i) => i % 2 === 0)).toEqual([
      { type: "checkIn", requestHandle: "***", at: 5 },
      { type: "postProcessed", result: "WARN" },
      { type: "complete", state: "WARNING", message: "closed by hand" },
      { type: "complete", state: "WARNING", message: null },
    ]);
  });

  test("that there is no handle, as it stands in a rejection", () => {
    const { told, callback } = inspected();
    callback(RUNNING, { status: "SUCCESS", requestHandle: null });
    callback(RUNNING, { status: "SUCCESS", requestHandle: "" });
    expect(eventsIn(told)).toMatchObject([
      { type: "SUCCESS", requestHandle: null },
      { type: "rejected HANDLE_MISSING" },
      { type: "SUCCESS", requestHandle: "" },
      { type: "rejected HANDLE_MISSING" },
    ]);
  });

  test("of what does not fit, the kind", () => {
    const { told, callback, event } = inspected();
    event(RUNNING, { type: "complete", state: "DONE", message: 7 } as never);
    event(RUNNING, { type: "cancel", at: "noon", result: [] } as never);
    callback(RUNNING, { ...SUCCESS, statusMessage: { text: "handle-2" } } as never);
    expect(eventsIn(told).filter((_, i) => i % 2 === 0)).toEqual([
      { type: "complete", state: "a string of 4 characters", message: "a positive integer" },
      { type: "cancel", at: "a string of 4 characters", result: "an array" },
      { type: "SUCCESS", requestHandle: "***", statusMessage: "an object" },
    ]);
  });

  test("of an unknown name, not even that", () => {
    const { told, callback, event } = inspected();
    callback(RUNNING, { requestHandle: "handle-2", status: "handle-2" as never });
    event(RUNNING, { type: "handle-2" } as never);
    expect(eventsIn(told).map(({ type }) => type)).toEqual([
      "An unknown name",
      "rejected UNKNOWN_STATUS",
      "An unknown name",
      "rejected UNKNOWN_EVENT",
    ]);
  });
});

describe("no handle is told", () => {
  const HANDLES = ["the-latest-secret", "an-earlier-secret"];
  const request: JobRequest = {
    ...RUNNING,
    requestHandle: HANDLES[0]!,
    earlierHandles: [HANDLES[1]!],
    message: `by ${HANDLES}`,
  };
  const text = (told: readonly Told[]) => JSON.stringify(told);

  test("from a record or a text, neither the latest nor an earlier one nor a forged one", () => {
    const { told, callback, event } = inspected();
    for (const requestHandle of [...HANDLES, "a-forged-secret"]) {
      callback(request, { requestHandle, status: "UPDATE", statusMessage: `${HANDLES} ${requestHandle}` });
      event(request, { type: "checkIn", requestHandle, at: 1 });
    }
    expect(text(told)).toContain("***,*** ***");
    expect(text(told)).not.toContain("secret");
  });

  test("from a text that comes before the record was ever shown", () => {
    const { told, callback } = inspected();
    callback({ ...request, requestHandle: "another" }, { requestHandle: "another", status: "UPDATE" });
    callback(request, { status: "ERROR", statusMessage: HANDLES.join() });
    expect(eventsIn(told)[2]).toEqual({ type: "ERROR", statusMessage: "***,***" });
  });

  test.each([
    ["as a status", { status: HANDLES[0] }],
    ["as an event", { type: HANDLES[0] }],
    ["as the whole input", HANDLES[0]],
    ["in a list", { status: "SUCCESS", requestHandle: HANDLES }],
    ["in an object", { type: "checkIn", requestHandle: { value: HANDLES[0] }, at: 1 }],
    ["as a time", { type: "cancel", at: HANDLES[0] }],
    ["as a result", { type: "postProcessed", result: HANDLES[0] }],
    ["as a state", { type: "complete", state: HANDLES[0] }],
    ["as a text", { type: "complete", state: "ERROR", message: HANDLES[0] }],
    ["in something that should be a text", { type: "complete", state: "ERROR", message: HANDLES }],
    ["as a member that nobody knows", { status: "SUCCESS", handle: HANDLES[0], type: undefined }],
  ])("%s", (_, input) => {
    const { told, callback, event } = inspected();
    callback(request, input as never);
    event(request, input as never);
    expect(told).toHaveLength(7);
    expect(text(told)).not.toContain("secret");
  });

  test.each(Object.entries(HOSTILE))("and nothing is thrown, for %s", (_, value) => {
    const { told, callback, event } = inspected();
    callback(RUNNING, value as never);
    callback(RUNNING, { requestHandle: value, status: "SUCCESS", statusMessage: value } as never);
    event(RUNNING, { type: "complete", requestHandle: value, at: value, state: value, message: value } as never);
    expect(text(told)).not.toMatch(/handle-\d/);
  });

  test("nor from an input that throws, or says something else each time", () => {
    const { told, callback } = inspected();
    callback(request, mined({ status: "SUCCESS" } as ExecutionStatusInput, "requestHandle"));
    callback(request, fickle({ status: "SUCCESS" as const, requestHandle: HANDLES[0]!, statusMessage: HANDLES[1]! }));
    expect(text(told)).not.toContain("-secret");
  });
});
