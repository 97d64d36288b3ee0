import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  type JobRequest,
  OUTCOME_REASONS,
  type Outcome,
  parseJobRequest,
  toHttpResponse,
} from "ess-request-machine";
import { expect, test } from "vitest";

/** The test vectors as a reader in another language meets them: the files on the disk, and nothing of what made them. */

const read = (name: string) => readFileSync(new URL(`../docs/vectors/${name}`, import.meta.url), "utf8");

interface Case {
  readonly id: string;
  readonly record: Partial<JobRequest>;
  readonly callbacks?: readonly unknown[];
  readonly events?: readonly unknown[];
  readonly outcome: Record<string, unknown>;
  readonly grade: string;
  readonly source?: string;
  readonly note: string;
}

const text = read("vectors.json");
const vectors = JSON.parse(text);
const cases: readonly Case[] = vectors.cases;
const recordOf = ({ record }: Case): JobRequest => ({ ...vectors.defaults, ...record });

function outcomesOf(one: Case): readonly Outcome[] {
  const request = recordOf(one);
  return [
    ...(one.callbacks ?? []).map((input) => applyExecutionStatus(request, input as never)),
    ...(one.events ?? []).map((input) => applyLifecycleEvent(request, input as never)),
  ];
}

/** The outcome that a case tells, in the library's own shape. */
function toldBy({ outcome, ...one }: Case): unknown {
  const request = recordOf({ outcome, ...one });
  const { kind, reason, from, to, changes, effects = [] } = outcome;
  if (reason !== undefined) return { kind, reason, request, effects };
  const after = { ...request, ...(changes as object), state: to ?? request.state };
  return to === undefined ? { kind, request: after, effects } : { kind, from, to, request: after, effects };
}

test("the library does what every case tells, with each of its inputs", () => {
  for (const one of cases) {
    const outcomes = outcomesOf(one);
    expect(outcomes.length, one.id).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(outcome, one.id).toEqual(toldBy(one));
  }
});

test("what is refused is told with its HTTP status, and changes are only what changed", () => {
  for (const one of cases) {
    for (const outcome of outcomesOf(one)) {
      const { status } = toHttpResponse(outcome, { href: "/" });
      expect(one.outcome.httpStatus ?? 200, one.id).toBe(status);
      if ("reason" in outcome) expect(OUTCOME_REASONS[outcome.reason].httpStatus, one.id).toBe(status);
    }
    const record = recordOf(one);
    for (const [field, value] of Object.entries((one.outcome.changes as object) ?? {})) {
      expect(record[field as keyof JobRequest], `${one.id}: ${field}`).not.toEqual(value);
    }
  }
});

test("every record is well formed, and says only what differs from the defaults", () => {
  expect(vectors.defaults).toEqual(createRequest({ requestId: "101" }));
  for (const one of cases) {
    expect(parseJobRequest(recordOf(one)).issues, one.id).toBeUndefined();
    for (const [field, value] of Object.entries(one.record)) expect(value, one.id).not.toEqual(vectors.defaults[field]);
  }
});

test("ids begin with the state, are unique and sorted, and each case has a line of its own", () => {
  const ids = cases.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const one of cases) expect(one.id.startsWith(`${recordOf(one).state}/`), one.id).toBe(true);
  const lines = text.split("\n").filter((line) => line.startsWith('    {"id":"'));
  expect(lines.map((line) => JSON.parse(line.replace(/,$/, "")))).toEqual(cases);
});

test("every case is as well founded as it says, from a source that has its address", () => {
  for (const { id, grade, source, note } of cases) {
    expect(Object.keys(vectors.grades), id).toContain(grade);
    expect(note, id).toMatch(/^\S.*\S$/);
    if (grade === "A") expect(source, id).toBeUndefined();
    else expect(Object.keys(vectors.sources), id).toContain(source);
  }
});

test("the page shows a case as it is", () => {
  const [, shown = ""] = /```json\n(.+?)```/s.exec(read("../vectors.md")) ?? [];
  const { id, ...rest } = JSON.parse(shown);
  expect({ id, ...rest }).toEqual(cases.find((one) => one.id === id));
});

test("the file is small enough for a package", () => {
  expect(gzipSync(text, { level: 9 }).length).toBeLessThan(16_000);
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const accepts = ajv.compile(JSON.parse(read("vectors.schema.json")));

test("the file is what its schema says", () => {
  expect(accepts(vectors), JSON.stringify(accepts.errors)).toBe(true);
});

const accepted = cases.findIndex(({ outcome }) => outcome.kind === "transitioned");
const recorded = cases.findIndex(({ outcome }) => outcome.kind === "recorded");
const refused = cases.findIndex(({ outcome }) => outcome.kind === "rejected");
const assumed = cases.findIndex(({ grade }) => grade === "A");
const documented = cases.findIndex(({ grade }) => grade === "D");
const called = cases.findIndex(({ callbacks }) => callbacks !== undefined);

type Path = readonly (string | number)[];

/** Where the file is mangled, and what stands there instead; undefined takes the member away. */
const MANGLED: Readonly<Record<string, readonly [Path, unknown]>> = {
  "no format": [["format"], undefined],
  "another format": [["format"], 2],
  "an unknown member": [["comment"], "hello"],
  "no defaults": [["defaults"], undefined],
  "a default too few": [["defaults", "retries"], undefined],
  "a source without an address": [["sources", "JAVA"], "javadoc"],
  "a grade that is not explained": [["grades", "A"], undefined],
  "no cases": [["cases"], []],
  "a case without an id": [["cases", 0, "id"], undefined],
  "an id that begins with no state": [["cases", 0, "id"], "DONE/SUCCESS/recorded"],
  "a case without a note": [["cases", 0, "note"], undefined],
  "a note of two lines": [["cases", 0, "note"], "one\ntwo"],
  "a case with a member of its own": [["cases", 0, "comment"], "hello"],
  "a record with an unknown field": [["cases", 0, "record", "owner"], "me"],
  "a record in no state": [["cases", 0, "record", "state"], "DONE"],
  "a case without inputs": [["cases", called, "callbacks"], undefined],
  "a case with an empty list of inputs": [["cases", called, "callbacks"], []],
  "callbacks and events at once": [["cases", called, "events"], [{ type: "dispatch" }]],
  "a callback with an unknown member": [["cases", called, "callbacks", 0], { status: "SUCCESS", text: "" }],
  "an unknown grade": [["cases", documented, "grade"], "B"],
  "a documented case without a source": [["cases", documented, "source"], undefined],
  "an assumed case with a source": [["cases", assumed, "source"], "JAVA"],
  "a move to nowhere": [["cases", accepted, "outcome", "to"], "DONE"],
  "a move without what is owed": [["cases", accepted, "outcome", "effects"], undefined],
  "a move with a reason": [["cases", accepted, "outcome", "reason"], "DUPLICATE"],
  "a change of the state that is no move": [["cases", recorded, "outcome", "changes", "state"], "READY"],
  "an unknown effect": [["cases", recorded, "outcome", "effects"], ["sendMail"]],
  "a refusal that is owed something": [["cases", refused, "outcome", "effects"], []],
  "a refusal for no reason": [["cases", refused, "outcome", "reason"], undefined],
  "a rejection with a reason to ignore": [["cases", refused, "outcome", "reason"], "DUPLICATE"],
  "a rejection with 200": [["cases", refused, "outcome", "httpStatus"], 200],
  "an unknown kind of outcome": [["cases", refused, "outcome", "kind"], "failed"],
};

test.for(Object.entries(MANGLED))("the schema refuses %s", ([, [path, value]]) => {
  const mangled = structuredClone(vectors);
  const parent = path.slice(0, -1).reduce((part, name) => part[name], mangled);
  const name = path.at(-1)!;
  if (value === undefined) delete parent[name];
  else parent[name] = value;
  expect(mangled).not.toEqual(vectors);
  expect(accepts(mangled)).toBe(false);
});
