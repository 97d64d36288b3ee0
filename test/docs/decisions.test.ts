import { readFileSync } from "node:fs";
import { chart, OUTCOME_REASONS } from "ess-request-machine";
import { expect, test } from "vitest";

/** docs/decisions.md explains everything that Oracle does not document. */

const page = readFileSync(new URL("../../docs/decisions.md", import.meta.url), "utf8");
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

const named = (cell = "") => cell.split(", ");

test("every transition that is inferred or assumed is explained, and no other", () => {
  const undocumented = Object.entries({ ...chart.states, any: chart }).flatMap(([state, { on }]) =>
    Object.entries(on).flatMap(([event, edges]) =>
      edges
        .filter(({ meta }) => meta.provenance !== "documented")
        .map(({ meta }) => `${state} ${event} ${meta.provenance}`),
    ),
  );
  const explained = rows
    .filter((row) => row.length === 5 && row[0] !== "state")
    .flatMap(([states, events, grade]) =>
      named(states).flatMap((state) => named(events).map((event) => `${state} ${event} ${grade}`)),
    );
  expect(new Set(explained), "the rows of docs/decisions.md").toEqual(new Set(undocumented));
  expect(undocumented.length).toBeGreaterThan(50);
});

test("every reason that is inferred or assumed is explained, with its HTTP status", () => {
  const undocumented = Object.entries(OUTCOME_REASONS)
    .filter(([, { provenance }]) => provenance !== "documented")
    .map(([reason, { provenance, httpStatus }]) => `${reason} ${provenance} ${httpStatus}`);
  const explained = rows
    .filter((row) => row.length === 4 && row[0] !== "reason")
    .map(([reason, provenance, http]) => `${reason} ${provenance} ${http}`);
  expect(explained.sort(), "the rows of docs/decisions.md").toEqual(undocumented.sort());
});

test("every source that the chart names has a link", () => {
  const transitions = Object.values({ ...chart.states, any: chart }).flatMap(({ on }) => Object.values(on).flat());
  const sources = [...transitions.map(({ meta }) => meta), ...Object.values(OUTCOME_REASONS)].flatMap(
    ({ source }) => source ?? [],
  );
  const linked = [...page.matchAll(/^- \[([A-Z_]+)\] \[.*\]\(https:\/\/docs\.oracle\.com\/.*\)/gm)].map(
    ([, key]) => key,
  );
  expect(sources.length).toBeGreaterThan(80);
  expect(linked).toEqual(expect.arrayContaining([...new Set(sources)]));
});
