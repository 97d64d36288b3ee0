import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { inChunks, rowsOf, printedFor } from "./support/timeline.js";

/** The stories of the demo's log, as lifecycle and endpoint have them end: written by hand. */

const sample = readFileSync(new URL("../docs/examples/callbacks.jsonl", import.meta.url));

const start = ["WAIT → READY", "READY → RUNNING, attempt 1; effects: invokeJob"];
const succeed = ["200 RUNNING → COMPLETED; effects: runPostProcessing", "COMPLETED → SUCCEEDED; effects: notifyEnded"];

const STORIES: Record<string, readonly string[]> = {
  "101": [...start, "200 recorded; effects: deliverUpdate", ...succeed],
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
    ...start,
    "200 RUNNING → PAUSED; effects: startSubRequests",
    "200 ignored ALREADY_REPORTED",
    "PAUSED → RUNNING, attempt 1; effects: invokeJob",
    ...succeed,
  ],
  "104": [...start, "RUNNING → CANCELLING; effects: notifyCancellation", "200 CANCELLING → SUCCEEDED; effects: notifyEnded"],
  "105": [
    ...start,
    "200 RUNNING → COMPLETED; effects: runPostProcessing",
    "COMPLETED → CANCELLING; effects: stopPostProcessing",
    "CANCELLING → CANCELLED; effects: notifyEnded",
  ],
  "106": [
    ...start,
    "200 RUNNING → COMPLETED; effects: runPostProcessing",
    "200 ignored DUPLICATE",
    "200 ignored ALREADY_REPORTED",
    "COMPLETED → WARNING; effects: notifyEnded",
  ],
  "107": [
    ...start,
    "RUNNING → CANCELLING; effects: notifyCancellation",
    "recorded",
    "rejected TOO_EARLY",
    "CANCELLING → CANCELLED; effects: notifyEnded",
    "200 ignored ALREADY_ENDED",
  ],
  "108": [
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
  "110": [...start, "400 invalid body", "400 invalid body", ...succeed],
  "111": [
    ...start,
    "rejected NOT_TIMED_OUT",
    "recorded; effects: alertOperator",
    "200 recorded; effects: deliverUpdate",
    "RUNNING → ERROR; effects: notifyEnded",
  ],
  "112": [
    "PENDING_VALIDATION → WAIT",
    "WAIT → HOLD",
    "HOLD → WAIT",
    ...start,
    "200 RUNNING → PAUSED",
    "PAUSED → RUNNING, attempt 1; effects: invokeJob",
  ],
  "113": ["WAIT → SCHEDULE_ENDED"],
  "999": ["404 no such request"],
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

describe("the sample", () => {
  test.each(Object.entries(STORIES))("tells the story of request %s", async (id, story) => {
    const rows = rowsOf(await printedFor(inChunks(sample, 1000)));
    expect(rows.filter((row) => row.id === id).map(({ result }) => result)).toEqual(story);
  });

  test("has no line beside its stories but the malformed ones", async () => {
    const rows = rowsOf(await printedFor(inChunks(sample, 1000)));
    expect(rows.filter(({ id }) => STORIES[id] === undefined).map(({ result }) => result)).toEqual([
      "malformed line",
      "malformed line",
    ]);
  });

  test("says where every request ended", async () => {
    expect(await printedFor(inChunks(sample, 1000))).toContain(ENDINGS);
  });

  test("says why a callback input to nothing, as explain does", async () => {
    const text = (await printedFor(inChunks(sample, 1000))).replace(/\s+/g, " ");
    expect(text).toContain("SUCCESS for request 102 in RUNNING was ignored: STALE_HANDLE. Expected");
    expect(text).toContain("Send PAUSE if that is what is meant.");
  });

  test("tells no handle, and none of a line that is malformed", async () => {
    const handles = new Set(sample.toString().match(/exec-\d+-\d/g));
    expect(handles.size).toBeGreaterThan(13);
    const text = await printedFor(inChunks(sample, 1000));
    for (const handle of handles) expect(text).not.toContain(handle);
    expect(text).not.toContain('"sta');
  });

  test("has totals that add up", async () => {
    const totals = (await printedFor(inChunks(sample, 1000))).split("Totals\n")[1] ?? "";
    const counts = [...totals.matchAll(/^ *(\d+) {2}(.*)$/gm)].map(([, count]) => Number(count));
    const [requests, lines, ...kinds] = counts;
    expect(requests).toBe(13);
    expect(lines).toBe(
      sample
        .toString()
        .split("\n")
        .filter((line) => line !== "").length,
    );
    expect(kinds.reduce((sum, count) => sum + count)).toBe(lines);
    expect(kinds).toEqual([2, 57, 5, 5, 4, 2, 1, 2]);
  });
});
