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

/** The test vectors as a reader in another language sees them: only the files, and nothing of their generator. */

const read = (name: string) => readFileSync(new URL(`../../docs/vectors/${name}`, import.meta.url), "utf8");

interface Case {
  readonly id: string;
  readonly record: Partial<JobRequest>;
  readonly callbacks?: readonly unknown[];
  readonly events?: readonly unknown[];
  readonly outcome: Record<string, unknown>;
  readonly provenance: string;
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

/** The outcome of a case, in the shape of the library's outcomes. */
function expectedOf({ outcome, ...one }: Case): unknown {
  const request = recordOf({ outcome, ...one });
  const { kind, reason, from, to, changes, effects = [] } = outcome;
  if (reason !== undefined) return { kind, reason, request, effects };
  const after = { ...request, ...(changes as object), state: to ?? request.state };
  return to === undefined ? { kind, request: after, effects } : { kind, from, to, request: after, effects };
}

test("the library has the outcome of every case, for each of its inputs", () => {
  for (const one of cases) {
    const outcomes = outcomesOf(one);
    expect(outcomes.length, one.id).toBeGreaterThan(0);
    for (const outcome of outcomes) expect(outcome, one.id).toEqual(expectedOf(one));
  }
});

test("ignored and rejected inputs have their HTTP status, and changes contain only changed fields", () => {
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

test("every record is well formed, and contains only fields that differ from the defaults", () => {
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

test("every case has a provenance and a note, and a source with an address unless it is assumed", () => {
  for (const { id, provenance, source, note } of cases) {
    expect(Object.keys(vectors.provenance), id).toContain(provenance);
    expect(note, id).toMatch(/^\S.*\S$/);
    if (provenance === "assumed") expect(source, id).toBeUndefined();
    else expect(Object.keys(vectors.sources), id).toContain(source);
  }
});

test("the page shows a case of the file", () => {
  const [, shown = ""] = /```json\n(.+?)```/s.exec(read("../vectors.md")) ?? [];
  const { id, ...rest } = JSON.parse(shown);
  expect({ id, ...rest }).toEqual(cases.find((one) => one.id === id));
});

test("the file is small enough for a package", () => {
  expect(gzipSync(text, { level: 9 }).length).toBeLessThan(30_000);
});

const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
const accepts = ajv.compile(JSON.parse(read("vectors.schema.json")));

test("the file satisfies its schema", () => {
  expect(accepts(vectors), JSON.stringify(accepts.errors)).toBe(true);
});

/** A small file with one case of each shape. */
const caseWith = (holds: (one: Case) => boolean): Case => cases.find(holds)!;
const small = {
  ...vectors,
  cases: [
    caseWith(({ outcome }) => outcome.kind === "transitioned"),
    caseWith(({ outcome }) => outcome.kind === "recorded"),
    caseWith(({ outcome }) => outcome.kind === "rejected"),
    caseWith(({ provenance }) => provenance === "assumed"),
    caseWith(({ provenance }) => provenance === "documented"),
    caseWith(({ callbacks }) => callbacks !== undefined),
  ],
};
const [accepted, recorded, rejected, assumed, documented, called] = [0, 1, 2, 3, 4, 5] as const;

type Path = readonly (string | number)[];

/** Where the file is changed, and the invalid value; undefined removes the member. */
const INVALID: Readonly<Record<string, readonly [Path, unknown]>> = {
  "no format": [["format"], undefined],
  "another format": [["format"], 2],
  "an unknown member": [["comment"], "hello"],
  "no defaults": [["defaults"], undefined],
  "a missing default": [["defaults", "retries"], undefined],
  "a source without an address": [["sources", "JAVA"], "javadoc"],
  "a provenance that is not explained": [["provenance", "assumed"], undefined],
  "no cases": [["cases"], []],
  "a case without an id": [["cases", 0, "id"], undefined],
  "an id that does not begin with a state": [["cases", 0, "id"], "DONE/SUCCESS/recorded"],
  "a case without a note": [["cases", 0, "note"], undefined],
  "a note of two lines": [["cases", 0, "note"], "one\ntwo"],
  "a case with an unknown member": [["cases", 0, "comment"], "hello"],
  "a record with an unknown field": [["cases", 0, "record", "owner"], "me"],
  "a record in an unknown state": [["cases", 0, "record", "state"], "DONE"],
  "a case without inputs": [["cases", called, "callbacks"], undefined],
  "a case with an empty list of inputs": [["cases", called, "callbacks"], []],
  "callbacks and events together": [["cases", called, "events"], [{ type: "dispatch" }]],
  "an unknown provenance": [["cases", documented, "provenance"], "guessed"],
  "a documented case without a source": [["cases", documented, "source"], undefined],
  "an assumed case with a source": [["cases", assumed, "source"], "JAVA"],
  "a transition to an unknown state": [["cases", accepted, "outcome", "to"], "DONE"],
  "a transition without effects": [["cases", accepted, "outcome", "effects"], undefined],
  "a transition with a reason": [["cases", accepted, "outcome", "reason"], "DUPLICATE"],
  "a changed state without a transition": [["cases", recorded, "outcome", "changes", "state"], "READY"],
  "an unknown effect": [["cases", recorded, "outcome", "effects"], ["sendMail"]],
  "a rejection with effects": [["cases", rejected, "outcome", "effects"], []],
  "a rejection without a reason": [["cases", rejected, "outcome", "reason"], undefined],
  "a rejection with a reason of ignored inputs": [["cases", rejected, "outcome", "reason"], "DUPLICATE"],
  "a rejection with 200": [["cases", rejected, "outcome", "httpStatus"], 200],
  "an unknown kind of outcome": [["cases", rejected, "outcome", "kind"], "failed"],
};

test("the schema accepts a file with one case of each shape", () => {
  expect(accepts(small)).toBe(true);
});

test.for(Object.entries(INVALID))("the schema rejects %s", ([, [path, value]]) => {
  const invalid = structuredClone(small);
  const parent = path.slice(0, -1).reduce((part, name) => part[name], invalid);
  const name = path.at(-1)!;
  if (value === undefined) delete parent[name];
  else parent[name] = value;
  expect(invalid).not.toEqual(small);
  expect(accepts(invalid)).toBe(false);
});
