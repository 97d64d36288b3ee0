import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The pages that people read, and the code in them. */

export const root = join(import.meta.dirname, "../..");

export const contentOf = (path: string): string => readFileSync(join(root, path), "utf8");

/** Files below a folder, by their paths from the top. What is installed is not entered: a package there may link back to the top. */
export const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return [path];
    return entry.name === "node_modules" ? [] : filesIn(path);
  });

export const PAGES: readonly string[] = [
  "README.md",
  "CHANGELOG.md",
  ...filesIn("docs").filter((path) => path.endsWith(".md")),
];

/** A block of code on a page. */
export interface Block {
  readonly page: string;
  /** Of its first line of code. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
  /** What a comment right above it says of how it is held to the truth. */
  readonly note: string;
}

const BLOCK = /(?:^<!-- (?<note>.*) -->\n+)?^```(?<language>.*)\n(?<text>(?:.*\n)*?)^```$/gm;

export function blocksOf(page: string, text: string): readonly Block[] {
  return [...text.matchAll(BLOCK)].map(({ index, 0: whole, groups }) => ({
    page,
    line: text.slice(0, index + whole.indexOf("```")).split("\n").length + 1,
    language: groups?.language ?? "",
    text: groups?.text ?? "",
    note: groups?.note ?? "",
  }));
}

/** Fences, wherever they stand: what is indented or of another kind would not be found as a block. */
export const fencesIn = (text: string): number => [...text.matchAll(/^[\s>]*(```|~~~)/gm)].length;

/** The rows of a page's tables, by cells; heads and rules apart. */
export function rowsOf(page: string): readonly (readonly string[])[] {
  const lines = contentOf(page).split("\n");
  const isRule = (line = "") => /^\|(---\|)+$/.test(line);
  return lines
    .filter((line, i) => line.startsWith("|") && !isRule(line) && !isRule(lines[i + 1]))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** What stands in backticks. */
export const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
