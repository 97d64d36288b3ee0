import { existsSync } from "node:fs";
import { posix } from "node:path";
import * as library from "ess-request-machine";
import * as inspect from "ess-request-machine/inspect";
import * as machine from "ess-request-machine/machine";
import * as testing from "ess-request-machine/testing";
import { expect, test } from "vitest";
import { FIELDS } from "../src/input/fields.js";
import { MEMBERS } from "../src/input/payload.js";
import { HANDLER_RESULTS } from "../src/lifecycle/names.js";
import { codesIn, contentOf, PAGES } from "./support/pages.js";

/** docs/llms.txt has the shape that llmstxt.org describes, and what it says is so. */

const text = contentOf("docs/llms.txt");
const [head = "", ...sections] = text.split(/^## /m);
const links = [...text.matchAll(/^- \[[^\]]+\]\(([^)]+)\)(: .+)?$/gm)].map(([, path = ""]) => posix.join("docs", path));

test("it is a title, a summary, notes without headings, and then lists of links", () => {
  expect(head).toMatch(/^# ess-request-machine\n\n> [^\n]+\n\n(?!#)/);
  expect(head).not.toContain("\n#");
  for (const section of sections) expect(section).toMatch(/^[A-Z]\w+\n\n(- \[[^\]]+\]\([^)]+\)(: [^\n]+)?\n)+\n?$/);
});

test("it links to the API page, which has every entry", () => {
  const { exports } = JSON.parse(contentOf("package.json"));
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith(".json"));
  expect(entries.length).toBeGreaterThan(3);
  const page = contentOf("docs/api.md");
  for (const entry of entries) expect(page).toContain(`\n## ${posix.join("ess-request-machine", entry)}\n`);
  expect(links).toContain("docs/api.md");
});

test("its links lead somewhere, and every page can be reached from them or from the index", () => {
  expect(links.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)))).toEqual([]);
  const index = [...contentOf("docs/README.md").matchAll(/\]\(([^)#:]+)/g)].map(([, path = ""]) =>
    posix.join("docs", path),
  );
  const reached = [...links, ...index, "docs/README.md"];
  const elsewhere = (page: string) => page.startsWith("docs/examples/server/") || page.startsWith("docs/playground/");
  const unlinked = PAGES.filter((page) => !reached.includes(page) && !elsewhere(page));
  expect(unlinked, "neither docs/README.md nor docs/llms.txt links to these").toEqual([]);
});

test("whatever it calls by name is there, what is called wrong apart", () => {
  const wrong = [...head.matchAll(/, not `(\w+)`/g)].map(([, name = ""]) => name);
  expect(wrong).toEqual(["SUCCEEDED", "PAUSED", "CANCELLED", "BIZ_ERROR"]);
  const known: readonly string[] = [
    ...[library, machine, testing, inspect].flatMap((entry) => Object.keys(entry)),
    ...[FIELDS, MEMBERS, library.chart.states].flatMap((record) => Object.keys(record)),
    ...[library.EXECUTION_STATUSES, library.LIFECYCLE_EVENTS, library.EFFECTS, HANDLER_RESULTS].flat(),
    ...["kind", "reason", "status", "statusMessage", "input", "type", "value", "issues"],
    ...["transitioned", "recorded", "ignored", "rejected"],
  ];
  const names = codesIn(text)
    .filter((code) => !/^(oracle\.|POST |ess-request-machine\/)/.test(code))
    .flatMap((code) => code.match(/[A-Za-z]\w*/g) ?? [])
    .filter((name) => !["outcome", "request", "effects", "state", "Number"].includes(name) && !wrong.includes(name));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});

test("what it says of the states and the statuses is so", () => {
  const { states } = library.chart;
  const final = (state: library.RequestState) => library.isTerminal(state);
  expect([final("COMPLETED"), final("ERROR_AUTO_RETRY"), final("SCHEDULE_ENDED"), final("SUCCEEDED")]).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect([states.SUCCEEDED, states.EXPIRED, states.VALIDATION_FAILED].map(({ meta }) => meta.result)).toEqual([
    "success",
    "failure",
    "failure",
  ]);
  expect(library.EXECUTION_STATUSES.filter(library.ignoresMessage)).toEqual(["SUCCESS", "CANCEL"]);
  const retrying = library.REQUEST_STATES.filter((state) =>
    Object.values(states[state].on)
      .flat()
      .some(({ target }) => target === "ERROR_AUTO_RETRY"),
  );
  expect(retrying).toEqual(["RUNNING"]);
});
