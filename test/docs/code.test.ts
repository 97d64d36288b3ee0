import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { GENERATED_FILES } from "../../docs/generate/generated-files.js";
import { type Block, blocksOf, contentOf, fencesIn, filesIn, PAGES, root } from "../support/pages.js";
import { commandsIn, faultOf } from "../support/shell.js";

/**
 * Every code block on every page is checked, by its language. TypeScript is an excerpt of an example that is compiled
 * and run; JavaScript is run; JSON is parsed; SQL is an excerpt of what a server runs; the commands of shell blocks
 * exist. Printed output is compared by the test that a comment above the block names. Other languages are not allowed.
 */

const BLOCKS = PAGES.flatMap((page) => blocksOf(page, contentOf(page)));
const ofLanguage = (...languages: readonly string[]) => BLOCKS.filter(({ language }) => languages.includes(language));
const placeOf = ({ page, line }: Block) => `${page}:${line}`;
const named = (blocks: readonly Block[]) => blocks.map((block) => [placeOf(block), block] as const);

test("every fence on every page delimits a block in a known language", () => {
  for (const page of PAGES) {
    const blocks = BLOCKS.filter((block) => block.page === page);
    expect(fencesIn(contentOf(page)), page).toBe(2 * blocks.length);
  }
  const known = ofLanguage("ts", "js", "json", "jsonl", "sh", "sql", "mermaid", "text", "");
  expect(BLOCKS.filter((block) => !known.includes(block)).map(placeOf)).toEqual([]);
  expect(BLOCKS.length).toBeGreaterThan(20);
});

const dedented = (text: string) => text.replace(/^ +/gm, "");
const EXAMPLES = filesIn("docs")
  .filter((path) => path.endsWith(".ts") && !path.startsWith("docs/generate"))
  .map((path) => ({ path, text: dedented(contentOf(path)) }));
const exampleOf = ({ text }: Block) => EXAMPLES.find((example) => example.text.includes(dedented(text)));

/** Comments that begin with an arrow state an example's output. */
const printedIn = (path: string) => [...contentOf(path).matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line);
const PRINTING = EXAMPLES.map(({ path }) => path).filter((path) => printedIn(path).length > 0);

/** Everything else that runs an example: a test that imports it, or a CI script that names it. */
const RUNNERS = [...filesIn("test").filter((path) => path.endsWith(".test.ts")), ".ci/run"].map(contentOf).join("\n");
const SCRIPTS = Object.entries<string>(JSON.parse(contentOf("package.json")).scripts).filter(([name]) =>
  RUNNERS.includes(`npm run ${name}`),
);
/** `npm run check:recipes` compiles and runs this whole folder, with frameworks that are not packages of this project. */
const isRecipe = (path: string): boolean => path.startsWith("docs/examples/recipes/");
const isRun = (path: string): boolean =>
  PRINTING.includes(path) ||
  isRecipe(path) ||
  RUNNERS.includes(`/${path.replace(/\.ts$/, ".js")}"`) ||
  SCRIPTS.some(([, script]) => script.includes(path));

describe("TypeScript is an excerpt of an example that is compiled and run", () => {
  test.each(named(ofLanguage("ts")))("%s", (_, block) => {
    const example = exampleOf(block);
    expect(example?.path, "no example has this code").toBeDefined();
    expect(isRun(example?.path ?? ""), `nothing runs ${example?.path}`).toBe(true);
  });
});

test.each(PRINTING)("%s prints the output in its comments", async (path) => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  await import(`${pathToFileURL(join(root, path)).href}?printed`);
  expect(log.mock.calls.map((words) => format(...words))).toEqual(printedIn(path));
});

test.each(named(ofLanguage("js")))("%s runs as a module", async (_, { text }) => {
  // Where the project's packages are found.
  const folder = join(root, `node_modules/.cache/docs-code-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "block.mjs"), text);
  expect(Object.keys(await import(pathToFileURL(join(folder, "block.mjs")).href))).not.toEqual([]);
});

test.each(named(ofLanguage("json", "jsonl")))("%s is JSON", (_, { language, text }) => {
  const values = language === "jsonl" ? text.trim().split("\n") : [text];
  for (const value of values) expect(JSON.parse(value)).toBeTypeOf("object");
});

/** The lines of each statement that creates a table. The last of a table has no comma, so none counts. */
const tablesIn = (sql: string) =>
  sql.split(/^(?=CREATE )/m).map((table) => table.split("\n").flatMap((line) => line.replace(/,$/, "") || []));

test.each(named(ofLanguage("sql")))("%s has some of the columns of tables that a server's tests create", (_, block) => {
  const [, schema = ""] = /^excerpt: (docs\/examples\/server\/src\/\S+)$/.exec(block.note) ?? [];
  const created = tablesIn(contentOf(schema));
  for (const table of tablesIn(block.text)) {
    const whole = created.find(([head]) => head === table[0]);
    expect(whole?.filter((line) => table.includes(line))).toEqual(table);
  }
});

test.each(named(ofLanguage("sh")))("%s calls commands that exist", (_, { page, text }) => {
  const commands = commandsIn(text);
  expect(commands).not.toEqual([]);
  expect(commands.map((command) => faultOf(page, command)).filter(Boolean)).toEqual([]);
});

/** Whether the block is generated from the chart: other tests compare generated pages and parts of pages. */
const isGenerated = ({ page, text }: Block): boolean =>
  page in GENERATED_FILES ||
  [...contentOf(page).matchAll(/<!-- generated: .*?<!-- \/generated -->/gs)].some(([part]) => part.includes(text));

test("diagrams are generated from the chart", () => {
  expect(
    ofLanguage("mermaid")
      .filter((block) => !isGenerated(block))
      .map(placeOf),
  ).toEqual([]);
});

describe("a comment above printed output and other text says how it is checked", () => {
  test.each(named(ofLanguage("", "text").filter((block) => !isGenerated(block))))("%s", (_, { page, note }) => {
    const [, held] = /^printed: (test\/\S+\.test\.ts) compares it(?:, .+)?$/.exec(note) ?? [];
    if (held === undefined) expect(note).toMatch(/^not run: .{20}/);
    else expect(contentOf(held)).toContain(page.split("/").at(-1));
  });
});
