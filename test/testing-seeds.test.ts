import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequest, type JobRequest } from "ess-request-machine";
import { callbackFor, inputFor, inputsFrom, lifecycleEventFor, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lives } from "../src/testing/arbitraries.js";

/** What the arbitraries draw from a seed: whoever was told one finds the same case again. */

const linesOf = (name: string) =>
  readFileSync(new URL(`conformance/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n");
const digestOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");

describe("the same seed draws the same as in the release before:", () => {
  const request: JobRequest = {
    ...createRequest({ requestId: 7, retries: 2 }),
    state: "RUNNING",
    requestHandle: "handle-2",
    earlierHandles: ["handle-1"],
    attempt: 2,
  };
  const sample = <Value>(arbitrary: fc.Arbitrary<Value>, numRuns: number) =>
    fc.sample(arbitrary, { seed: 1, numRuns }).map((value) => JSON.stringify(value));

  test.each<[string, fc.Arbitrary<unknown>, number]>([
    ["lives.jsonl", lives(15), 30],
    ["callbacks.jsonl", callbackFor(request), 30],
    ["events.jsonl", lifecycleEventFor(request), 30],
    ["completions.jsonl", lifecycleEventFor({ ...request, timedOut: true }, "complete"), 20],
    ["inputs.jsonl", inputFor(request), 30],
    ["courses.jsonl", inputsFrom(request, 12), 15],
    ["records.jsonl", wellFormedRequest(), 40],
  ])("%s", (name, arbitrary, numRuns) => {
    expect(sample(arbitrary, numRuns)).toEqual(linesOf(name));
  });

  test("whole lives of full length", () => {
    expect(digestOf(sample(lives(50), 100))).toBe("16696f0b76d6e590618cd318efb13e666be6d6037009369514474bd8d8b342be");
    expect(digestOf(sample(inputsFrom(request), 100))).toBe(
      "0b1016bf1fb904c82d7cf7d8624b0092c1e072fa7ffc646488aa1b3d4a636b0d",
    );
  });
});

test("a record in ERROR is drawn with and without a type of error, and in no other state with one", () => {
  const typesIn = (state: JobRequest["state"]) =>
    new Set(fc.sample(wellFormedRequest(state), { seed: 1, numRuns: 100 }).map(({ errorType }) => errorType));
  expect(typesIn("ERROR")).toEqual(new Set([null, "SYSTEM", "BUSINESS", "TIMEOUT"]));
  expect(typesIn("WARNING")).toEqual(new Set([null]));
});
