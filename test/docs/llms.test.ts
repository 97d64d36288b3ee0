import { existsSync } from "node:fs";
import { posix } from "node:path";
import * as library from "ess-request-machine";
import * as analysis from "ess-request-machine/analysis";
import * as fetchEntry from "ess-request-machine/fetch";
import * as inspect from "ess-request-machine/inspect";
import * as machine from "ess-request-machine/machine";
import * as testing from "ess-request-machine/testing";
import { expect, test } from "vitest";
import { codesIn, contentOf, PAGES } from "../support/pages.js";

/** docs/llms.txt has the form that llmstxt.org describes, and agrees with the library. */

const ENTRIES = [library, analysis, fetchEntry, inspect, machine, testing];
const text = contentOf("docs/llms.txt");
const [head = "", ...sections] = text.split(/^## /m);
const links = [...text.matchAll(/^- \[[^\]]+\]\(([^)]+)\)(: .+)?$/gm)].map(([, path = ""]) => posix.join("docs", path));

test("it is a title, a summary, notes without headings, and lists of links", () => {
  expect(head).toMatch(/^# ess-request-machine\n\n> [^\n]+\n\n(?!#)/);
  expect(head).not.toContain("\n#");
  for (const section of sections) expect(section).toMatch(/^[A-Z]\w+\n\n(- \[[^\]]+\]\([^)]+\)(: [^\n]+)?\n)+\n?$/);
});

test("it links to the API page, which has every entry", () => {
  const { exports } = JSON.parse(contentOf("package.json"));
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith(".json"));
  const page = contentOf("docs/api.md");
  for (const entry of entries) expect(page).toContain(`\n## ${posix.join("ess-request-machine", entry)}\n`);
  expect(links).toContain("docs/api.md");
});

test("its links exist, and it or the index links to every page", () => {
  expect(links.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
  const index = [...contentOf("docs/README.md").matchAll(/\]\(([^)#:]+)/g)].map(([, path = ""]) =>
    posix.join("docs", path),
  );
  const reached = [...links, ...index, "docs/README.md"];
  const hasOwnIndex = (page: string) => page.startsWith("docs/examples/server/") || page.startsWith("docs/playground/");
  expect(PAGES.filter((page) => !reached.includes(page) && !hasOwnIndex(page))).toEqual([]);
});

test("every name in it exists, except those that it calls wrong", () => {
  const wrong = [...head.matchAll(/, not `(\w+)`/g)].map(([, name = ""]) => name);
  const known: readonly string[] = [
    ...ENTRIES.flatMap((entry) => Object.keys(entry)),
    ...Object.keys(library.createRequest({ requestId: "7" })),
    ...Object.values(library.EVENT_PAYLOADS).flat(),
    ...[library.REQUEST_STATES, library.EXECUTION_STATUSES, library.LIFECYCLE_EVENTS, library.EFFECTS].flat(),
    ...library.HANDLER_RESULTS,
    ...["kind", "reason", "status", "statusMessage", "input", "type", "value", "issues"],
    ...["transitioned", "recorded", "ignored", "rejected", "outcome", "request", "effects", "Number"],
  ];
  const names = codesIn(text)
    .filter((code) => !/^(oracle\.|POST |ess-request-machine\/)/.test(code))
    .flatMap((code) => code.match(/[A-Za-z]\w*/g) ?? []);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !known.includes(name) && !wrong.includes(name))).toEqual([]);
});

test("its statements about states and statuses are true", () => {
  const isSaid = (words: RegExp) => expect(head).toMatch(words);
  isSaid(/`COMPLETED` is not success and not final/);
  expect(library.isTerminal("COMPLETED")).toBe(false);
  isSaid(/`EXPIRED` and `VALIDATION_FAILED` are final failures/);
  const { states } = library.chart;
  expect([states.EXPIRED, states.VALIDATION_FAILED].map(({ meta }) => meta.result)).toEqual(["failure", "failure"]);
  isSaid(/`statusMessage` is ignored for `SUCCESS` and `CANCEL`/);
  expect(library.EXECUTION_STATUSES.filter(library.ignoresMessage)).toEqual(["SUCCESS", "CANCEL"]);
  isSaid(/`forceCancel` needs 30 minutes/);
  expect(library.FORCE_CANCEL_AFTER_MS).toBe(30 * 60_000);
});
