import { existsSync } from "node:fs";
import { posix } from "node:path";
import * as library from "ess-request-machine";
import * as analysis from "ess-request-machine/analysis";
import * as fetchEntry from "ess-request-machine/fetch";
import * as inspect from "ess-request-machine/inspect";
import * as machine from "ess-request-machine/machine";
import * as testing from "ess-request-machine/testing";
import { expect, test } from "vitest";
import { PAYLOAD_VALIDATORS, RECORD_VALIDATORS } from "../../src/input/validators.js";
import { codesIn, contentOf, PAGES } from "../support/pages.js";

/** docs/llms.txt has the shape that llmstxt.org describes, and its statements are true. */

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
  expect(entries.length).toBeGreaterThan(3);
  const page = contentOf("docs/api.md");
  for (const entry of entries) expect(page).toContain(`\n## ${posix.join("ess-request-machine", entry)}\n`);
  expect(links).toContain("docs/api.md");
});

test("its links lead somewhere, and the index links to every page", () => {
  expect(links.filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))).toEqual([]);
  const index = [...contentOf("docs/README.md").matchAll(/\]\(([^)#:]+)/g)].map(([, path = ""]) =>
    posix.join("docs", path),
  );
  const pages = PAGES.filter((page) => !/^docs\/(README|examples\/server\/.*|playground\/.*)/.test(page));
  expect(pages.filter((page) => !index.includes(page))).toEqual([]);
});

test("the names in it exist, apart from those that it calls wrong", () => {
  const wrong = [...head.matchAll(/, not `(\w+)`/g)].map(([, name = ""]) => name);
  expect(wrong).toEqual(["SUCCEEDED", "PAUSED", "CANCELLED", "BIZ_ERROR"]);
  const known: readonly string[] = [
    ...[library, machine, testing, inspect, fetchEntry, analysis].flatMap((entry) => Object.keys(entry)),
    ...[RECORD_VALIDATORS, PAYLOAD_VALIDATORS, library.chart.states].flatMap((record) => Object.keys(record)),
    ...[library.EXECUTION_STATUSES, library.LIFECYCLE_EVENTS, library.EFFECTS, library.HANDLER_RESULTS].flat(),
    ...["kind", "reason", "status", "statusMessage", "input", "type", "value", "issues", "EffectHandlers"],
    ...["transitioned", "recorded", "ignored", "rejected"],
  ];
  const names = codesIn(text)
    .filter((code) => !/^(oracle\.|POST |ess-request-machine\/)/.test(code))
    .flatMap((code) => code.match(/[A-Za-z]\w*/g) ?? [])
    .filter((name) => !["outcome", "request", "effects", "state", "Number"].includes(name) && !wrong.includes(name));
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});

test("its statements about states and statuses are true", () => {
  const { states } = library.chart;
  const final = ["COMPLETED", "ERROR_AUTO_RETRY", "SCHEDULE_ENDED", "SUCCEEDED"] as const;
  expect(final.map((state) => library.isTerminal(state))).toEqual([false, false, false, true]);
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
