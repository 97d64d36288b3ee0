import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type JobRequest,
  REQUEST_STATES,
} from "ess-request-machine";
import {
  auditHistory,
  type ConsistentHistory,
  type HistoryEntry,
  type InconsistentHistory,
} from "ess-request-machine/analysis";
import { describe, expect, test } from "vitest";

const callback = (status: string, requestHandle?: string | null): HistoryEntry => ({
  callback: { status, requestHandle },
});
const event = (type: string, members: object = {}): HistoryEntry => ({ event: { type, ...members } });
const gap: HistoryEntry = { gap: true };
const accepted: HistoryEntry = { outcome: { kind: "transitioned" } };
const answered = (httpStatus: number): HistoryEntry => ({ outcome: { httpStatus } });

const many = (count: number) => Array.from({ length: count }, (_, number) => `${number}`);

const statesAfter = (...history: readonly HistoryEntry[]) => {
  const audit = auditHistory(history);
  return audit.consistent ? audit.states : audit;
};
const conflictIn = (...history: readonly HistoryEntry[]) => {
  const audit = auditHistory(history);
  return audit.consistent ? audit : audit.conflict;
};

const running = [{ state: "READY" }, event("start", { requestHandle: "a" }), accepted] as const;

describe("a history may begin anywhere", () => {
  test("an empty history allows every state", () => {
    expect(statesAfter()).toEqual(REQUEST_STATES);
  });

  test("an accepted SUCCESS shows that the request was RUNNING or CANCELLING", () => {
    expect(statesAfter(callback("SUCCESS", "a"), accepted)).toEqual(["COMPLETED", "SUCCEEDED"]);
  });

  test("a callback without an outcome may have been ignored", () => {
    expect(statesAfter({ state: "RUNNING" }, callback("SUCCESS", "a"))).toEqual(["RUNNING", "COMPLETED"]);
  });

  test("a callback of an execution that the log does not show is stale or foreign, and remains so", () => {
    const stale: HistoryEntry = { reason: "STALE_HANDLE" };
    expect(statesAfter({ state: "RUNNING" }, callback("SUCCESS", "old"), stale)).toEqual(["RUNNING"]);
    expect(
      conflictIn({ state: "RUNNING" }, callback("SUCCESS", "old"), stale, callback("CANCEL", "old"), answered(403)),
    ).toEqual([1, 2, 3, 4]);
  });
});

describe("a handle", () => {
  test("of the latest execution may send one final report", () => {
    expect(statesAfter(...running, callback("SUCCESS", "a"))).toEqual(["COMPLETED"]);
    expect(conflictIn(...running, callback("SUCCESS", "a"), callback("SUCCESS", "a"), accepted)).toEqual([3, 4, 5]);
  });

  test("of a replaced execution cannot report again, even after hidden steps", () => {
    const audit = auditHistory([
      ...[callback("PAUSE", "a"), accepted, gap, callback("PAUSE", "b"), accepted, gap],
      ...[callback("SUCCESS", "a"), accepted],
    ]);
    expect(audit).toMatchObject({ consistent: false, index: 7, conflict: [0, 1, 6, 7] });
  });

  test("may be forgotten after a gap, which may hide many executions, and remains so", () => {
    const late = callback("SUCCESS", "a");
    const replaced = [...running, gap, { state: "PAUSED" }, callback("PAUSE", "b"), { reason: "DUPLICATE" }] as const;
    const forgotten = [late, { reason: "HANDLE_MISMATCH" }] as const;
    const stale = [late, { reason: "STALE_HANDLE" }] as const;
    expect(statesAfter(...replaced, ...stale)).toEqual(["PAUSED"]);
    expect(statesAfter(...replaced, ...forgotten)).toEqual(["PAUSED"]);
    expect(conflictIn(...replaced, ...forgotten, ...stale)).toHaveLength(4);
    expect(conflictIn(...replaced, ...stale, ...forgotten)).toHaveLength(4);
    const resumed = [event("resume", { requestHandle: "c" }), accepted] as const;
    expect(statesAfter(...replaced, ...stale, ...resumed, ...forgotten)).toEqual(["RUNNING"]);
    expect(conflictIn(...replaced, late, accepted)).toEqual([5, 6, 7, 8]);
    const seenEarlier = [{ state: "PAUSED" }, ...stale, ...resumed, gap] as const;
    expect(conflictIn(...seenEarlier, late, accepted)).toEqual([1, 2, 6, 7]);
  });

  test("that was rejected can belong to a later execution", () => {
    const rejected = [callback("UPDATE", "b"), answered(403)];
    const reports = [callback("SUCCESS", "b"), accepted];
    expect(conflictIn({ state: "RUNNING" }, ...rejected, ...reports)).toEqual([1, 2, 3, 4]);
    expect(statesAfter({ state: "RUNNING" }, ...rejected, gap, ...reports)).toEqual(["COMPLETED", "SUCCEEDED"]);
    const paused = [{ state: "RUNNING" } as const, ...rejected, callback("PAUSE", "a"), accepted];
    expect(statesAfter(...paused, event("resume"), accepted, ...reports)).toEqual(["COMPLETED"]);
  });

  test("that was rejected is not that of an execution before, whatever follows", () => {
    const begin = [{ state: "RUNNING" } as const, callback("UPDATE", "b"), answered(403)];
    const stale = (label: string) => [callback("SUCCESS", label), { reason: "STALE_HANDLE" } as const];
    const resumed = [callback("PAUSE", "a"), accepted, event("resume", { requestHandle: "c" }), accepted];
    expect(auditHistory([...begin, ...resumed, ...stale("b")])).toHaveProperty("index", 8);
    expect(auditHistory([...begin, ...stale("d"), callback("SUCCESS", "b"), accepted])).toHaveProperty("index", 6);
  });

  test("that the log omits can be any handle; null or an empty text means that the callback had none", () => {
    expect(statesAfter(...running, callback("SUCCESS"), { reason: "HANDLE_MISSING" })).toEqual(["RUNNING"]);
    expect(statesAfter(...running, callback("SUCCESS"), accepted)).toEqual(["COMPLETED"]);
    expect(conflictIn(...running, callback("SUCCESS", null), accepted)).toEqual([3, 4]);
    expect(conflictIn(...running, callback("SUCCESS", ""), answered(403))).toEqual([3, 4]);
    const invalid = callback("SUCCESS", 7 as never);
    expect(statesAfter(...running, invalid, { reason: "HANDLE_MISSING" })).toEqual(["RUNNING"]);
  });

  test("is a label: it may look like anything", () => {
    const late = [callback("SUCCESS", "?0"), accepted];
    const resumed = event("resume", { requestHandle: "?*" });
    expect(conflictIn(callback("PAUSE", "?0"), accepted, resumed, ...late)).toEqual([0, 1, 3, 4]);
  });

  test("of which nothing is known costs no knowledge of others", () => {
    const stale = [callback("UPDATE", "old"), { reason: "STALE_HANDLE" } as const];
    const unknown = Array.from({ length: 70 }, (_, number) => callback("UPDATE", `${number}`));
    const forgotten = [callback("UPDATE", "old"), { reason: "HANDLE_MISMATCH" } as const];
    expect(auditHistory([{ state: "RUNNING" }, ...stale, ...unknown, ...forgotten])).toHaveProperty("index", 74);
  });

  test.each([
    [8, false],
    [9, true],
  ])("of an earlier execution is forgotten if there are too many possibilities: %i earlier ones", (count, forgets) => {
    const execution = [event("dispatch"), event("start"), accepted, event("manualRecoveryRequired"), event("recover")];
    const executions = Array.from({ length: count + 1 }, () => execution).flat();
    const stale = ["a", "b"].flatMap((label) => [callback("SUCCESS", label), { reason: "STALE_HANDLE" } as const]);
    const begin = [{ record: createRequest({ requestId: 1 }) }, ...executions, ...stale, callback("SUCCESS", "a")];
    expect(auditHistory([...begin, { reason: "HANDLE_MISMATCH" }]).consistent).toBe(forgets);
    expect(auditHistory([...begin, { reason: "STALE_HANDLE" }]).consistent).toBe(true);
    expect(auditHistory([...begin, accepted]).consistent).toBe(false);
    const shown = { record: { earlierHandles: ["a", "b", ...many(count - 2)] } };
    expect(auditHistory([...begin, shown]).consistent).toBe(true);
  });

  test("is not invented for a request that may not have begun", () => {
    const pauses = many(7).flatMap((label) => [callback("PAUSE", label), event("resume")]);
    const begin = [{ record: createRequest({ requestId: 1 }) }, event("dispatch"), event("start"), ...pauses];
    const eight = { record: { earlierHandles: many(8) } };
    // After five pauses, there are 64 possibilities.
    expect(auditHistory([...begin.slice(0, -4), eight]).consistent).toBe(false);
    expect(auditHistory([...begin, eight]).consistent).toBe(true);
    const late = callback("SUCCESS", "z");
    expect(statesAfter(...begin, { state: "READY" }, late, { reason: "HANDLE_MISMATCH" })).toEqual(["READY"]);
    expect(auditHistory([...begin, { state: "READY" }, late, { reason: "STALE_HANDLE" }]).consistent).toBe(false);
  });

  test("is not accepted for two executions", () => {
    const again = event("start", { requestHandle: "a" });
    expect(conflictIn(...running, gap, { state: "READY" }, again, accepted)).toEqual([1, 2, 5, 6]);
    const next = event("start", { requestHandle: "b" });
    expect(statesAfter(...running, gap, { state: "READY" }, next, accepted)).toEqual(["RUNNING"]);
  });

  test("is known while the record keeps it", () => {
    const executions = (count: number) =>
      Array.from({ length: count }, (_, number) => [
        event("dispatch"),
        event("start", { requestHandle: `${number}` }),
        event("manualRecoveryRequired"),
        event("recover"),
      ]).flat();
    const begin = { record: createRequest({ requestId: 1 }) };
    const late = callback("SUCCESS", "0");
    expect(auditHistory([begin, ...executions(17), late, { reason: "HANDLE_MISMATCH" }]).consistent).toBe(false);
    expect(statesAfter(begin, ...executions(18), late, { reason: "HANDLE_MISMATCH" })).toEqual(["WAIT"]);
    const unseen = [callback("SUCCESS", "unseen"), { reason: "STALE_HANDLE" } as const];
    const accepting = (count: number) =>
      executions(count).flatMap((one, index) => (index % 4 === 1 ? [one, accepted] : one));
    expect(statesAfter({ state: "WAIT" }, ...accepting(16), ...unseen)).toEqual(["WAIT"]);
    expect(auditHistory([{ state: "WAIT" }, ...accepting(17), ...unseen]).consistent).toBe(false);
    const first = [begin, event("dispatch"), event("start", { requestHandle: "0" }), callback("SUCCESS")];
    expect(auditHistory([...first, { reason: "STALE_HANDLE" }]).consistent).toBe(false);
  });
});

describe("an outcome", () => {
  test.each<[string, HistoryEntry]>([
    ["kind", { outcome: { kind: "recorded" } }],
    ["reason", { reason: "DUPLICATE" }],
    ["state before", { outcome: { from: "CANCELLING" } }],
    ["state after", { outcome: { to: "SUCCEEDED" } }],
    ["HTTP status", { outcome: { httpStatus: 403 } }],
    ["effects", { outcome: { effects: ["notifyEnded"] } }],
  ])("must match in its %s", (_, wrong) => {
    const right: HistoryEntry = {
      outcome: { kind: "transitioned", from: "RUNNING", to: "COMPLETED", httpStatus: 200 },
    };
    const effects: HistoryEntry = { outcome: { effects: ["runPostProcessing"] } };
    expect(statesAfter(...running, callback("SUCCESS", "a"), right, effects)).toEqual(["COMPLETED"]);
    expect(auditHistory([...running, callback("SUCCESS", "a"), wrong])).toMatchObject({
      index: 4,
      possible: [{ outcome: { kind: "transitioned", from: "RUNNING", to: "COMPLETED" } }],
    });
  });

  test("without a transition has the state before and after it", () => {
    const ignored: HistoryEntry = { outcome: { kind: "ignored", from: "COMPLETED", to: "COMPLETED" } };
    expect(statesAfter({ state: "COMPLETED" }, callback("SUCCESS"), ignored)).toEqual(["COMPLETED"]);
  });
});

test("an unknown status and an unknown event are rejected, each with its reason", () => {
  const begin = { state: "READY" } as const;
  const unknownEvent = [event("unknown"), { reason: "UNKNOWN_EVENT" } as const];
  const unknownStatus = [callback("unknown", null), { reason: "UNKNOWN_STATUS" } as const];
  expect(statesAfter(begin, ...unknownEvent, ...unknownStatus)).toEqual(["READY"]);
  expect(statesAfter(begin, event("start", { requestHandle: "" }), { reason: "HANDLE_MISSING" })).toEqual(["READY"]);
  const invalid = event("manualRecoveryRequired", { message: 7 });
  expect(statesAfter({ state: "RUNNING" }, invalid, { reason: "INVALID_PAYLOAD" })).toEqual(["RUNNING"]);
  expect(statesAfter({ state: "RUNNING" }, event("cancel"), { reason: "INVALID_PAYLOAD" })).toEqual(["RUNNING"]);
});

describe("times", () => {
  const HALF_HOUR = 30 * 60_000;
  const cancel = [{ state: "RUNNING" } as const, event("cancel", { at: 1000 })];
  const forced = (at: number) => event("forceCancel", { at });

  test("decide whether a job can be given up", () => {
    expect(statesAfter(...cancel, forced(HALF_HOUR + 999), { reason: "TOO_EARLY" })).toEqual(["CANCELLING"]);
    expect(conflictIn(...cancel, forced(HALF_HOUR + 999), accepted)).toEqual([0, 1, 2, 3]);
    expect(conflictIn(...cancel, forced(HALF_HOUR + 1000), { reason: "TOO_EARLY" })).toEqual([0, 1, 2, 3]);
    expect(statesAfter(...cancel, event("forceCancel"), { reason: "TOO_EARLY" })).toEqual(["CANCELLING"]);
  });

  test("that are unknown may be any, but one each", () => {
    const unseen = [{ state: "RUNNING" } as const, event("cancel")];
    const tooEarly = [forced(HALF_HOUR + 5000), { reason: "TOO_EARLY" } as const];
    expect(statesAfter(...unseen, ...tooEarly, forced(HALF_HOUR + 5001), accepted)).toEqual(["CANCELLED"]);
    expect(statesAfter(...unseen, ...tooEarly, forced(HALF_HOUR + 5000), { reason: "TOO_EARLY" })).toEqual([
      "CANCELLING",
    ]);
    expect(statesAfter(...unseen, forced(HALF_HOUR - 1), accepted)).toHaveProperty("conflict");
    expect(statesAfter(...unseen, ...tooEarly, { record: { retries: 2, retriedCount: 0 } })).toEqual(["CANCELLING"]);
    expect(conflictIn(...unseen, ...tooEarly, forced(HALF_HOUR + 5000), accepted)).toEqual([2, 4, 5]);
  });

  test("of a check-in that the log does not show may lie later", () => {
    expect(statesAfter(...cancel, gap, forced(HALF_HOUR + 1000), { reason: "TOO_EARLY" })).toEqual(["CANCELLING"]);
    expect(statesAfter(...cancel, gap, { record: { state: "CANCELLING", cancelSeenAt: 2000 } })).toEqual([
      "CANCELLING",
    ]);
    expect(conflictIn(...cancel, gap, { record: { state: "CANCELLING", cancelSeenAt: 999 } })).toEqual([0, 1, 3]);
    expect(statesAfter(...cancel, gap, { record: { cancelSeenAt: 1000 } })).toContain("CANCELLING");
  });
});

test("a record shows exactly when the job was last seen", () => {
  const cancel = [{ state: "RUNNING" }, event("cancel", { at: 1000 })] as const;
  const shown = (cancelSeenAt: number | null): HistoryEntry => ({ record: { cancelSeenAt } });
  const forced = event("forceCancel", { at: 30 * 60_000 + 2000 });
  expect(statesAfter(...cancel, shown(1000))).toEqual(["CANCELLING"]);
  expect(statesAfter({ state: "RUNNING" }, event("cancel"), shown(0))).toEqual(["CANCELLING"]);
  expect(conflictIn(...cancel, shown(1001))).toEqual([0, 1, 2]);
  const checkIn = (requestHandle: string, at: number) => event("checkIn", { requestHandle, at });
  expect(statesAfter(...running, event("cancel", { at: 9 }), checkIn("a", 20), shown(20))).toEqual(["CANCELLING"]);
  expect(statesAfter(...running, event("cancel", { at: 9 }), checkIn("b", 1e9), shown(9))).toEqual(["CANCELLING"]);
  expect(statesAfter(...running, checkIn("a", 20), event("cancel", { at: 9 }), shown(9))).toEqual(["CANCELLING"]);
  expect(conflictIn(...cancel, callback("UPDATE", "a"), shown(1001))).toEqual([0, 1, 2, 3]);
  expect(conflictIn(...cancel, shown(null))).toEqual([0, 1, 2]);
  expect(conflictIn({ record: { state: "RUNNING", cancelSeenAt: 0 } })).toEqual([0]);
  expect(conflictIn(...cancel, gap, shown(2000), forced, { reason: "TOO_EARLY" })).toEqual([3, 4, 5]);
});

describe("retries", () => {
  const failed = (from: JobRequest) =>
    [{ record: from }, event("dispatch"), event("start", { requestHandle: "a" }), callback("ERROR", "a")] as const;

  test("are made while the record allows them", () => {
    expect(statesAfter(...failed(createRequest({ requestId: 1, retries: 1 })))).toEqual(["ERROR_AUTO_RETRY"]);
    expect(statesAfter(...failed(createRequest({ requestId: 1 })))).toEqual(["ERROR"]);
  });

  test("may be left or not where the record was not seen", () => {
    expect(statesAfter({ state: "RUNNING" }, callback("ERROR", "a"), accepted)).toEqual(["ERROR_AUTO_RETRY", "ERROR"]);
    const started = [event("validationPassed"), event("dispatch"), event("start", { requestHandle: "a" })];
    expect(statesAfter({ state: "PENDING_VALIDATION" }, ...started, callback("ERROR", "a"))).toEqual([
      "ERROR_AUTO_RETRY",
      "ERROR",
    ]);
  });

  test("that were made are used up", () => {
    const again = [event("retry"), event("dispatch"), event("start", { requestHandle: "b" }), callback("ERROR", "b")];
    expect(statesAfter(...failed(createRequest({ requestId: 1, retries: 1 })), ...again)).toEqual(["ERROR"]);
  });

  test.each<[string, readonly HistoryEntry[], Partial<JobRequest>, boolean]>([
    ["is left in ERROR_AUTO_RETRY", [], { state: "ERROR_AUTO_RETRY", retries: 2, retriedCount: 1 }, true],
    ["is left in ERROR_AUTO_RETRY, always", [], { state: "ERROR_AUTO_RETRY", retries: 1, retriedCount: 1 }, false],
    ["is never made beyond their number", [], { retries: 1, retriedCount: 2 }, false],
    ["is left neither after ERROR", [{ outcome: { to: "ERROR" } }], { retries: 2, retriedCount: 2 }, true],
    ["is not left after ERROR", [{ outcome: { to: "ERROR" } }], { retries: 2, retriedCount: 1 }, false],
    ["is not made before the first execution", [], { requestHandle: null, retriedCount: 0 }, true],
    ["may be any after ERROR", [{ outcome: { to: "ERROR" } }], { retriedCount: 7 }, true],
    ["was made", [event("retry"), accepted], { retriedCount: 1 }, true],
    ["was made, so not none", [event("retry"), accepted], { retriedCount: 0 }, false],
  ])("and a record: one %s", (_, more, record, consistent) => {
    const begin = more.length === 0 ? [] : [{ state: "RUNNING" } as const, callback("ERROR", "a")];
    expect(auditHistory([...begin, ...more, { record }])).toMatchObject({ consistent });
  });

  test("may be made unseen, once or more often", () => {
    const begin = { record: createRequest({ requestId: 1, retries: 5 }) };
    for (const retriedCount of [0, 1, 2, 4, 5]) {
      expect(statesAfter(begin, gap, { record: { state: "WAIT", retriedCount } })).toEqual(["WAIT"]);
    }
    expect(conflictIn(begin, gap, { record: { retriedCount: 6 } })).toEqual([0, 2]);
    const failedOnce = { record: { state: "ERROR_AUTO_RETRY", retries: 5, retriedCount: 1 } } as const;
    expect(statesAfter(failedOnce, { gap: "events" }, { record: { state: "WAIT", retriedCount: 2 } })).toEqual([
      "WAIT",
    ]);
    expect(conflictIn(failedOnce, { gap: "events" }, { record: { retriedCount: 3 } })).toEqual([0, 1, 2]);
  });

  test("that happened unseen are used up", () => {
    const retry: HistoryEntry = { state: "ERROR_AUTO_RETRY" };
    const begin = failed(createRequest({ requestId: 1, retries: 2 }));
    expect(statesAfter(...begin, gap, callback("ERROR", "b"), accepted, retry)).toEqual(["ERROR_AUTO_RETRY"]);
    expect(
      conflictIn(...begin, gap, callback("ERROR", "b"), accepted, gap, callback("ERROR", "c"), accepted, retry),
    ).toEqual([0, 1, 2, 3, 5, 6, 8, 9, 10]);
    const last = { record: { state: "RUNNING", retries: 2, retriedCount: 1 } } as const;
    expect(conflictIn(last, gap, event("retry"), accepted, gap, retry)).toEqual([0, 2, 3, 5]);
  });
});

test("a result and a state in an event decide what follows", () => {
  const processed = event("postProcessed", { result: "WARN" });
  expect(statesAfter({ state: "COMPLETED" }, processed, accepted)).toEqual(["WARNING"]);
  const completed = event("complete", { state: "WARNING" });
  expect(statesAfter({ state: "ERROR_MANUAL_RECOVERY" }, completed, accepted)).toEqual(["WARNING"]);
});

describe("a record", () => {
  const record: JobRequest = applyExecutionStatus(
    applyLifecycleEvent(
      applyLifecycleEvent(createRequest({ requestId: 1, retries: 1 }), { type: "dispatch" }).request,
      { type: "start", requestHandle: "a" },
    ).request,
    { status: "SUCCESS", requestHandle: "a" },
  ).request;
  const begin = [
    { record: createRequest({ requestId: 1, retries: 1 }) },
    event("dispatch"),
    event("start", { requestHandle: "a" }),
  ];
  const report = callback("SUCCESS", "a");

  test.each<[string, Partial<JobRequest>]>([
    ["state", { state: "SUCCEEDED" }],
    ["latest handle", { requestHandle: "b" }],
    ["earlier handles", { earlierHandles: ["b"] }],
    ["final report", { reportedStatus: "WARNING" }],
    ["attempt", { attempt: 0 }],
    ["number of retries", { retries: 2 }],
    ["number of retries made", { retriedCount: 1 }],
    ["result", { executableState: "WARNING" }],
    ["error type", { errorType: "SYSTEM" }],
    ["time-out", { timedOut: true }],
    ["time of cancelling", { cancelSeenAt: 1 }],
  ])("must match in its %s", (_, wrong) => {
    expect(statesAfter(...begin, report, { record })).toEqual(["COMPLETED"]);
    expect(auditHistory([...begin, report, { record: { ...record, ...wrong } }])).toMatchObject({ index: 4 });
  });

  test("is not compared in its texts and its id", () => {
    const other = { ...record, requestId: "2", message: "a", update: "b", pausedState: "c" };
    expect(statesAfter(...begin, report, { record: other })).toEqual(["COMPLETED"]);
  });

  test("that no request can have is inconsistent on its own", () => {
    const audit = auditHistory([{ record: { state: "RUNNING", reportedStatus: "SUCCESS" } }]);
    expect(audit).toMatchObject({
      index: 0,
      conflict: [0],
      possible: expect.arrayContaining([{ record: { state: "RUNNING", reportedStatus: null } }]),
    });
  });

  test.each<[string, readonly HistoryEntry[], Partial<JobRequest>, boolean]>([
    ["the latest among the earlier ones", [], { earlierHandles: ["a"] }, false],
    ["no handle", [], { requestHandle: null }, false],
    ["unseen ones and a known one", [gap], { requestHandle: "b", earlierHandles: ["c", "a"] }, true],
    ["unseen ones only", [gap], { requestHandle: "b", earlierHandles: ["c"] }, false],
    ["a few of unseen ones", [gap], { requestHandle: "b", earlierHandles: many(15) }, false],
    ["none after unseen ones", [gap, { state: "RUNNING" }], { requestHandle: null }, false],
    ["as many as it keeps", [gap], { requestHandle: "b", earlierHandles: many(16) }, true],
    ["a foreign one", [gap, callback("UPDATE", "c"), answered(403)], { earlierHandles: ["c", "a"] }, false],
  ])("shows handles that are possible: %s", (_, more, shown, consistent) => {
    expect(auditHistory([...running, ...more, { record: shown }])).toMatchObject({ consistent });
  });

  test.each<[readonly string[], boolean]>([
    [[], false],
    [["a"], true],
    [["c"], false],
    [["b"], false],
    [["a", "c"], false],
  ])("shows all earlier handles, if the log shows all: %j", (earlierHandles, consistent) => {
    const replaced = [callback("PAUSE", "a"), accepted, event("resume", { requestHandle: "b" }), accepted];
    expect(auditHistory([...begin, ...replaced, { record: { earlierHandles } }])).toMatchObject({ consistent });
    const late = auditHistory([...running, ...replaced, { record: { earlierHandles } }]);
    expect(late.consistent).toBe(earlierHandles.includes("a"));
  });

  test("does not show one handle twice", () => {
    expect(conflictIn(callback("PAUSE", "a"), accepted, { record: { earlierHandles: ["a"] } })).toEqual([0, 1, 2]);
  });

  test("identifies handles that were not known", () => {
    const shown = { record: { state: "PAUSED", requestHandle: "b", earlierHandles: ["a"] } } as const;
    expect(statesAfter(shown, callback("SUCCESS", "a"), { reason: "STALE_HANDLE" })).toEqual(["PAUSED"]);
    expect(statesAfter(shown, callback("SUCCESS", "c"), { reason: "HANDLE_MISMATCH" })).toEqual(["PAUSED"]);
    expect(conflictIn(shown, callback("SUCCESS", "a"), { reason: "HANDLE_MISMATCH" })).toEqual([0, 1, 2]);
    expect(conflictIn(shown, callback("SUCCESS", "c"), { reason: "STALE_HANDLE" })).toEqual([0, 1, 2]);
  });
});

describe("an inconsistent history", () => {
  const history = [
    ...running,
    ...[callback("UPDATE", "a"), { outcome: { kind: "recorded" } } as const, event("cancel", { at: 5 })],
    ...[{ state: "CANCELLING" } as const, callback("SUCCESS", "a"), { outcome: { to: "COMPLETED" } } as const],
  ];

  test("is explained by the entries that contradict each other, and by what was possible", () => {
    expect(auditHistory(history)).toEqual({
      consistent: false,
      index: 8,
      possible: [{ outcome: { kind: "transitioned", from: "CANCELLING", to: "SUCCEEDED" } }],
      conflict: [6, 7, 8],
      message:
        "entries[8] (to COMPLETED) is impossible after entries[6] (state CANCELLING) and entries[7] (SUCCESS). " +
        "Possible: transitioned from CANCELLING to SUCCEEDED.",
    });
  });

  test("that leaves out any entry of the conflict is consistent", () => {
    const ends = [
      callback("PAUSE", "a"),
      accepted,
      gap,
      callback("PAUSE", "b"),
      accepted,
      gap,
      callback("UPDATE", "a"),
    ];
    const wrong = [...ends, { outcome: { kind: "recorded" } } as const];
    const audit = auditHistory(wrong);
    expect(audit).toMatchObject({ conflict: [0, 1, 6, 7] });
    expect(auditHistory(wrong.toSpliced(0, 2, gap))).toHaveProperty("states");
    expect(auditHistory(wrong.toSpliced(1, 1))).toHaveProperty("states");
    expect(auditHistory(wrong.toSpliced(6, 2))).toHaveProperty("states");
  });

  test("shows no handle, no text and no unknown name", () => {
    const secret = "secret-handle";
    const entries: HistoryEntry[] = [
      { record: { state: "RUNNING", requestHandle: secret, message: secret } },
      { callback: { status: secret, requestHandle: secret, statusMessage: secret } },
      { event: { type: secret, requestHandle: secret } },
      callback("SUCCESS", secret),
      { reason: "HANDLE_MISMATCH" },
    ];
    expect(auditHistory(entries)).toMatchObject({ consistent: false });
    expect(JSON.stringify(auditHistory(entries))).not.toContain(secret);
    const record = { record: { state: "WAIT", requestHandle: secret, earlierHandles: [secret] } } as const;
    expect(JSON.stringify(auditHistory([{ state: "RUNNING" }, record]))).not.toContain(secret);
  });
});

test.each<[readonly HistoryEntry[], string]>([
  [
    [{ record: { state: "COMPLETED", reportedStatus: "CANCEL", timedOut: true } }],
    "entries[0] (record state COMPLETED reportedStatus CANCEL timedOut true) is impossible by itself. " +
      "Possible: record state WAIT, record state PENDING_VALIDATION, record state READY, record state BLOCKED or 167 others.",
  ],
  [
    [{ state: "RUNNING" }, { gap: "events" }, { state: "COMPLETED" }],
    "entries[2] (state COMPLETED) is impossible after entries[0] (state RUNNING) and entries[1] (a gap). Possible: " +
      "state RUNNING, state ERROR_MANUAL_RECOVERY, state CANCELLING, state SUCCEEDED or 7 others.",
  ],
  [
    [{ callback: undefined as never }, { reason: "DUPLICATE" }],
    "entries[1] (DUPLICATE) is impossible after entries[0] (an unknown status). Possible: rejected UNKNOWN_STATUS.",
  ],
  [
    [{ event: undefined as never }, answered(200)],
    "entries[1] (HTTP status 200) is impossible after entries[0] (an unknown event). Possible: rejected UNKNOWN_EVENT.",
  ],
  [
    [{ state: "CANCELLING" }, callback("SUCCESS"), { outcome: { effects: ["none"] } }],
    "entries[2] (outcome) is impossible after entries[1] (SUCCESS). Possible: transitioned from CANCELLING to " +
      "SUCCEEDED, ignored DUPLICATE, ignored ALREADY_REPORTED, ignored STALE_HANDLE or 2 others.",
  ],
  [
    [callback("UPDATE", "a"), answered(200), callback("UPDATE", "a"), answered(403), callback("WARNING", "a")],
    "entries[3] (HTTP status 403) is impossible after entries[0] (UPDATE), entries[1] (HTTP status 200) and " +
      "entries[2] (UPDATE). Possible: recorded, ignored ALREADY_REPORTED, ignored ALREADY_ENDED, ignored NOT_EXECUTING " +
      "or ignored STALE_HANDLE.",
  ],
  [
    [{ record: { state: "WAIT", retries: 3, retriedCount: 1 } }, { record: { state: "WAIT", retries: 5 } }],
    "entries[1] (record state WAIT retries 5) is impossible after entries[0] (record state WAIT retries 3 retriedCount " +
      "1). Possible: record state WAIT retries 3.",
  ],
  [
    [{ record: { retries: 3, retriedCount: 1 } }, { record: { retriedCount: 2 } }],
    "entries[1] (record retriedCount 2) is impossible after entries[0] (record retries 3 retriedCount 1). Possible: " +
      "record retriedCount 1.",
  ],
  [
    [{ record: { retries: 3 } }, { record: { retriedCount: 4 } }],
    "entries[1] (record retriedCount 4) is impossible after entries[0] (record retries 3). Possible: record.",
  ],
])("the message names the entries and what was possible: %#", (history, message) => {
  expect(auditHistory(history)).toHaveProperty("message", message);
});

test("what was possible shows only members that say something", () => {
  const audit = (wrong: HistoryEntry) => auditHistory([{ state: "RUNNING" }, callback("UPDATE", "a"), wrong]);
  expect((audit(accepted) as InconsistentHistory).possible).toStrictEqual([
    { outcome: { kind: "recorded" } },
    { outcome: { kind: "ignored", reason: "STALE_HANDLE" } },
    { outcome: { kind: "rejected", reason: "HANDLE_MISMATCH" } },
  ]);
  expect(audit({ record: { state: "WAIT", requestHandle: "a" } })).toHaveProperty("possible", [
    { record: { state: "RUNNING" } },
  ]);
  expect(audit({ state: "WAIT" })).toHaveProperty("possible", [{ state: "RUNNING" }]);
});

describe("a long history is audited piece by piece", () => {
  const pieces: HistoryEntry[] = [
    ...running,
    callback("SUCCESS", "a"),
    accepted,
    { state: "COMPLETED" },
    event("cancel"),
  ];
  const inPieces = (history: readonly HistoryEntry[]) => {
    let audit = auditHistory([]);
    for (const entry of history) audit = auditHistory([entry], audit as ConsistentHistory);
    return audit;
  };

  test("with the same result, even between a callback and its outcome", () => {
    expect(inPieces(pieces)).toEqual(auditHistory(pieces));
    expect(inPieces([...running, callback("SUCCESS", "b"), { reason: "HANDLE_MISMATCH" }])).toHaveProperty("states", [
      "RUNNING",
    ]);
  });

  test("and a contradiction is found in the piece", () => {
    const begin = auditHistory([...running, callback("SUCCESS", "a")]) as ConsistentHistory;
    expect(auditHistory([{ reason: "DUPLICATE" }], begin)).toMatchObject({ index: 0, conflict: [0] });
    expect(auditHistory([{ state: "RUNNING" }], begin)).toMatchObject({ index: 0, conflict: [0] });
  });
});

describe("a mistake of the caller throws a TypeError with the entry's index", () => {
  const ONE_KIND = "Expected exactly one of the members callback, event, outcome, reason, state, record, gap.";
  const UNKNOWN_STATE = "The state is not in REQUEST_STATES. parseRequestState reads other spellings.";

  test.each<[string, unknown, string]>([
    [
      "an outcome that follows no callback or event",
      { reason: "DUPLICATE" },
      "An outcome must follow its callback or event.",
    ],
    ["an entry with two kinds", { gap: true, state: "WAIT" }, ONE_KIND],
    ["an entry of no kind", {}, ONE_KIND],
    ["an entry that is not an object", null, ONE_KIND],
    ["an unknown gap", { gap: "callbacks" }, 'The gap must be true or "events".'],
    ["an unknown state", { state: "Succeeded" }, UNKNOWN_STATE],
    ["a record with an unknown state", { record: { state: "wait" } }, UNKNOWN_STATE],
  ])("%s", (_, entry, message) => {
    const audit = () => auditHistory([{ state: "WAIT" }, entry as HistoryEntry]);
    expect(audit).toThrow(new TypeError(`entries[1]: ${message}`));
  });

  test.each<[string, object, string]>([
    ["kind", { outcome: { kind: "accepted" } }, "The kind must be one of transitioned, recorded, ignored, rejected."],
    ["reason", { reason: "STALE" }, "The reason is not in OUTCOME_REASONS."],
    ["state after", { outcome: { to: "DONE" } }, UNKNOWN_STATE],
  ])("an unknown %s in an outcome", (_, entry, message) => {
    const audit = () => auditHistory([callback("SUCCESS"), entry as HistoryEntry]);
    expect(audit).toThrow(new TypeError(`entries[1]: ${message}`));
  });
});
