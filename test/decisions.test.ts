import { readFileSync } from "node:fs";
import { chart } from "ess-request-machine";
import { expect, test } from "vitest";

/** Whatever Oracle does not document, the page of decisions gives its reason for. */

const page = readFileSync(new URL("../docs/decisions.md", import.meta.url), "utf8");
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

test("every cell that is inferred or assumed has its reason, and no other has", () => {
  const undocumented = Object.entries({ ...chart.states, any: chart }).flatMap(([state, { on }]) =>
    Object.entries(on).flatMap(([event, edges]) =>
      edges.filter(({ meta }) => meta.grade !== "D").map(({ meta }) => `${state} ${event} ${meta.grade}`),
    ),
  );
  const explained = rows
    .filter((row) => row.length === 5 && row[0] !== "state")
    .flatMap(([states, events, grade]) =>
      named(states).flatMap((state) => named(events).map((event) => `${state} ${event} ${grade}`)),
    );
  expect(new Set(explained)).toEqual(new Set(undocumented));
  expect(undocumented.length).toBeGreaterThan(50);
});

test("every refusal that is inferred or assumed has its reason, with its HTTP status", () => {
  const undocumented = [...chart.refusals, ...chart.eventRefusals]
    .filter(({ meta }) => meta.grade !== "D")
    .map(({ reason, httpStatus, meta }) => `${reason} ${meta.grade} ${httpStatus}`);
  const explained = rows
    .filter((row) => row.length === 4 && row[0] !== "reason")
    .map(([reason, grade, http]) => `${reason} ${grade} ${http}`);
  expect(explained.sort()).toEqual(undocumented.sort());
});

test("every source that the chart names has its address", () => {
  const named = [
    ...Object.values({ ...chart.states, any: chart }).flatMap(({ on }) => Object.values(on).flat()),
    ...chart.refusals,
    ...chart.eventRefusals,
  ].flatMap(({ meta }) => meta.source ?? []);
  const addressed = [...page.matchAll(/^- \[([A-Z_]+)\] \[.*\]\(https:\/\/docs\.oracle\.com\/.*\)/gm)].map(
    ([, key]) => key,
  );
  expect(named.length).toBeGreaterThan(80);
  expect(addressed).toEqual(expect.arrayContaining([...new Set(named)]));
});
