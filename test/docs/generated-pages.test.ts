import { EFFECTS, EXECUTION_STATUSES, LIFECYCLE_EVENTS, REQUEST_STATES } from "ess-request-machine";
import { expect, test } from "vitest";
import { reasonsPage } from "../../docs/generate/reasons-page.js";
import { transitionsPage } from "../../docs/generate/transitions-page.js";
import { assignActions } from "../../src/lifecycle/assign-actions.js";
import { guards } from "../../src/lifecycle/guards.js";
import { freshnessOf } from "../support/freshness.js";

/** The tables of the chart. Mutation testing runs these too: the pages hold every word of the chart. */

test("docs/transitions.md is up to date", () => {
  expect(freshnessOf("docs/transitions.md", transitionsPage())).toBe("up to date");
});

test("docs/reasons.md is up to date", () => {
  expect(freshnessOf("docs/reasons.md", reasonsPage())).toBe("up to date");
});

test("every name of the chart is in transitions.md", () => {
  const page = transitionsPage();
  const ours = [guards, assignActions].flatMap((bodies) => Object.keys(bodies));
  const names = [...REQUEST_STATES, ...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS, ...EFFECTS, ...ours];
  expect(names.filter((name) => !page.includes(name))).toEqual([]);
});
