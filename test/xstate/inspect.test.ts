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
  type InspectOptions,
  type Inspector,
  inspectRequests,
} from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { fickle, HOSTILE, inState, mined, RUNNING } from "../support/boundary.js";

/** The messages that an inspector receives about requests that the pure functions handle. */

type Message =
  | { readonly type: "actor"; readonly actor: unknown; readonly snapshot: InspectedSnapshot }
  | { readonly type: "event"; readonly actor: unknown; readonly event: InspectedEvent; readonly source?: string }
  | {
      readonly type: "snapshot";
      readonly actor: unknown;
      readonly snapshot: InspectedSnapshot;
      readonly event: object;
    };

/** An inspector that records its messages, and functions that apply an input and show the outcome. */
function recordingInspector(options?: InspectOptions) {
  const messages: Message[] = [];
  const inspector: Inspector = {
    actor: (actor, snapshot) => void messages.push({ type: "actor", actor, snapshot }),
    event: (actor, event, info) => void messages.push({ type: "event", actor, event, ...info }),
    snapshot: (actor, snapshot, { event }) => void messages.push({ type: "snapshot", actor, snapshot, event }),
  };
  const show = inspectRequests(inspector, options);
  return {
    messages,
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
  };
}

const eventsIn = (messages: readonly Message[]) =>
  messages.flatMap((message) => (message.type === "event" ? message.event : []));
/** Each outcome is shown as two events: the input, and the outcome. */
const inputsIn = (messages: readonly Message[]) => eventsIn(messages).filter((_, index) => index % 2 === 0);

const REDACTED = { ...toSnapshot(RUNNING).context, requestHandle: "***", earlierHandles: ["***"] };
const SUCCESS = { requestHandle: "handle-2", status: "SUCCESS" } as const;

describe("an outcome is shown as the input, the outcome and the record", () => {
  test("when the state changed", () => {
    const { messages, callback } = recordingInspector();
    const outcome = callback(RUNNING, SUCCESS);
    const { kind, effects } = outcome;
    expect(messages.slice(1)).toEqual([
      { type: "event", actor: "request 101", event: { type: "SUCCESS", requestHandle: "***" } },
      {
        type: "event",
        actor: "request 101",
        event: {
          ...{ type: "transitioned to COMPLETED", kind, from: "RUNNING", to: "COMPLETED", effects },
          explanation: explain(outcome, SUCCESS),
        },
        source: "request 101",
      },
      {
        type: "snapshot",
        actor: "request 101",
        snapshot: {
          status: "active",
          value: "COMPLETED",
          context: { ...REDACTED, reportedStatus: "SUCCESS", executableState: "SUCCEEDED" },
        },
        event: { type: "SUCCESS", requestHandle: "***" },
      },
    ]);
  });

  test("when the input was recorded in the same state", () => {
    const { messages, callback } = recordingInspector();
    callback(RUNNING, { ...SUCCESS, status: "UPDATE", statusMessage: "nearly there" });
    expect(eventsIn(messages)).toMatchObject([
      { type: "UPDATE", statusMessage: "nearly there" },
      { type: "recorded", kind: "recorded", effects: ["deliverUpdate"] },
    ]);
    expect(messages.at(-1)).toMatchObject({ snapshot: { value: "RUNNING", context: { update: "nearly there" } } });
  });

  test.each([
    ["ignored STALE_HANDLE", "handle-1"],
    ["rejected HANDLE_MISMATCH", "handle-3"],
  ])("when it had no effect: %s", (type, requestHandle) => {
    const { messages, callback } = recordingInspector();
    const input = { ...SUCCESS, requestHandle };
    const outcome = callback(RUNNING, input);
    const [kind, reason] = type.split(" ");
    const explanation = explain(outcome, input);
    expect(eventsIn(messages)[1]).toEqual({ type, kind, reason, effects: [], explanation });
    expect(messages.at(-1)).toMatchObject({ snapshot: { value: "RUNNING", context: REDACTED } });
  });

  test("when the request ended", () => {
    const { messages, callback } = recordingInspector();
    callback(RUNNING, { ...SUCCESS, status: "CANCEL" });
    expect(messages.at(-1)).toMatchObject({ snapshot: { status: "done", value: "CANCELLED" } });
  });
});

describe("a request", () => {
  test("is announced once, with the record before, and the first one with the machine", () => {
    const { messages, event } = recordingInspector();
    const ready = event(createRequest({ requestId: "7" }), { type: "dispatch" }).request;
    event(ready, { type: "hold" });
    event(createRequest({ requestId: "8" }), { type: "hold" });
    const announced = (requestId: string, actor: unknown) => ({
      type: "actor",
      actor,
      snapshot: { status: "active", value: "WAIT", context: toSnapshot(createRequest({ requestId })).context },
    });
    const logic = { config: { ...requestMachine.config, id: "request 7" } };
    expect(messages.filter(({ type }) => type === "actor")).toEqual([
      announced("7", { sessionId: "request 7", logic }),
      announced("8", "request 8"),
    ]);
    expect(messages.map(({ type }) => type).join()).toBe(
      "actor,event,event,snapshot,event,event,snapshot,actor,event,event,snapshot",
    );
  });

  test("is not shown if the filter excludes it, and its handles are still redacted elsewhere", () => {
    const { messages, callback } = recordingInspector({ filter: ({ requestId }) => requestId === "102" });
    callback(RUNNING, SUCCESS);
    expect(messages).toEqual([]);
    const other: JobRequest = { ...RUNNING, requestId: "102", requestHandle: "other" };
    callback(other, { ...SUCCESS, statusMessage: "handle-2 is late" });
    expect(messages.map(({ type }) => type)).toEqual(["actor", "event", "event", "snapshot"]);
    expect(eventsIn(messages)[0]).toMatchObject({ statusMessage: "*** is late" });
  });

  test("is announced to each inspector", () => {
    for (const { messages, callback } of [recordingInspector(), recordingInspector()]) {
      callback(RUNNING, SUCCESS);
      expect(messages[0]).toMatchObject({ type: "actor", snapshot: { value: "RUNNING", context: REDACTED } });
    }
  });
});

describe("an input is shown with its members:", () => {
  test("all valid ones", () => {
    const { messages, event } = recordingInspector();
    const timedOut = { ...RUNNING, timedOut: true };
    event(timedOut, { type: "checkIn", requestHandle: "handle-2", at: 5 });
    event(inState("COMPLETED"), { type: "postProcessed", result: "WARN" });
    event(timedOut, { type: "complete", state: "WARNING", message: "closed by hand" });
    event(timedOut, { type: "complete", state: "WARNING", message: null });
    expect(inputsIn(messages)).toEqual([
      { type: "checkIn", requestHandle: "***", at: 5 },
      { type: "postProcessed", result: "WARN" },
      { type: "complete", state: "WARNING", message: "closed by hand" },
      { type: "complete", state: "WARNING", message: null },
    ]);
  });

  test("a missing handle stays visible, since it is the reason of the rejection", () => {
    const { messages, callback } = recordingInspector();
    callback(RUNNING, { status: "SUCCESS", requestHandle: null });
    callback(RUNNING, { status: "SUCCESS", requestHandle: "" });
    expect(eventsIn(messages)).toMatchObject([
      { type: "SUCCESS", requestHandle: null },
      { type: "rejected HANDLE_MISSING" },
      { type: "SUCCESS", requestHandle: "" },
      { type: "rejected HANDLE_MISSING" },
    ]);
  });

  test("invalid ones by type", () => {
    const { messages, callback, event } = recordingInspector();
    event(RUNNING, { type: "complete", state: "DONE", message: 7 } as never);
    event(RUNNING, { type: "cancel", at: "noon", result: [] } as never);
    callback(RUNNING, { ...SUCCESS, statusMessage: { text: "handle-2" } } as never);
    expect(inputsIn(messages)).toEqual([
      { type: "complete", state: "a string of 4 characters", message: "a positive integer" },
      { type: "cancel", at: "a string of 4 characters", result: "an array" },
      { type: "SUCCESS", requestHandle: "***", statusMessage: "an object" },
    ]);
  });

  test("but not an unknown name", () => {
    const { messages, callback, event } = recordingInspector();
    callback(RUNNING, { requestHandle: "handle-2", status: "handle-2" as never });
    event(RUNNING, { type: "handle-2" } as never);
    expect(eventsIn(messages).map(({ type }) => type)).toEqual([
      "Unknown status",
      "rejected UNKNOWN_STATUS",
      "Unknown event",
      "rejected UNKNOWN_EVENT",
    ]);
  });
});

describe("no handle is shown", () => {
  const HANDLES = ["the-latest-secret", "an-earlier-secret"];
  const request: JobRequest = {
    ...RUNNING,
    requestHandle: HANDLES[0]!,
    earlierHandles: [HANDLES[1]!],
    message: `by ${HANDLES}`,
  };
  const text = (messages: readonly Message[]) => JSON.stringify(messages);

  test("in records and texts: the latest, an earlier and a foreign one", () => {
    const { messages, callback, event } = recordingInspector();
    for (const requestHandle of [...HANDLES, "a-foreign-secret"]) {
      callback(request, { requestHandle, status: "UPDATE", statusMessage: `${HANDLES} ${requestHandle}` });
      event(request, { type: "checkIn", requestHandle, at: 1 });
    }
    expect(text(messages)).toContain("***,*** ***");
    expect(text(messages)).not.toContain("secret");
  });

  test("in a text that arrives before the record was shown", () => {
    const { messages, callback } = recordingInspector();
    callback({ ...request, requestHandle: "another" }, { requestHandle: "another", status: "UPDATE" });
    callback(request, { status: "ERROR", statusMessage: HANDLES.join() });
    expect(eventsIn(messages)[2]).toEqual({ type: "ERROR", statusMessage: "***,***" });
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
    ["in a list instead of a text", { type: "complete", state: "ERROR", message: HANDLES }],
    ["as an unknown member", { status: "SUCCESS", handle: HANDLES[0], type: undefined }],
  ])("%s", (_, input) => {
    const { messages, callback, event } = recordingInspector();
    callback(request, input as never);
    event(request, input as never);
    expect(messages).toHaveLength(7);
    expect(text(messages)).not.toContain("secret");
  });

  test.each(Object.entries(HOSTILE))("and nothing throws, for %s", (_, value) => {
    const { messages, callback, event } = recordingInspector();
    callback(RUNNING, value as never);
    callback(RUNNING, { requestHandle: value, status: "SUCCESS", statusMessage: value } as never);
    event(RUNNING, { type: "complete", requestHandle: value, at: value, state: value, message: value } as never);
    expect(text(messages)).not.toMatch(/handle-\d/);
  });

  test("from an input that throws, or changes between two reads", () => {
    const { messages, callback } = recordingInspector();
    callback(request, mined({ status: "SUCCESS" } as ExecutionStatusInput, "requestHandle"));
    callback(request, fickle({ status: "SUCCESS" as const, requestHandle: HANDLES[0]!, statusMessage: HANDLES[1]! }));
    expect(text(messages)).not.toContain("-secret");
  });
});
