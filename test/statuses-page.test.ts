import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chart, EXECUTION_STATUSES, REQUEST_STATES } from "ess-request-machine";
import { expect, test } from "vitest";

const page = readFileSync(join(import.meta.dirname, "../docs/statuses.md"), "utf8");

const sectionOf = (status: string): string => page.split(`\n## ${status}\n`)[1]?.split("\n## ")[0] ?? "";

/** The second table of the section, the first cell of each row. */
const everyState = (status: string): string[] =>
  [
    ...sectionOf(status)
      .split("And in every state:")[1]!
      .matchAll(/^\| (`.+?) \|/gm),
  ].flatMap(([, cell = ""]) => cell.replaceAll("`", "").split(", "));

test.for(EXECUTION_STATUSES)("the section of %s answers for every state, once", (status) => {
  expect(everyState(status).toSorted()).toEqual(REQUEST_STATES.toSorted());
});

test.for(EXECUTION_STATUSES)("the section of %s has every row that the chart has for it", (status) => {
  const rows = REQUEST_STATES.flatMap((state) =>
    (chart.states[state].on[status] ?? []).map((edge) => ({ state, edge })),
  );
  expect(rows.length).toBeGreaterThan(2);
  for (const { state, edge } of rows) {
    const target = edge.target ? `\`${edge.target}\`` : "stays";
    expect(sectionOf(status)).toContain(`| \`${state}\` | \`${edge.guard}\` | ${target} |`);
    expect(sectionOf(status)).toContain(`| ${edge.meta.grade} | ${edge.meta.source ?? ""} | ${edge.description} |`);
  }
});

test("a request that is PAUSED has reported, and one that is RUNNING has not: no answer is made up", () => {
  expect(sectionOf("SUCCESS")).toContain("| `PAUSED`, `ERROR_AUTO_RETRY` | – | ignored: `ALREADY_REPORTED` | – |");
  expect(sectionOf("ERROR")).toContain(
    "| `RUNNING` | → `ERROR`, owed: `notifyEnded`; or → `ERROR_AUTO_RETRY`, owed: `scheduleRetry` | – | – |",
  );
});
