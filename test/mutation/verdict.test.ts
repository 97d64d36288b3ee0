import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { filesByGroup } from "./groups.js";
import { type Equivalent, judge, type Mutant } from "./verdict.js";

/** What a run of the mutants comes to: it holds only if every mutant was found or is listed, and listed with reason. */

const FILE = "src/input/messages.ts";
const source = readFileSync(FILE, "utf8").split("\n");

/** A mutant that puts `to` in the place where `from` stands first. */
function mutant(from: string, to: string, ended: Partial<Mutant>): Mutant {
  const line = source.findIndex((text) => text.includes(from)) + 1;
  const column = source[line - 1]!.indexOf(from) + 1;
  const location = { start: { line, column }, end: { line, column: column + from.length } };
  return { fileName: FILE, location, replacement: to, status: "Killed", ...ended };
}

const LINE = source.find((text) => text.includes("count === 1"))!;
const SURVIVING = mutant("count === 1", "true", { status: "Survived" });
const FOUND = mutant("count === 1", "true", { status: "Killed" });
const LISTED: Equivalent = { file: FILE, line: LINE, from: "count === 1", to: "true", reason: "It is an example." };
const KEY = `${FILE} | ${LINE} | count === 1 | true | 1`;

const judged = (mutants: readonly Mutant[], listed: readonly Equivalent[], files?: readonly string[]) => {
  const { lines, isHeld } = judge(mutants, listed, files);
  return { isHeld, faults: lines.slice(lines.findIndex((line) => line.startsWith("in all")) + 1) };
};

const HOLDS = { isHeld: true, faults: [] };
const broken = (...faults: readonly string[]) => ({ isHeld: false, faults });
/** As many that are found as it takes to have some listed. */
const HUNDRED = Array.from({ length: 100 }, (_, i) => mutant("count === 1", `${i}`, {}));

describe("a run holds where", () => {
  test("every mutant was found", () => {
    expect(judged([FOUND], [])).toEqual(HOLDS);
  });

  test("one that was not is listed", () => {
    expect(judged([SURVIVING, ...HUNDRED], [LISTED])).toEqual(HOLDS);
  });

  test("one comes by its place again and again, until the count ends it", () => {
    expect(judged([{ ...FOUND, status: "Timeout", statusReason: "Hit limit reached" }], [])).toEqual(HOLDS);
  });

  test("others than the files that are asked about have listed ones", () => {
    expect(judged([FOUND], [{ ...LISTED, file: "src/http/response.ts" }], [FILE])).toEqual(HOLDS);
  });
});

describe("a run does not hold where", () => {
  test("a mutant was not found and is not listed", () => {
    expect(judged([SURVIVING], [])).toEqual(broken(`not found: ${KEY}`));
  });

  test("no test comes by one", () => {
    const unmet = { ...SURVIVING, status: "NoCoverage" } as const;
    expect(judged([unmet], [])).toEqual(broken(`not found, as no test comes by it: ${KEY}`));
  });

  test("the clock ended one, whether it is listed or not", () => {
    const slow = { ...SURVIVING, status: "Timeout" } as const;
    expect(judged([slow], [])).toEqual(broken(`undecided, as the time ran out: ${KEY}`));
    expect(judged([slow, ...HUNDRED], [LISTED]).isHeld).toBe(false);
  });

  test("the runner failed on one", () => {
    const failed = { ...SURVIVING, status: "RuntimeError", statusReason: "Without any mutant this fails" } as const;
    expect(judged([failed], [])).toEqual(broken(`RuntimeError Without any mutant this fails: ${KEY}`));
  });

  test("one that is listed was found", () => {
    expect(judged([FOUND, ...HUNDRED], [LISTED])).toEqual(broken(`listed as equivalent, but found or gone: ${KEY}`));
  });

  test("one that is listed is there no more", () => {
    expect(judged(HUNDRED, [LISTED])).toEqual(broken(`listed as equivalent, but found or gone: ${KEY}`));
  });

  test("one is listed twice", () => {
    expect(judged([SURVIVING, ...HUNDRED], [LISTED, LISTED])).toEqual(broken(`listed twice: ${KEY}`));
  });

  test("of two that read alike one is listed and both were missed", () => {
    expect(judged([SURVIVING, SURVIVING, ...HUNDRED], [LISTED])).toEqual(
      broken(`not found: ${KEY.replace(/1$/, "2")}`),
    );
  });

  test("more than two in a hundred are listed, of all files", () => {
    const survivors = ["a", "b", "c"].map((to) => mutant("count === 1", to, { status: "Survived" }));
    const listed = ["a", "b", "c"].map((to) => ({ ...LISTED, to }));
    const mutants = [...survivors, ...HUNDRED.slice(0, 97)];
    expect(judged(mutants, listed)).toEqual(broken("more than 2 in a hundred are listed as equivalent"));
    expect(judged(mutants, listed, [FILE])).toEqual(HOLDS);
    expect(judged([...mutants.slice(1), ...HUNDRED], listed.slice(1))).toEqual(HOLDS);
  });
});

test("the score is what was found of all that there is, file by file", () => {
  const { lines } = judge([FOUND, FOUND, SURVIVING, { ...FOUND, status: "Timeout", statusReason: "Hit limit" }], []);
  expect(lines.slice(0, 2)).toEqual([
    `${FILE}: 4 mutants, 3 found (1 of them endless), 1 not; 75.00 %`,
    "in all: 4 mutants, 3 found (1 of them endless), 1 not; 75.00 %",
  ]);
});

test("every source is mutated, once", () => {
  const mutated = filesByGroup().flatMap(([, files]) => files);
  expect(new Set(mutated).size).toBe(mutated.length);
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  expect([...mutated].sort()).toEqual(sources.map((name) => `src/${name}`).sort());
});
