import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EFFECTS, EXECUTION_STATUSES, LIFECYCLE_EVENTS, REQUEST_STATES } from "ess-request-machine";
import { expect, test } from "vitest";
import { GENERATED_FILES } from "../docs/generate/generated-files.js";
import { withFragments } from "../docs/generate/readme-fragments.js";
import { assignActions } from "../src/lifecycle/assign-actions.js";
import { guards } from "../src/lifecycle/guards.js";

const onDisk = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");

/** Compared by a word: the difference of two pages would fill the screen. */
const freshness = (current: string, found: string) => (current === found ? "up to date" : "stale: run npm run docs");

test.for(Object.entries(GENERATED_FILES))("%s is up to date", async ([path, generate]) => {
  expect(existsSync(join(import.meta.dirname, "..", path)) || "missing: run npm run docs").toBe(true);
  expect(freshness(await generate(), onDisk(path))).toBe("up to date");
});

test("the generated parts of README.md are up to date", () => {
  const readme = onDisk("README.md");
  expect(freshness(withFragments(readme), readme)).toBe("up to date");
});

test("the generated part of a page is replaced, and an unknown name is an error", () => {
  const page = "before\n<!-- generated: outcomes -->\nold\n<!-- /generated -->\nafter\n";
  expect(withFragments(page)).toMatch(
    /^before\n<!-- generated: outcomes -->\n\n\| reason .*UNKNOWN_STATUS.*\|\n\n<!-- \/generated -->\nafter\n$/s,
  );
  expect(withFragments(withFragments(page))).toBe(withFragments(page));
  expect(() => withFragments(page.replace("outcomes", "incomes"))).toThrow('README.md asks for "incomes"');
});

test("every name of the chart is in transitions.md", () => {
  const page = onDisk("docs/transitions.md");
  const ours = [guards, assignActions].flatMap((bodies) => Object.keys(bodies));
  const names = [...REQUEST_STATES, ...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS, ...EFFECTS, ...ours];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
