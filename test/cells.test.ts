import { isDeepStrictEqual } from "node:util";
import {
  createRequest,
  EXECUTION_STATUSES,
  type FinalStatus,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  type LifecycleEventName,
  parseJobRequest,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import type { Step } from "./support/arbitraries.js";
import { eventOf, machineAnswer, tableAnswer } from "./support/machine.js";

/**
 * Law 11 without sampling: every state × event × kind of handle × reported status × retries left or none, on every
 * well-formed record of that kind. The pure functions and XState interpret the same chart, and must agree here. The
 * scenarios, which were written without the chart, check that the chart is right.
 */

const SENDERS = { latest: "handle-2", earlier: "handle-1", foreign: "handle-9", missing: "" } as const;
type Sender = keyof typeof SENDERS;

const HALF_HOUR = 30 * 60 * 1000;
const REPORTS: readonly (FinalStatus | null)[] = [
  null,
  ...EXECUTION_STATUSES.filter((status): status is FinalStatus => status !== "UPDATE"),
];

/** Retries left matter only for callbacks, and the time-out only for events, so they vary together. */
const VARIANTS = [
  { retries: 1, timedOut: false },
  { retries: 2, timedOut: true },
];
const TEXTS = { message: "old", update: "old", pausedState: "old" };

function* recordsIn(state: RequestState): Generator<JobRequest> {
  for (const variant of VARIANTS) {
    const created = { ...createRequest({ requestId: "1" }), ...TEXTS, ...variant, state, retriedCount: 1 };
    const started = { ...created, requestHandle: SENDERS.latest, earlierHandles: [SENDERS.earlier], attempt: 2 };
    const drafts: readonly JobRequest[] = [
      created,
      ...REPORTS.flatMap((reportedStatus) =>
        ([null, "SUCCEEDED", "WARNING"] as const).map((executableState) => ({
          ...started,
          reportedStatus,
          executableState,
          cancelSeenAt: HALF_HOUR,
        })),
      ),
    ];
    yield* drafts.filter((draft) => parseJobRequest(draft).issues === undefined);
  }
}

const EVENT_PAYLOADS: readonly object[] = [
  { result: "PROCEED", state: "SUCCEEDED", at: 0 },
  { result: "WARN", state: "WARNING", at: 2 * HALF_HOUR - 1, message: null },
  { result: "BIZ_ERROR", state: "ERROR", at: 2 * HALF_HOUR, message: "new" },
  { result: "SYSTEM_ERROR", state: "CANCELLED", at: 2 * HALF_HOUR, message: "" },
  { result: "CANCEL", state: "ERROR", at: HALF_HOUR },
  { result: "DELAY", state: "ERROR", at: HALF_HOUR },
];

const VARIED: readonly LifecycleEventName[] = [
  "validationFailed",
  "manualRecoveryRequired",
  "cancel",
  "checkIn",
  "forceCancel",
  "postProcessed",
  "complete",
];

function* stepsOf(sender: Sender): Generator<Step> {
  const requestHandle = SENDERS[sender];
  for (const status of EXECUTION_STATUSES) yield { callback: { requestHandle, status, statusMessage: "new" } };
  for (const type of LIFECYCLE_EVENTS) {
    const payloads = VARIED.includes(type) ? EVENT_PAYLOADS : EVENT_PAYLOADS.slice(0, 1);
    for (const payload of payloads) yield { event: { type, requestHandle, ...payload } as LifecycleEvent };
  }
}

/** The machine's types exclude events without their handle. */
const fitsMachine = (sender: Sender, { event }: Step): boolean =>
  sender !== "missing" || event === undefined || !["start", "resume", "checkIn"].includes(event.type);

describe.each(REQUEST_STATES)("in %s", (state) => {
  test("the pure functions and XState agree on every cell: record, effects and reason", () => {
    let records = 0;
    for (const record of recordsIn(state)) {
      records += 1;
      const snapshot = toSnapshot(record);
      for (const sender of Object.keys(SENDERS) as Sender[]) {
        for (const step of stepsOf(sender)) {
          if (!fitsMachine(sender, step)) continue;
          const expected = machineAnswer(snapshot, eventOf(step));
          const found = tableAnswer(record, step);
          // An assertion per cell would take longer than both functions together.
          if (!isDeepStrictEqual(found, expected))
            expect({ record, step, found }).toEqual({ record, step, found: expected });
        }
      }
    }
    expect(records).toBeGreaterThan(0);
  });
});
