import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chart, type Edge, EFFECTS, EXECUTION_STATUSES, LIFECYCLE_EVENTS, REQUEST_STATES } from "ess-request-machine";
import { expect, test } from "vitest";
import { type AnyStateMachine, type AnyStateNode, createMachine } from "xstate";
import { GENERATED_FILES } from "../docs/generate/generated-files.js";
import { withFragments } from "../docs/generate/readme-fragments.js";
import { updates } from "../src/lifecycle/assign-actions.js";
import { guards } from "../src/lifecycle/guards.js";

const onDisk = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");

/** In words: a difference of whole pages would fill the screen. */
const freshness = (current: string, found: string) => (current === found ? "up to date" : "stale: run npm run docs");

test.for(Object.entries(GENERATED_FILES))("%s is what the chart says", async ([path, generate]) => {
  expect(existsSync(join(import.meta.dirname, "..", path)) || "missing: run npm run docs").toBe(true);
  expect(freshness(await generate(), onDisk(path))).toBe("up to date");
});

test("what README.md takes from the chart is what the chart says", () => {
  const readme = onDisk("README.md");
  expect(freshness(withFragments(readme), readme)).toBe("up to date");
});

test("the generated part of a page is replaced, and a name that there is not is told", () => {
  const page = "before\n<!-- generated: outcomes -->\nold\n<!-- /generated -->\nafter\n";
  expect(withFragments(page)).toMatch(
    /^before\n<!-- generated: outcomes -->\n\n\| kind .*UNKNOWN_STATUS.*\|\n\n<!-- \/generated -->\nafter\n$/s,
  );
  expect(withFragments(withFragments(page))).toBe(withFragments(page));
  expect(() => withFragments(page.replace("outcomes", "incomes"))).toThrow('README.md asks for "incomes"');
});

test("every name of the chart is in transitions.md", () => {
  const page = onDisk("docs/transitions.md");
  const ours = [guards, updates].flatMap((bodies) => Object.keys(bodies));
  const names = [...REQUEST_STATES, ...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS, ...EFFECTS, ...ours];
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

/** The machine that somebody has who pastes the page's literal. */
function pastedMachine(): AnyStateMachine {
  const [, literal] = /```js\n(.+?)```/s.exec(onDisk("docs/stately-machine.md")) ?? [];
  const [imports, source = ""] = literal?.split("export const requestMachine = ") ?? [];
  expect(imports?.trim()).toBe('import { createMachine } from "xstate";');
  return new Function("createMachine", `return ${source}`)(createMachine) as AnyStateMachine;
}

const rowsOfNode = (node: AnyStateNode) =>
  [...node.transitions].flatMap(([event, edges]) =>
    edges.map(({ guard, target, actions, description }) => ({
      event,
      guard,
      target: target?.map(({ key }) => key).join(),
      actions,
      description,
    })),
  );

const rowsOfChart = (on: Readonly<Record<string, readonly Edge[] | undefined>>) =>
  Object.entries(on).flatMap(([event, edges = []]) =>
    edges.map(({ guard, target, actions = [], description }) => ({ event, guard, target, actions, description })),
  );

const byEvent = <Row extends { event: string }>(rows: Row[]) =>
  rows.toSorted((a, b) => (a.event < b.event ? -1 : a.event > b.event ? 1 : 0));

test.for(REQUEST_STATES)("the page for the Stately editor has the chart's %s", (state) => {
  const machine = pastedMachine();
  const node = machine.states[state] as AnyStateNode;
  expect(byEvent(rowsOfNode(node))).toEqual(byEvent(rowsOfChart(chart.states[state].on)));
  expect(node.entry).toEqual(chart.states[state].entry ?? []);
  expect(node.type).toBe(chart.states[state].type ?? "atomic");
  expect(node.description).toBe(chart.states[state].description);
});

test("the page for the Stately editor has these states and the chart's refusals, and begins where the chart does", () => {
  const machine = pastedMachine();
  expect(Object.keys(machine.states)).toEqual(REQUEST_STATES);
  expect(machine.root.initial.target.map(({ key }) => key)).toEqual([chart.initial]);
  const refusals = chart.refusals
    .filter(({ reason }) => reason !== "UNKNOWN_STATUS")
    .map(({ guard, kind, reason, description }) => ({
      ...(guard && { guard }),
      actions: [{ type: { ignored: "ignore", rejected: "reject" }[kind], params: { reason } }],
      description,
    }));
  const onRoot = { ...Object.fromEntries(EXECUTION_STATUSES.map((status) => [status, refusals])), ...chart.on };
  expect(byEvent(rowsOfNode(machine.root))).toEqual(byEvent(rowsOfChart(onRoot as never)));
});
