import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Entry } from "../docs/examples/timeline/entry.js";
import { type Requests, replay } from "../docs/examples/timeline/replay.js";
import { doubtfulIds, linesOfLog, MOST_LINES, type Names } from "../docs/playground/story/log.js";
import { type Story, storyOf } from "../docs/playground/story/story.js";
import { callback, event, logOf, running } from "./support/timeline.js";

/** What becomes of a log that is pasted into the playground. */

const sample = readFileSync(new URL("../docs/examples/callbacks.jsonl", import.meta.url), "utf8");

function importedLines(text: string, story?: Story): readonly string[] {
  const { lines, problem } = { lines: [], problem: undefined, ...linesOfLog(text, story) };
  expect(problem).toBeUndefined();
  return lines;
}

function entriesOf(lines: readonly string[]): Omit<Entry, "outcome">[] {
  const requests: Requests = new Map();
  const told = lines.filter((line) => line.trim() !== "").map((line) => replay(requests, line));
  // The records in the outcomes hold the handles.
  return told.map(({ outcome, ...entry }) => entry);
}

const namesIn = (lines: readonly string[]) => lines.map((line) => /"requestHandle":"([^"]*)"/.exec(line)?.[1]);

describe("a pasted log", () => {
  test("comes to the outcomes that it had", () => {
    expect(entriesOf(importedLines(sample))).toEqual(entriesOf(sample.split("\n")));
  });

  test("has no handle left", () => {
    const handles = new Set(sample.match(/exec-\d+-\d/g));
    expect(handles.size).toBeGreaterThan(13);
    const text = importedLines(sample).join("\n");
    for (const handle of handles) expect(text).not.toContain(handle);
  });

  test("is read to the same lines again", () => {
    const lines = importedLines(sample);
    expect(importedLines(lines.join("\n"))).toEqual(lines);
  });

  test("may have Windows' line ends and blank lines", () => {
    expect(importedLines(logOf(...running("1", "a")).replaceAll("\n", "\r\n\r\n"))).toEqual(
      importedLines(logOf(...running("1", "a"))),
    );
  });
});

describe("a handle", () => {
  test("is named by the number of its execution, in its own request", () => {
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

  test("has its name before its execution begins", () => {
    expect(namesIn(importedLines(logOf(callback("1", "x", "SUCCESS"), ...running("1", "x"))))).toEqual([
      "handle-1",
      undefined,
      "handle-1",
    ]);
  });

  test("of another request, or of none, is a foreign one", () => {
    const log = logOf(
      ...running("1", "a"),
      ...running("2", "b"),
      callback("1", "b", "SUCCESS"),
      callback("1", "c", "SUCCESS"),
    );
    expect(namesIn(importedLines(log)).slice(-2)).toEqual(["foreign-1", "foreign-2"]);
  });

  test("that looks made up keeps its name, and no other gets it", () => {
    const log = logOf(...running("1", "secret"), callback("1", "handle-1", "SUCCESS"));
    expect(namesIn(importedLines(log)).slice(1)).toEqual(["handle-2", "handle-1"]);
  });

  test("goes on with the names of the story that its line is added to", () => {
    const story = storyOf(importedLines(logOf(...running("1", "handle-1"))));
    const added = importedLines(
      logOf(callback("1", "handle-1", "PAUSE"), event("1", "resume", { requestHandle: "x" })),
      story,
    );
    expect(namesIn(added)).toEqual(["handle-1", "handle-2"]);
  });
});

describe("nothing of a handle is left", () => {
  const secret = "s3cret-Handle.1";
  const started = running("1", secret);
  test.each<[string, object | string]>([
    ["in a message", callback("1", secret, "ERROR", `failed for ${secret}`)],
    ["in a note", { note: `about ${secret}`, ...callback("1", secret, "UPDATE") }],
    ["as a status", callback("1", secret, secret)],
    ["as an event", event("1", secret)],
    ["as an id", { ...callback("1", secret, "UPDATE"), id: secret }],
    ["as a result", event("1", "postProcessed", { result: secret })],
    ["in a member that nobody reads", { id: "1", body: { status: "UPDATE", requestHandle: secret, trace: secret } }],
    ["as the name of a member", { id: "1", body: { [secret]: 1 } }],
    [
      "in an object where a handle should stand",
      { id: "1", body: { requestHandle: { value: secret }, status: "UPDATE" } },
    ],
    ["in a line cut short", `{"id": "1", "body": {"requestHandle": "${secret}", "sta`],
    ["in a line that is a text", JSON.stringify(secret)],
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

  test("though it be digits, where a text should stand", () => {
    const [line] = importedLines(logOf({ id: "1", body: { requestHandle: 12345, status: "UPDATE" } }));
    expect(line).not.toContain("12345");
  });
});

describe("what does not belong in a line is told as it was", () => {
  test.each<[string, unknown]>([
    ["a status that the endpoint knows what to make of", callback("1", "x", "PAUSED")],
    ["a status that it does not", callback("1", "x", "SPLENDID")],
    ["a number for a message", callback("1", "x", "ERROR", 42)],
    ["a fraction for a message", callback("1", "x", "ERROR", 4.2)],
    ["a negative number for a message", callback("1", "x", "ERROR", -42)],
    ["a number beyond 2^53 for an id", { id: 2 ** 60, event: { type: "dispatch" } }],
    ["an empty handle", callback("1", "", "SUCCESS")],
    ["an array for a body", { id: "1", body: ["SUCCESS"] }],
    ["null for a body", { id: "1", body: null }],
    ["a time that is no time", event("1", "cancel", { at: "noon" })],
    ["retries that are none", { id: "1", submit: { retries: "3" } }],
    ["two members of which one should be", { id: "1", submit: {}, event: { type: "dispatch" } }],
    ["no member", { id: "1" }],
    ["no id", { event: { type: "dispatch" } }],
    ["an array", [1, 2]],
    ["a text", "dispatch"],
  ])("%s", (_, line) => {
    const log = JSON.stringify(line);
    expect(entriesOf(importedLines(log))).toEqual(entriesOf([log]));
  });
});

describe("a log that is no story", () => {
  test("is refused if it is empty", () => {
    expect(linesOfLog(" \n\n")).toEqual({ problem: expect.stringMatching(/^Expected a log, but found no line\./) });
  });

  test("is refused if it is too long, and what to do is said", () => {
    const line = JSON.stringify(event("1", "dispatch"));
    expect(importedLines(`${line}\n`.repeat(MOST_LINES))).toHaveLength(MOST_LINES);
    expect(linesOfLog(`${line}\n`.repeat(MOST_LINES + 1))).toEqual({
      problem: expect.stringMatching(
        /^Expected at most 500 lines .* found 501 lines .* npm run demo reads logs of any length\.$/,
      ),
    });
  });
});

describe("a log that comes in parts", () => {
  const parts = [
    logOf(...running("1", "secret-a"), callback("1", "secret-a", "PAUSE")),
    logOf(event("1", "resume", { requestHandle: "secret-b" }), callback("1", "secret-a", "SUCCESS")),
    logOf(callback("1", "secret-b", "ERROR", "secret-b and secret-a failed"), callback("1", "secret-c", "SUCCESS")),
  ];

  function inParts(): readonly string[] {
    let story = storyOf([]);
    let known: Names = new Map();
    for (const part of parts) {
      const log = linesOfLog(part, story, known);
      if (log.problem !== undefined) throw new Error(log.problem);
      known = log.names;
      story = storyOf([...story.lines, ...log.lines]);
    }
    return story.lines;
  }

  test("has the same names, and no more handles in it, than if it came at once", () => {
    expect(inParts()).toEqual(importedLines(parts.join("\n")));
    expect(inParts().join("\n")).not.toContain("secret");
  });

  test("quotes no handle of an earlier part, though this one has it nowhere else", () => {
    const first = linesOfLog(logOf(...running("1", "secret-a")));
    if (first.problem !== undefined) throw new Error(first.problem);
    const added = linesOfLog(logOf(callback("2", "x", "ERROR", "not secret-a")), storyOf(first.lines), first.names);
    expect(added).toMatchObject({ lines: [expect.stringContaining('"not ***"')] });
  });

  test("gives no name twice, though what it stood for was taken out of the story", () => {
    const first = linesOfLog(logOf(...running("1", "a"), callback("1", "b", "SUCCESS")));
    if (first.problem !== undefined) throw new Error(first.problem);
    const story = storyOf(first.lines.slice(0, 2));
    const added = linesOfLog(logOf(callback("1", "c", "ERROR"), callback("1", "b", "ERROR")), story, first.names);
    expect(namesIn({ lines: [], ...added }.lines)).toEqual(["foreign-2", "foreign-1"]);
  });
});

describe("in a story that came by an address, a real handle is in doubt", () => {
  const story = storyOf(importedLines(logOf(...running("1", "a"), event("2", "dispatch"))));
  const doubtfulIn = (known: Names, ...lines: object[]) =>
    doubtfulIds(story, known, { names: new Map() as Names, ...linesOfLog(logOf(...lines), story, known) }.names);

  test.each<[string, readonly string[], object]>([
    ["if its request has handles already", ["1"], callback("1", "a", "SUCCESS")],
    ["but not if its name is made up", [], callback("1", "handle-1", "SUCCESS")],
    ["but not if its request has none yet", [], event("2", "start", { requestHandle: "b" })],
  ])("%s", (_, ids, line) => {
    expect(doubtfulIn(new Map(), line)).toEqual(ids);
  });

  test("but not if the page knows the story's handles", () => {
    expect(doubtfulIn(new Map([["1", new Map([["a", "handle-1"]])]]), callback("1", "b", "SUCCESS"))).toEqual([]);
  });
});
