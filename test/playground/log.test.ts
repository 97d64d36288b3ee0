import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Entry } from "../../docs/examples/timeline/entry.js";
import { type Requests, replay } from "../../docs/examples/timeline/replay.js";
import {
  importLog,
  MAX_LINES,
  type Placeholders,
  unmatchedRequests,
} from "../../docs/playground/scenario/import-log.js";
import { type Scenario, scenarioOf } from "../../docs/playground/scenario/scenario.js";
import { RUNNING } from "../support/boundary.js";
import { callback, event, logOf, running } from "../support/timeline.js";

/** A log that is pasted into the playground. */

const sample = readFileSync(new URL("../../docs/examples/callbacks.jsonl", import.meta.url), "utf8");

function importedLines(text: string, scenario?: Scenario): readonly string[] {
  const { lines, problem } = { lines: [], problem: undefined, ...importLog(text, scenario) };
  expect(problem).toBeUndefined();
  return lines;
}

function entriesOf(lines: readonly string[]): Omit<Entry, "outcome">[] {
  const requests: Requests = new Map();
  const entries = lines.filter((line) => line.trim() !== "").map((line) => replay(requests, line));
  // The records in the outcomes hold the handles.
  return entries.map(({ outcome, ...entry }) => entry);
}

const namesIn = (lines: readonly string[]) => lines.map((line) => /"requestHandle":"([^"]*)"/.exec(line)?.[1]);

describe("a pasted log", () => {
  test("has the same outcomes as before", () => {
    expect(entriesOf(importedLines(sample))).toEqual(entriesOf(sample.split("\n")));
  });

  test("contains no handle", () => {
    const handles = new Set(sample.match(/exec-\d+-\d/g));
    expect(handles.size).toBeGreaterThan(13);
    const text = importedLines(sample).join("\n");
    for (const handle of handles) expect(text).not.toContain(handle);
  });

  test("gives the same lines when it is pasted again", () => {
    const lines = importedLines(sample);
    expect(importedLines(lines.join("\n"))).toEqual(lines);
  });

  test("can have Windows line ends and blank lines", () => {
    expect(importedLines(logOf(...running("1", "a")).replaceAll("\n", "\r\n\r\n"))).toEqual(
      importedLines(logOf(...running("1", "a"))),
    );
  });
});

describe("the placeholder of a handle", () => {
  test("has the number of its execution within its request", () => {
    const log = logOf(
      event("1", "dispatch"),
      event("1", "start", { requestHandle: "x" }),
      event("2", "dispatch"),
      event("2", "start", { requestHandle: "y" }),
      callback("1", "x", "PAUSE"),
      event("1", "resume", { requestHandle: "z" }),
      callback("1", "x", "SUCCESS"),
    );
    expect(namesIn(importedLines(log)).filter(Boolean)).toEqual([
      "handle-1",
      "handle-1",
      "handle-1",
      "handle-2",
      "handle-1",
    ]);
  });

  test("is known before its execution starts", () => {
    expect(namesIn(importedLines(logOf(callback("1", "x", "SUCCESS"), ...running("1", "x"))))).toEqual([
      "handle-1",
      undefined,
      "handle-1",
    ]);
  });

  test("is foreign for a handle of another request or of none", () => {
    const log = logOf(
      ...running("1", "a"),
      ...running("2", "b"),
      callback("1", "b", "SUCCESS"),
      callback("1", "c", "SUCCESS"),
    );
    expect(namesIn(importedLines(log)).slice(-2)).toEqual(["foreign-1", "foreign-2"]);
  });

  test("has the number of its execution in a record too", () => {
    const record = { ...RUNNING, requestId: "1", message: "by handle-b" };
    const renamed = { ...record, requestHandle: "handle-b", earlierHandles: ["handle-a"] };
    const log = logOf(
      { id: "1", record: renamed },
      callback("1", "handle-a", "SUCCESS"),
      callback("1", "handle-b", "SUCCESS"),
    );
    const lines = importedLines(log);
    expect(lines.join()).not.toMatch(/handle-[ab]/);
    expect(lines[0]).toContain('"requestHandle":"handle-2","earlierHandles":["handle-1"]');
    expect(entriesOf(lines).map(({ result }) => result)).toEqual(
      entriesOf(log.split("\n")).map(({ result }) => result),
    );
    expect(entriesOf(lines).at(-1)).toMatchObject({ kind: "transitioned" });
  });

  test("stays the same if it already is one, and no other handle gets it", () => {
    const log = logOf(...running("1", "secret"), callback("1", "handle-1", "SUCCESS"));
    expect(namesIn(importedLines(log)).slice(1)).toEqual(["handle-2", "handle-1"]);
  });

  test("continues the numbers of the scenario that the log is added to", () => {
    const scenario = scenarioOf(importedLines(logOf(...running("1", "handle-1"))));
    const added = importedLines(
      logOf(callback("1", "handle-1", "PAUSE"), event("1", "resume", { requestHandle: "x" })),
      scenario,
    );
    expect(namesIn(added)).toEqual(["handle-1", "handle-2"]);
  });
});

describe("no part of a handle remains", () => {
  const secret = "s3cret-Handle.1";
  const started = running("1", secret);
  test.each<[string, object | string]>([
    ["in a message", callback("1", secret, "ERROR", `failed for ${secret}`)],
    ["in a note", { note: `about ${secret}`, ...callback("1", secret, "UPDATE") }],
    ["as a status", callback("1", secret, secret)],
    ["as an event", event("1", secret)],
    ["as an id", { ...callback("1", secret, "UPDATE"), id: secret }],
    ["as a result", event("1", "postProcessed", { result: secret })],
    ["in a member that is not read", { id: "1", body: { status: "UPDATE", requestHandle: secret, trace: secret } }],
    ["as the name of a member", { id: "1", body: { [secret]: 1 } }],
    ["in an object instead of a handle", { id: "1", body: { requestHandle: { value: secret }, status: "UPDATE" } }],
    ["in a line that was cut off", `{"id": "1", "body": {"requestHandle": "${secret}", "sta`],
    ["in a line that is a string", JSON.stringify(secret)],
    ["instead of an event", { id: "1", event: secret }],
    ["in a message of another request", callback("2", "other", "ERROR", secret)],
  ])("%s", (_, line) => {
    const log = logOf(...started, line);
    const lines = importedLines(log);
    expect(lines.join("\n")).not.toContain(secret);
    expect(entriesOf(lines).map(({ kind, result }) => [kind, result])).toEqual(
      entriesOf(log.split("\n")).map(({ kind, result }) => [kind, result]),
    );
  });

  test("as a number instead of a string", () => {
    const [line] = importedLines(logOf({ id: "1", body: { requestHandle: 12345, status: "UPDATE" } }));
    expect(line).not.toContain("12345");
  });
});

describe("an invalid value has the same explanation as before", () => {
  test.each<[string, unknown]>([
    ["a status with a hint", callback("1", "x", "PAUSED")],
    ["a status without one", callback("1", "x", "SPLENDID")],
    ["a number for a message", callback("1", "x", "ERROR", 42)],
    ["a fraction for a message", callback("1", "x", "ERROR", 4.2)],
    ["a negative number for a message", callback("1", "x", "ERROR", -42)],
    ["a number beyond 2^53 for an id", { id: 2 ** 60, event: { type: "dispatch" } }],
    ["an empty handle", callback("1", "", "SUCCESS")],
    ["an array for a body", { id: "1", body: ["SUCCESS"] }],
    ["null for a body", { id: "1", body: null }],
    ["an invalid time", event("1", "cancel", { at: "noon" })],
    ["invalid retries", { id: "1", submit: { retries: "3" } }],
    ["two members instead of one", { id: "1", submit: {}, event: { type: "dispatch" } }],
    ["no member", { id: "1" }],
    ["no id", { event: { type: "dispatch" } }],
    ["an array", [1, 2]],
    ["an invalid record", { id: "1", record: { ...RUNNING, requestId: "1", state: "GONE", attempt: -1 } }],
    ["a record of another request", { id: "2", record: RUNNING }],
    ["a string", "dispatch"],
  ])("%s", (_, line) => {
    const log = JSON.stringify(line);
    expect(entriesOf(importedLines(log))).toEqual(entriesOf([log]));
  });
});

describe("a log that cannot be a scenario", () => {
  test("because it is empty is rejected", () => {
    expect(importLog(" \n\n")).toEqual({ problem: expect.stringMatching(/^The log has no lines\./) });
  });

  test("because it is too long is rejected with a remedy", () => {
    const line = JSON.stringify(event("1", "dispatch"));
    expect(importedLines(`${line}\n`.repeat(MAX_LINES))).toHaveLength(MAX_LINES);
    expect(importLog(`${line}\n`.repeat(MAX_LINES + 1))).toEqual({
      problem: expect.stringMatching(
        /^The log is too long: it has 501 lines .* at most 500 lines .* npm run demo, which reads logs of any length\.$/,
      ),
    });
  });
});

describe("a log in parts", () => {
  const parts = [
    logOf(...running("1", "secret-a"), callback("1", "secret-a", "PAUSE")),
    logOf(event("1", "resume", { requestHandle: "secret-b" }), callback("1", "secret-a", "SUCCESS")),
    logOf(callback("1", "secret-b", "ERROR", "secret-b and secret-a failed"), callback("1", "secret-c", "SUCCESS")),
  ];

  function inParts(): readonly string[] {
    let scenario = scenarioOf([]);
    let known: Placeholders = new Map();
    for (const part of parts) {
      const log = importLog(part, scenario, known);
      if (log.problem !== undefined) throw new Error(log.problem);
      known = log.placeholders;
      scenario = scenarioOf([...scenario.lines, ...log.lines]);
    }
    return scenario.lines;
  }

  test("gives the same lines as the whole log", () => {
    expect(inParts()).toEqual(importedLines(parts.join("\n")));
    expect(inParts().join("\n")).not.toContain("secret");
  });

  test("quotes no handle of an earlier part", () => {
    const first = importLog(logOf(...running("1", "secret-a")));
    if (first.problem !== undefined) throw new Error(first.problem);
    const added = importLog(
      logOf(callback("2", "x", "ERROR", "not secret-a")),
      scenarioOf(first.lines),
      first.placeholders,
    );
    expect(added).toMatchObject({ lines: [expect.stringContaining('"not ***"')] });
  });

  test("uses no placeholder twice, even after a step was removed", () => {
    const first = importLog(logOf(...running("1", "a"), callback("1", "b", "SUCCESS")));
    if (first.problem !== undefined) throw new Error(first.problem);
    const scenario = scenarioOf(first.lines.slice(0, 2));
    const added = importLog(
      logOf(callback("1", "c", "ERROR"), callback("1", "b", "ERROR")),
      scenario,
      first.placeholders,
    );
    expect(namesIn({ lines: [], ...added }.lines)).toEqual(["foreign-2", "foreign-1"]);
  });
});

describe("in a scenario from a link, a real handle cannot be matched", () => {
  const scenario = scenarioOf(importedLines(logOf(...running("1", "a"), event("2", "dispatch"))));
  const unmatchedIn = (known: Placeholders, ...lines: object[]) =>
    unmatchedRequests(
      scenario,
      known,
      { placeholders: new Map() as Placeholders, ...importLog(logOf(...lines), scenario, known) }.placeholders,
    );

  test.each<[string, readonly string[], object]>([
    ["if its request has placeholders", ["1"], callback("1", "a", "SUCCESS")],
    ["unless it is a placeholder", [], callback("1", "handle-1", "SUCCESS")],
    ["unless its request has none yet", [], event("2", "start", { requestHandle: "b" })],
  ])("%s", (_, ids, line) => {
    expect(unmatchedIn(new Map(), line)).toEqual(ids);
  });

  test("unless the page knows the scenario's handles", () => {
    expect(unmatchedIn(new Map([["1", new Map([["a", "handle-1"]])]]), callback("1", "b", "SUCCESS"))).toEqual([]);
  });
});
