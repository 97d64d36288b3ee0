import { isDeepStrictEqual } from "node:util";
import {
  createRequest,
  EXECUTION_STATUSES,
  type FinalStatus,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  type LifecycleEventName,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { toSnapshot } from "ess-request-machine/machine";
import { describe, expect, test } from "vitest";
import type { Step } from "./support/arbitraries.js";
import { eventOf, machineAnswer, tableAnswer } from "./support/machine.js";

/**
 * Every cell, none sampled: state × event × whose handle × what was reported × retries left or not (with the time-out passed
 * or not going along).
 * The table and XState are two readers of one chart; here they must give one answer. (That the chart is right is for the
 * scenarios to say: they were written without it.)
 */

const SENDERS = { latest: "handle-2", earlier: "handle-1", foreign: "handle-9", missing: "" } as const;
type Sender = keyof typeof SENDERS;

const HALF_HOUR = 30 * 60 * 1000;
const REPORTS: readonly (FinalStatus | null)[] = [
  null,
  ...EXECUTION_STATUSES.filter((status): status is FinalStatus => status !== "UPDATE"),
];

/** No edge reads both: a callback whether retries are left, an event whether the time-out passed. One stands for both. */
const EACH_WAY = [
  { retries: 1, timedOut: false },
  { retries: 2, timedOut: true },
];

/** Well formed or not: RUNNING with a report, or without a handle, has its answer too. */
function* recordsIn(state: RequestState): Generator<JobRequest> {
  for (const { retries, timedOut } of EACH_WAY) {
    const fields = { state, timedOut, retriedCount: 1, message: "old", update: "old", pausedState: "old" } as const;
    const unstarted: JobRequest = { ...createRequest({ requestId: "1", retries }), ...fields };
    yield unstarted;
    for (const reportedStatus of REPORTS) {
      yield {
        ...unstarted,
        requestHandle: SENDERS.latest,
        earlierHandles: [SENDERS.earlier],
        attempt: 2,
        reportedStatus,
        executableState: reportedStatus === "WARNING" ? "WARNING" : null,
        cancelSeenAt: HALF_HOUR,
      };
    }
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

/** Types keep these from the machine: an actor is not asked to start or check in without a handle. */
const fitsMachine = (sender: Sender, { event }: Step): boolean =>
  sender !== "missing" || event === undefined || !["start", "resume", "checkIn"].includes(event.type);

const STEPS = 8 + 15 + 7 * 6;
const UNFIT = 2 + 6;
const CELLS_IN_A_STATE = EACH_WAY.length * (1 + REPORTS.length) * (4 * STEPS - UNFIT);

describe.each(REQUEST_STATES)("in %s", (state) => {
  test("the table and XState agree on every cell: record, effects and reason", () => {
    let cells = 0;
    for (const record of recordsIn(state)) {
      const snapshot = toSnapshot(record);
      for (const sender of Object.keys(SENDERS) as Sender[]) {
        for (const step of stepsOf(sender)) {
          if (!fitsMachine(sender, step)) continue;
          cells += 1;
          const expected = machineAnswer(snapshot, eventOf(step));
          const found = tableAnswer(record, step);
          // An assertion a cell would cost more than both answers do; it is needed only to tell a difference.
          if (!isDeepStrictEqual(found, expected))
            expect({ record, step, found }).toEqual({ record, step, found: expected });
        }
      }
    }
    expect(cells).toBe(CELLS_IN_A_STATE);
  });
});
