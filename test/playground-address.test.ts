import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromAddress, toAddress } from "../docs/playground/story/address.js";
import { linesOfLog } from "../docs/playground/story/log.js";
import { type Story, storyOf } from "../docs/playground/story/story.js";
import { callback, event, type LogLine, logOf, running } from "./support/timeline.js";

/** A playground's story in the fragment of its address. */

const sample = readFileSync(new URL("../docs/examples/callbacks.jsonl", import.meta.url), "utf8");

const readme = readFileSync(new URL("../docs/playground/README.md", import.meta.url), "utf8");

const storyOfLog = (text: string): Story => storyOf({ lines: [], ...linesOfLog(text) }.lines);
const addressOf = (...lines: LogLine[]) => toAddress(storyOfLog(logOf(...lines)));

describe("an address", () => {
  test("can be read by people", () => {
    const lines = [
      { id: "102", submit: { retries: 1 } },
      ...running("102", "secret"),
      callback("102", "secret", "ERROR", "Tax service v2.1 down"),
      { note: "Again", ...event("102", "retry") },
      event("102", "cancel", { at: 1774965600000 }),
      callback("102", "other", "SUCCESS"),
      { id: "103", submit: { validated: false } },
      event("103", "complete", { state: "ERROR", message: "late" }),
    ];
    expect(addressOf(...lines).split("&")).toEqual([
      "id=102",
      "submit=1",
      "dispatch",
      "start=handle-1",
      "ERROR=handle-1.Tax+service+v2.1+down",
      "note=Again",
      "retry",
      "cancel=1774965600000",
      "SUCCESS=foreign-1",
      "id=103",
      "submit=.false",
      "complete=ERROR.late",
    ]);
  });

  test("is the one that the playground's README.md shows", () => {
    const [, shown = ""] = /^#(id=.*)$/m.exec(readme) ?? [];
    const lines = [
      { id: "102", submit: { retries: 1 } },
      ...running("102", "secret"),
      callback("102", "secret", "ERROR", "Tax service down"),
      event("102", "retry"),
    ];
    expect(shown).toBe(addressOf(...lines));
    expect(fromAddress(shown)).toEqual({ story: storyOfLog(logOf(...lines)) });
  });

  test("gives the demo's log again, all of it", () => {
    const story = storyOfLog(sample);
    expect(story.lines.length).toBeGreaterThan(65);
    expect(fromAddress(toAddress(story))).toEqual({ story });
  });

  test("says where the reader is, and whom they follow", () => {
    const story = { ...storyOfLog(sample), taken: 12, follow: "102" };
    expect(toAddress(story)).toMatch(/^taken=12&follow=102&id=101&/);
    expect(fromAddress(toAddress(story))).toEqual({ story });
  });

  test("has no handle of the log", () => {
    const address = toAddress(storyOfLog(sample));
    expect(address).not.toMatch(/exec/);
    expect(new Set(address.match(/\b(?:handle|foreign)-\d+/g))).toEqual(new Set(["handle-1", "handle-2", "foreign-1"]));
  });

  test.each<[string, LogLine]>([
    ["no handle", { id: "1", body: { status: "SUCCESS" } }],
    ["an empty handle", callback("1", "", "SUCCESS")],
    ["an empty message", callback("1", "x", "ERROR", "")],
    ["no handle, but a message", { id: "1", body: { status: "ERROR", statusMessage: "a.b" } }],
    ["a message of dots", callback("1", "x", "ERROR", "...")],
    ["a message of signs that mean something in an address", callback("1", "x", "ERROR", "a=b&c=d#e%20+\n🙂")],
    ["half a surrogate pair", callback("1", "x", "ERROR", "\ud83d")],
    ["a member that is not the event's", event("1", "dispatch", { at: 1 })],
    ["a fraction of a retry", { id: "1", submit: { retries: 1.5 } }],
    ["a flag that is none", { id: "1", submit: { validated: "yes" } }],
    ["null for a time", event("1", "cancel", { at: null })],
    ["a body of the wrong shape", { id: "1", body: [] }],
    ["an event and a body", { id: "1", event: { type: "dispatch" }, body: { status: "SUCCESS" } }],
    ["no JSON", "{"],
  ])("keeps a line with %s", (_, line) => {
    const story = storyOfLog(logOf(line));
    expect(story.lines).toHaveLength(1);
    expect(fromAddress(toAddress(story))).toEqual({ story });
  });
});

describe("an address that holds no story", () => {
  test.each<[string, string, RegExp]>([
    ["another name", "id=101&dispatch&lunch", /^Expected each part .* but found that part 3 is none\./],
    ["a handle that is not made up", "id=101&start=exec-101-1", /part 2 is none/],
    [
      "a handle in a line of JSON",
      `line=${encodeURIComponent('{"id":"1","body":{"requestHandle":"exec-1"}}')}`,
      /part 1 is none/,
    ],
    ["an id that is none", "id=exec-101-1&dispatch", /part 2 is none/],
    ["a time that is none", "id=101&cancel=noon", /part 2 is none/],
    ["more than an event carries", "id=101&dispatch=now", /part 2 is none/],
    ["a line that was cut", "line=%7B%22id%22%3A", /part 1 is none/],
    ["a name of every object", "id=1&constructor=1&__proto__=2", /part 2 is none/],
    ["more steps than there are", "taken=3&id=101&dispatch", /"taken" to be a number of steps up to 1/],
    ["a request that is not in it", "follow=7&id=101&dispatch", /"follow" to be the id of a request/],
    ["nothing but noise", "%E0%A4%A&&&==", /part 1 is none/],
  ])("for it has %s, is refused with what was expected", (_, address, problem) => {
    const read = fromAddress(address);
    expect(read).toEqual({ problem: expect.stringMatching(problem) });
    expect(JSON.stringify(read)).not.toContain("exec-");
  });

  test("never makes anything throw, and what it takes it would write again", () => {
    const part = fc.oneof(
      fc.constantFrom(
        "id=1",
        "dispatch",
        "start=handle-1",
        "submit=1.true",
        "line=1",
        "taken=1",
        "note=a",
        "UPDATE=.a.b",
      ),
      fc.string({ unit: "binary" }),
    );
    const parts = fc.array(part, { maxLength: 12 }).map((all) => all.join("&"));
    fc.assert(
      fc.property(parts, (address) => {
        const read = fromAddress(address);
        if (read.problem === undefined) expect(fromAddress(toAddress(read.story))).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });
});
