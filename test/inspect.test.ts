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
  redactHandles,
} from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import { HOSTILE, RUNNING } from "./support/boundary.js";
import { cases, isCallback, outcomeOf, trialsOf } from "./support/vector-trials.js";

/** What `inspectRequests` sends to an inspector. */

type Message =
  | { readonly sent: "actor"; readonly actor: unknown; readonly snapshot: InspectedSnapshot }
  | { readonly sent: "event"; readonly actor: unknown; readonly event: InspectedEvent; readonly source?: string }
  | {
      readonly sent: "snapshot";
      readonly actor: unknown;
      readonly snapshot: InspectedSnapshot;
      readonly event: object;
    };

function inspected(options?: InspectOptions) {
  const messages: Message[] = [];
  const inspector: Inspector = {
    actor: (actor, snapshot) => void messages.push({ sent: "actor", actor, snapshot }),
    event: (actor, event, info) => void messages.push({ sent: "event", actor, event, ...info }),
    snapshot: (actor, snapshot, { event }) => void messages.push({ sent: "snapshot", actor, snapshot, event }),
  };
  const show = inspectRequests(inspector, options);
  return {
    messages,
    show,
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

const eventsIn = (messages: readonly Message[]) => messages.flatMap((one) => (one.sent === "event" ? one.event : []));
const REDACTED = { ...toSnapshot(RUNNING).context, requestHandle: "***", earlierHandles: ["***"] };
const SUCCESS = { requestHandle: "handle-2", status: "SUCCESS" } as const;

describe("an outcome is sent as the input, the outcome and the record", () => {
  test("when the state changed", () => {
    const { messages, callback } = inspected();
    const outcome = callback(RUNNING, SUCCESS);
    const actor = "request 101";
    const event = { type: "SUCCESS", requestHandle: "***" };
    expect(messages.slice(1)).toEqual([
      { sent: "event", actor, event },
      {
        sent: "event",
        actor,
        event: {
          type: "transitioned to COMPLETED",
          kind: "transitioned",
          from: "RUNNING",
          to: "COMPLETED",
          effects: ["runPostProcessing"],
          explanation: explain(outcome, SUCCESS),
        },
        source: actor,
      },
      {
        sent: "snapshot",
        actor,
        snapshot: {
          status: "active",
          value: "COMPLETED",
          context: { ...REDACTED, reportedStatus: "SUCCESS", executableState: "SUCCEEDED" },
        },
        event,
      },
    ]);
  });

  test("when the input was ignored or rejected, with the reason in the title", () => {
    const { messages, callback } = inspected();
    const ignored = callback(RUNNING, { ...SUCCESS, requestHandle: "handle-1" });
    callback(RUNNING, { ...SUCCESS, requestHandle: "handle-3" });
    expect(eventsIn(messages)[1]).toEqual({
      type: "ignored STALE_HANDLE",
      kind: "ignored",
      reason: "STALE_HANDLE",
      effects: [],
      explanation: explain(ignored, SUCCESS),
    });
    expect(eventsIn(messages)[3]).toMatchObject({ type: "rejected HANDLE_MISMATCH" });
    expect(messages.at(-1)).toMatchObject({ snapshot: { value: "RUNNING", context: REDACTED } });
  });

  test("when the request has ended", () => {
    const { messages, callback } = inspected();
    callback(RUNNING, { ...SUCCESS, status: "CANCEL" });
    expect(messages.at(-1)).toMatchObject({ snapshot: { status: "done", value: "CANCELLED" } });
  });

  test("for every case of the test vectors", () => {
    expect(cases.length).toBeGreaterThan(400);
    for (const trial of cases.flatMap((one) => trialsOf(one).slice(0, 1))) {
      const { messages, show } = inspected();
      const outcome = outcomeOf(trial);
      show(trial.request, (isCallback(trial) ? trial.callback : trial.event) as never, outcome);
      const title = "reason" in outcome ? outcome.reason : "to" in outcome ? outcome.to : outcome.kind;
      expect(messages.map(({ sent }) => sent)).toEqual(["actor", "event", "event", "snapshot"]);
      expect(eventsIn(messages)[1]?.type.split(" ")).toContain(title);
      expect(messages.at(-1)).toMatchObject({ snapshot: { value: outcome.request.state } });
    }
  });
});

describe("a request", () => {
  const waiting = (requestId: string) => createRequest({ requestId });

  test("is announced once, the first one with the definition of the machine", () => {
    const { messages, event } = inspected();
    const ready = event(waiting("7"), { type: "dispatch" }).request;
    event(ready, { type: "hold" });
    event(waiting("8"), { type: "hold" });
    const snapshot = (requestId: string) => ({
      status: "active",
      value: "WAIT",
      context: toSnapshot(waiting(requestId)).context,
    });
    const logic = { config: { ...requestMachine.config, id: "request 7" } };
    expect(messages.filter(({ sent }) => sent === "actor")).toEqual([
      { sent: "actor", actor: { sessionId: "request 7", logic }, snapshot: snapshot("7") },
      { sent: "actor", actor: "request 8", snapshot: snapshot("8") },
    ]);
  });

  test("is not shown if the filter excludes it, and its handles are still redacted elsewhere", () => {
    const { messages, callback } = inspected({ filter: ({ requestId }) => requestId === "102" });
    callback(RUNNING, SUCCESS);
    expect(messages).toEqual([]);
    callback({ ...RUNNING, requestId: "102", requestHandle: "other" }, { ...SUCCESS, statusMessage: "handle-2" });
    expect(messages).toHaveLength(4);
    expect(eventsIn(messages)[0]).toMatchObject({ statusMessage: "***" });
  });
});

describe("an event", () => {
  test("has its valid members", () => {
    const { messages, event } = inspected();
    event(RUNNING, { type: "checkIn", requestHandle: "handle-2", at: 5 });
    event({ ...RUNNING, timedOut: true }, { type: "complete", state: "WARNING", message: null });
    expect([eventsIn(messages)[0], eventsIn(messages)[2]]).toEqual([
      { type: "checkIn", requestHandle: "***", at: 5 },
      { type: "complete", state: "WARNING", message: null },
    ]);
  });

  test("shows invalid members by type only", () => {
    const { messages, event, callback } = inspected();
    event(RUNNING, { type: "complete", state: "DONE", message: 7 } as never);
    callback(RUNNING, { ...SUCCESS, statusMessage: { text: "handle-2" } } as never);
    expect(JSON.stringify(messages)).not.toMatch(/DONE|handle-\d/);
    expect(eventsIn(messages)[2]).toMatchObject({ type: "SUCCESS", statusMessage: expect.stringMatching(/object/) });
  });

  test("shows that the handle is missing", () => {
    const { messages, callback } = inspected();
    callback(RUNNING, { status: "SUCCESS", requestHandle: "" });
    expect(eventsIn(messages)).toMatchObject([{ requestHandle: "" }, { type: "rejected HANDLE_MISSING" }]);
  });
});

describe("no message contains a handle", () => {
  const HANDLES = ["the-latest-secret", "an-earlier-secret"];
  const request = { ...RUNNING, requestHandle: HANDLES[0]!, earlierHandles: [HANDLES[1]!], message: `by ${HANDLES}` };

  test.each<[string, unknown]>([
    ["in a text", { status: "UPDATE", requestHandle: HANDLES[0], statusMessage: `${HANDLES} a-forged-secret` }],
    ["of a forged callback", { status: "UPDATE", requestHandle: "a-forged-secret" }],
    ["as a status", { status: HANDLES[0] }],
    ["as an event", { type: HANDLES[0] }],
    ["as the whole input", HANDLES[0]],
    ["in a list", { status: "SUCCESS", requestHandle: HANDLES }],
    ["in an object", { type: "checkIn", requestHandle: { value: HANDLES[0] }, at: 1 }],
    ["as a time", { type: "cancel", at: HANDLES[0] }],
    ["as a state", { type: "complete", state: HANDLES[0] }],
    ["as an unknown member", { status: "SUCCESS", handle: HANDLES[0] }],
  ])("%s", (_, input) => {
    const { messages, callback, event } = inspected();
    callback(request, input as never);
    event(request, input as never);
    const text = JSON.stringify(messages).replaceAll(/(?<=\*\*\*,\*\*\* )a-forged-secret/g, "");
    expect(messages).toHaveLength(7);
    expect(text).not.toContain("secret");
  });

  test.each(Object.entries(HOSTILE))("and nothing is thrown, for %s", (_, value) => {
    const { messages, callback, event } = inspected();
    callback(RUNNING, value as never);
    callback(RUNNING, { requestHandle: value, status: "SUCCESS", statusMessage: value } as never);
    event(RUNNING, { type: "complete", requestHandle: value, at: value, state: value, message: value } as never);
    expect(JSON.stringify(messages)).not.toMatch(/handle-\d/);
  });
});

test("the output of an ended actor is redacted, and every message is kept", () => {
  const redact = redactHandles();
  const ended = toSnapshot({ ...RUNNING, state: "CANCELLED" });
  const message = { type: "@xstate.snapshot", snapshot: ended };
  expect(redact.filter(message)).toBe(true);
  expect(message.snapshot.output).toMatchObject({ requestHandle: "***", earlierHandles: ["***"] });
  expect(ended.output?.requestHandle).toBe("handle-2");
  const other = { type: "@xstate.snapshot", snapshot: { output: ["handle-2"] } };
  expect(redact.filter(other)).toBe(true);
  expect(other.snapshot.output).toEqual(["handle-2"]);
});
