import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromAddress, toAddress } from "../../docs/playground/scenario/address.js";
import { importLog } from "../../docs/playground/scenario/import-log.js";
import { type Scenario, scenarioOf } from "../../docs/playground/scenario/scenario.js";
import { callback, event, type LogLine, logOf, running } from "../support/timeline.js";

/** A scenario of the playground in the fragment of its address. */

const sample = readFileSync(new URL("../../docs/examples/callbacks.jsonl", import.meta.url), "utf8");

const readme = readFileSync(new URL("../../docs/playground/README.md", import.meta.url), "utf8");

const scenarioOfLog = (text: string): Scenario => scenarioOf({ lines: [], ...importLog(text) }.lines);
const parsed = (scenario: Scenario) => ({ scenario, problems: [] });
const addressOf = (...lines: LogLine[]) => toAddress(scenarioOfLog(logOf(...lines)));

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
    expect(fromAddress(shown)).toEqual(parsed(scenarioOfLog(logOf(...lines))));
  });

  test("restores the demo's whole log", () => {
    const scenario = scenarioOfLog(sample);
    expect(scenario.lines.length).toBeGreaterThan(65);
    expect(fromAddress(toAddress(scenario))).toEqual(parsed(scenario));
  });

  test("contains the current step and the followed request", () => {
    const scenario = { ...scenarioOfLog(sample), position: 12, follow: "102" };
    expect(toAddress(scenario)).toMatch(/^step=12&follow=102&id=101&/);
    expect(fromAddress(toAddress(scenario))).toEqual(parsed(scenario));
  });

  test("contains no handle of the log", () => {
    const address = toAddress(scenarioOfLog(sample));
    expect(address).not.toMatch(/exec/);
    expect(new Set(address.match(/\b(?:handle|foreign)-\d+/g))).toEqual(new Set(["handle-1", "handle-2", "foreign-1"]));
  });

  test.each<[string, LogLine]>([
    ["no handle", { id: "1", body: { status: "SUCCESS" } }],
    ["an empty handle", callback("1", "", "SUCCESS")],
    ["an empty message", callback("1", "x", "ERROR", "")],
    ["no handle, but a message", { id: "1", body: { status: "ERROR", statusMessage: "a.b" } }],
    ["a message of dots", callback("1", "x", "ERROR", "...")],
    ["a message with reserved characters", callback("1", "x", "ERROR", "a=b&c=d#e%20+\n🙂")],
    ["half a surrogate pair", callback("1", "x", "ERROR", "\ud83d")],
    ["a member that the event does not have", event("1", "dispatch", { at: 1 })],
    ["a fraction of a retry", { id: "1", submit: { retries: 1.5 } }],
    ["an invalid flag", { id: "1", submit: { validated: "yes" } }],
    ["null for a time", event("1", "cancel", { at: null })],
    ["a body of the wrong shape", { id: "1", body: [] }],
    ["an event and a body", { id: "1", event: { type: "dispatch" }, body: { status: "SUCCESS" } }],
    ["invalid JSON", "{"],
  ])("keeps a line with %s", (_, line) => {
    const scenario = scenarioOfLog(logOf(line));
    expect(scenario.lines).toHaveLength(1);
    expect(fromAddress(toAddress(scenario))).toEqual(parsed(scenario));
  });
});

describe("an address with an unreadable step", () => {
  test.each<[string, string, RegExp]>([
    ["an unknown name", "id=101&dispatch&lunch", /^Step 2 of the link could not be read: its name is not an event/],
    ["a real handle", "id=101&start=exec-101-1", /^Step 1 .* the handle of start is not a placeholder/],
    [
      "a real handle in JSON",
      `line=${encodeURIComponent('{"id":"1","body":{"requestHandle":"exec-1"}}')}`,
      /^Step 1 .* its JSON/,
    ],
    ["an invalid id", "id=exec-101-1&dispatch", /^Step 1 .* dispatch has no valid request id/],
    ["an invalid time", "id=101&cancel=noon", /^Step 1 .* cancel does not have these values/],
    ["a payload that the event does not have", "id=101&dispatch=now", /^Step 1 .* dispatch does not have these values/],
    ["JSON that was cut off", "line=%7B%22id%22%3A", /^Step 1 .* its JSON is incomplete/],
    ["the name of an object's own member", "id=1&constructor=1&__proto__=2", /^Step 1 .* its name/],
    ["a position after the last step", "step=3&id=101&dispatch", /^"step" is not a number of steps from 0 to 1/],
    ["a request that it does not contain", "follow=7&id=101&dispatch", /^"follow" is not the id of a request/],
    ["only noise", "%E0%A4%A&&&==", /^Step 1 .* its name/],
  ])("%s, names the step and the problem", (_, address, problem) => {
    const { problems } = fromAddress(address);
    expect(problems[0]).toMatch(problem);
    expect(problems.join()).not.toContain("exec-");
  });

  test("keeps the other steps, their headings and the current step", () => {
    const { scenario, problems } = fromAddress("step=3&id=101&note=A&lunch&dispatch&start=exec-1&hold&release");
    expect(problems).toHaveLength(2);
    expect(scenario).toEqual({ ...fromAddress("step=1&id=101&note=A&dispatch&hold&release").scenario });
    expect(scenario.lines).toHaveLength(3);
  });

  test("keeps at most 500 steps", () => {
    const { scenario, problems } = fromAddress(`id=101&${"dispatch&".repeat(501)}`);
    expect(scenario).toMatchObject({ position: 500, lines: { length: 500 } });
    expect(problems).toEqual(["A scenario has at most 500 steps, and this link has more."]);
  });

  test("never throws, and every readable step is written again", () => {
    // Lone surrogates too. fast-check's own unit "binary" takes a second to set up.
    const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
    const part = fc.oneof(
      fc.constantFrom(
        "id=1",
        "dispatch",
        "start=handle-1",
        "submit=1.true",
        "line=1",
        "step=1",
        "note=a",
        "UPDATE=.a.b",
      ),
      fc.string({ unit: character }),
    );
    const parts = fc.array(part, { maxLength: 12 }).map((all) => all.join("&"));
    fc.assert(
      fc.property(parts, (address) => {
        const { scenario } = fromAddress(address);
        expect(fromAddress(toAddress(scenario))).toEqual(parsed(scenario));
      }),
      { numRuns: 200 },
    );
  });
});
