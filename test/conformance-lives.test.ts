import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { conformance, formatReport } from "ess-request-machine/testing";
import { describe, expect, test } from "vitest";
import { explore } from "../src/testing/explore.js";
import { LONG_LIFE } from "../src/testing/life.js";
import { implementation } from "./support/implementations.js";

/** Which lives the conformance suite leads requests through, and what it reports of them. */

const linesOf = (name: string) =>
  readFileSync(new URL(`conformance/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n");
const digestOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

describe("the lives that meet every cell", () => {
  const { lives: found, reachable } = explore();

  test("are as many as ever, the short ones first", () => {
    const lengths = found.map(({ steps }) => steps.length);
    expect(lengths.length).toBe(852);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(6406);
    expect(Math.max(...lengths)).toBe(25);
    expect([reachable.states.size, reachable.cells.size, reachable.reasons.size, reachable.effects.size]).toEqual([
      19, 1254, 19, 10,
    ]);
    expect(explore().lives).toBe(found);
  });

  test("are the same ones in the same order, so that a story is found again in the next release", () => {
    expect(digestOf(found)).toBe("1ab67f37ad05df8a28adafc63650f1ac648dd9a98ed33abb707ab7e9b9c05045");
  });

  test("are followed by a long one, with more executions than a record remembers", () => {
    const names = LONG_LIFE.steps.map((step) =>
      "event" in step ? `${step.event} ${step.whose ?? ""}`.trim() : `${step.callback} ${step.whose}`,
    );
    expect(LONG_LIFE.created).toEqual({ retries: 0, validated: true });
    expect(names).toEqual([
      "dispatch",
      "start new",
      ...Array.from({ length: 17 }, () => ["PAUSE latest", "resume new"]).flat(),
      "SUCCESS oldest",
      "SUCCESS forgotten",
      "PAUSE latest",
      "resume oldest",
      "resume new",
      "SUCCESS latest",
    ]);
  });

  test("are left out where they are longer than is allowed, by so much as one step", async () => {
    const requestsOf = async (maxSteps: number) =>
      (await conformance(implementation(), { numRuns: 0, maxSteps })).requests;
    expect(LONG_LIFE.steps.length).toBe(42);
    expect(await requestsOf(42)).toBe(853);
    expect(await requestsOf(41)).toBe(852);
  });

  test("are as many as the report of a right implementation says, with those at random", async () => {
    expect(formatReport(await conformance(implementation())).split("\n")).toEqual(linesOf("report.txt"));
  });
});
