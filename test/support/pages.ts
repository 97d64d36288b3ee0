import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The pages that people read, and the code in them. */

export const root = join(import.meta.dirname, "../..");

export const contentOf = (path: string): string => readFileSync(join(root, path), "utf8");

/** Files below a folder, by their paths from the top. Installed packages are skipped: one may link back to the top. */
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
  /** The comment right above it, which says how it is checked. */
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

/** Counts all fences, also indented ones and tildes, which `blocksOf` would not find. */
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

/** The texts in backticks. */
export const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
