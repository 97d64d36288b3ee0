import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** Files, functions and lines of src stay small enough to read at a glance. */

const MAX_FILE_LINES = 200;
const MAX_FUNCTION_LINES = 40;
const MAX_COLUMNS = 120;
/** The two tables: one line for each transition, and one for its annotation. */
const TABLES = ["lifecycle/chart.ts", "lifecycle/annotations.ts"];

const SRC = new URL("../src/", import.meta.url);
const linesOf = (file: string): readonly string[] => readFileSync(new URL(file, SRC), "utf8").trimEnd().split("\n");
const FILES = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

/** The functions of a file that are longer than allowed, by line. */
function longFunctionsIn(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const lines = lineAt(node.getEnd()) - lineAt(node.getStart()) + 1;
    if (ts.isFunctionLike(node) && lines > MAX_FUNCTION_LINES)
      found.push(`line ${lineAt(node.getStart())}: ${lines} lines`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe.each(FILES)("src/%s", (file) => {
  const lines = linesOf(file);

  test.skipIf(TABLES.includes(file))(`has at most ${MAX_FILE_LINES} lines`, () => {
    expect(lines.length).toBeLessThanOrEqual(MAX_FILE_LINES);
  });

  test(`has no function of more than ${MAX_FUNCTION_LINES} lines`, () => {
    expect(longFunctionsIn(file, lines.join("\n"))).toEqual([]);
  });

  test(`has no line of more than ${MAX_COLUMNS} columns`, () => {
    expect(lines.flatMap(({ length }, index) => (length > MAX_COLUMNS ? [index + 1] : []))).toEqual([]);
  });
});

describe("the chart", () => {
  const transitions = linesOf("lifecycle/chart.ts").filter((line) => /\b(target|ignore|reject|actions):/.test(line));

  test("has one transition a line", () => {
    const isWhole = /^ +(\w+: )?\{ .*(target|ignore|reject|actions): .* \},$/;
    expect(transitions.filter((line) => !isWhole.test(line))).toEqual([]);
    expect(transitions.filter((line) => (line.match(/\b(target|ignore|reject):/g) ?? []).length > 1)).toEqual([]);
  });

  test("has no transition of more than 100 columns", () => {
    expect(transitions.length).toBeGreaterThan(0);
    expect(transitions.filter(({ length }) => length > 100)).toEqual([]);
  });
});

test("a long function is found", () => {
  const body = "  f();\n".repeat(MAX_FUNCTION_LINES - 1);
  expect(longFunctionsIn("long.ts", `const a = () => {\n${body}};`)).toEqual(["line 1: 41 lines"]);
  expect(longFunctionsIn("short.ts", `function a() {\n${body.slice(7)}}`)).toEqual([]);
});
