import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GENERATED_FILES } from "../../docs/generate/generated-files.js";
import { withFragments } from "../../docs/generate/readme-fragments.js";
import { freshnessOf } from "../support/freshness.js";

/** The generated files, other than the tables of the chart: `generated-pages.test.ts` compares those. */

const TABLES = ["docs/transitions.md", "docs/reasons.md"];

test.for(Object.entries(GENERATED_FILES).filter(([path]) => !TABLES.includes(path)))(
  "%s is up to date",
  async ([path, generate]) => {
    expect(freshnessOf(path, await generate())).toBe("up to date");
  },
);

test("the generated parts of README.md are up to date", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(freshnessOf("README.md", withFragments(readme))).toBe("up to date");
});

test("the generated part of a page is replaced, and an unknown name is an error", () => {
  const page = "before\n<!-- generated: outcomes -->\nold\n<!-- /generated -->\nafter\n";
  expect(withFragments(page)).toMatch(
    /^before\n<!-- generated: outcomes -->\n\n\| reason .*UNKNOWN_STATUS.*\|\n\n<!-- \/generated -->\nafter\n$/s,
  );
  expect(withFragments(withFragments(page))).toBe(withFragments(page));
  expect(() => withFragments(page.replace("outcomes", "incomes"))).toThrow('README.md asks for "incomes"');
});
