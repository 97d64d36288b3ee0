import { readFileSync } from "node:fs";
import { OUTCOME_REASONS } from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { inChunks, printedFor, rowsOf } from "../support/timeline.js";

/** The scenarios of the sample, with the outcomes that the lifecycle demands: written by hand. */

const sample = readFileSync(new URL("../../docs/examples/callbacks.jsonl", import.meta.url));

const start = ["WAIT → READY", "READY → RUNNING, attempt 1; effects: invokeJob"];
const succeed = ["200 RUNNING → COMPLETED; effects: runPostProcessing", "COMPLETED → SUCCEEDED; effects: notifyEnded"];

const SCENARIOS: Record<string, readonly string[]> = {
  "101": ["WAIT", ...start, "200 recorded; effects: deliverUpdate", ...succeed],
  "102": [
    "WAIT",
    ...start,
    "200 RUNNING → ERROR_AUTO_RETRY; effects: scheduleRetry",
    "ERROR_AUTO_RETRY → WAIT",
    "WAIT → READY",
    "READY → RUNNING, attempt 2; effects: invokeJob",
    "200 ignored STALE_HANDLE",
    ...succeed,
  ],
  "103": [
    "WAIT",
    ...start,
    "200 RUNNING → PAUSED; effects: startSubRequests",
    "200 ignored ALREADY_REPORTED",
    "PAUSED → RUNNING, attempt 1; effects: invokeJob",
    ...succeed,
  ],
  "104": [
    "WAIT",
    ...start,
    "RUNNING → CANCELLING; effects: notifyCancellation",
    "200 CANCELLING → SUCCEEDED; effects: notifyEnded",
  ],
  "105": [
    "WAIT",
    ...start,
    "200 RUNNING → COMPLETED; effects: runPostProcessing",
    "COMPLETED → CANCELLING; effects: stopPostProcessing",
    "CANCELLING → CANCELLED; effects: notifyEnded",
  ],
  "106": [
    "WAIT",
    ...start,
    "200 RUNNING → COMPLETED; effects: runPostProcessing",
    "200 ignored DUPLICATE",
    "200 ignored ALREADY_REPORTED",
    "COMPLETED → WARNING; effects: notifyEnded",
  ],
  "107": [
    "WAIT",
    ...start,
    "RUNNING → CANCELLING; effects: notifyCancellation",
    "recorded",
    "rejected TOO_EARLY",
    "CANCELLING → CANCELLED; effects: notifyEnded",
    "200 ignored ALREADY_ENDED",
  ],
  "108": [
    "WAIT",
    ...start,
    "RUNNING → ERROR_MANUAL_RECOVERY; effects: alertOperator",
    "200 recorded; effects: alertOperator",
    "ERROR_MANUAL_RECOVERY → SUCCEEDED; effects: notifyEnded",
  ],
  "109": [
    "WAIT",
    ...start,
    "403 rejected HANDLE_MISMATCH",
    "400 rejected HANDLE_MISSING",
    "200 RUNNING → ERROR; effects: notifyEnded",
  ],
  "110": ["WAIT", ...start, "400 invalid body", "400 invalid body", ...succeed],
  "111": [
    "WAIT",
    ...start,
    "rejected NOT_TIMED_OUT",
    "recorded; effects: alertOperator",
    "200 recorded; effects: deliverUpdate",
    "RUNNING → ERROR; effects: notifyEnded",
  ],
  "112": [
    "PENDING_VALIDATION",
    "PENDING_VALIDATION → WAIT",
    "WAIT → HOLD",
    "HOLD → WAIT",
    ...start,
    "200 RUNNING → PAUSED",
    "PAUSED → RUNNING, attempt 1; effects: invokeJob",
  ],
  "113": ["WAIT", "WAIT → SCHEDULE_ENDED"],
};

const ENDINGS = `
101      SUCCEEDED              success             1
102      SUCCEEDED              success             2
103      SUCCEEDED              success             1
104      SUCCEEDED              success             1
105      CANCELLED              cancelled           1
106      WARNING                warning             1         "3 bins not counted"
107      CANCELLED              cancelled           1
108      SUCCEEDED              success             1         "Checked: all 31 were loaded"
109      ERROR                  failure (BUSINESS)  1         "Payee account is closed"
110      SUCCEEDED              success             1
111      ERROR                  failure (TIMEOUT)   1         "Would take two days"
112      RUNNING                not final           1         awaits a callback
113      SCHEDULE_ENDED         not final           0         next: childrenFinished
`;

const SUMMARY = `
       13  requests
        6    success
        2    cancelled
        2    not final
        1    warning
        1    failure (BUSINESS)
        1    failure (TIMEOUT)
       89  lines, without blank ones
       13    submitted
       57    transitioned
        5    recorded
        5    ignored
        2      ALREADY_REPORTED
        1      STALE_HANDLE
        1      DUPLICATE
        1      ALREADY_ENDED
        4    rejected
        1      TOO_EARLY
        1      HANDLE_MISMATCH
        1      HANDLE_MISSING
        1      NOT_TIMED_OUT
        2    invalid body
        3    malformed line
`;

describe("the sample", () => {
  test.each(Object.entries(SCENARIOS))("prints the scenario of request %s", async (id, scenario) => {
    const rows = rowsOf(await printedFor(inChunks(sample, 1000)));
    expect(rows.filter((row) => row.id === id).map(({ result }) => result)).toEqual(scenario);
  });

  test("has no other lines than malformed ones", async () => {
    const rows = rowsOf(await printedFor(inChunks(sample, 1000)));
    expect(rows.filter(({ id }) => SCENARIOS[id] === undefined).map(({ result }) => result)).toEqual([
      "malformed line",
      "malformed line",
      "malformed line",
    ]);
  });

  test("prints where every request ended", async () => {
    expect(await printedFor(inChunks(sample, 1000))).toContain(ENDINGS);
  });

  test("prints why a callback had no effect", async () => {
    const text = (await printedFor(inChunks(sample, 1000))).replace(/\s+/g, " ");
    expect(text).toContain(OUTCOME_REASONS.STALE_HANDLE.message);
    expect(text).toContain("Did you mean PAUSE?");
  });

  test("prints no handle, and nothing of a malformed line", async () => {
    const handles = new Set(sample.toString().match(/exec-\d+-\d/g));
    expect(handles.size).toBeGreaterThan(13);
    const text = await printedFor(inChunks(sample, 1000));
    for (const handle of handles) expect(text).not.toContain(handle);
    expect(text).not.toContain('"sta');
  });

  test("has a summary that adds up", async () => {
    const summary = (await printedFor(inChunks(sample, 1000))).split("Summary\n")[1] ?? "";
    expect(summary).toBe(SUMMARY.slice(1));
    const lines = sample.toString().split("\n");
    expect(summary).toContain(`${lines.filter((line) => line !== "").length}  lines`);
  });
});
