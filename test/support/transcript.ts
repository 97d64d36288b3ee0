import { isDeepStrictEqual } from "node:util";
import {
  createRequest,
  EFFECTS,
  type Effect,
  EXECUTION_STATUSES,
  type JobRequest,
  LIFECYCLE_EVENTS,
  OUTCOME_REASONS,
  type OutcomeReason,
  REQUEST_STATES,
} from "ess-request-machine";
import { fail, nameIn, readJson, readMembers, splitOutsideStrings, wordsOf } from "./transcript-words.js";

/**
 * Parses scenarios. They are plain text, written by hand from the domain and never by a program: the oracle of the tests.
 *
 *   # a comment
 *   == the title of a scenario, which is the test's name
 *   given STATE field=JSON …        how the record differs from a new one (request 7). Default: a new one in WAIT
 *   given! STATE field=JSON …       the same for a record that is not well formed
 *   STEP => OUTCOME; field=JSON …; effects effect, effect
 *
 * A step is one of
 *
 *   STATUS handle JSON              a callback; `-` is a missing handle; the message is optional
 *   event handle name=JSON …        a lifecycle event; the handle and the payload are optional
 *   callback JSON   or event JSON   any other input
 *   A|B|C …                         several inputs in turn, none of which changes the record
 *
 * and an outcome `FROM -> TO`, `recorded`, `ignored REASON HTTP` or `rejected REASON HTTP`. The fields are all fields that
 * change, the effects all effects, in order. JSON has no blanks outside its strings, except after `callback` and `event`,
 * and no string has an escaped quote.
 *
 * Any other line, and any unknown name, throws an error with the file and the line.
 */

export type Input = { readonly callback: unknown } | { readonly event: unknown };

interface ExpectedOutcome {
  readonly kind: "transitioned" | "recorded" | "ignored" | "rejected";
  readonly reason?: OutcomeReason;
  readonly httpStatus?: number;
  readonly after: JobRequest;
  readonly effects: readonly Effect[];
}

export interface ScenarioStep extends ExpectedOutcome {
  /** File, line and text. */
  readonly where: string;
  readonly input: Input;
  readonly before: JobRequest;
}

export interface Scenario {
  readonly title: string;
  readonly given: JobRequest;
  readonly wellFormed: boolean;
  readonly steps: readonly ScenarioStep[];
}

interface Line {
  readonly where: string;
  readonly text: string;
}

const NEW = createRequest({ requestId: 7 });
const FIELDS = (Object.keys(NEW) as (keyof JobRequest)[]).filter((name) => name !== "state");
const PAYLOAD = ["at", "message", "result", "state"] as const;
const REASONS = Object.keys(OUTCOME_REASONS) as OutcomeReason[];

export function parseTranscript(file: string, text: string): readonly Scenario[] {
  const blocks: Line[][] = [];
  for (const line of linesOf(file, text)) {
    const block = blocks.at(-1);
    if (line.text.startsWith("== ")) {
      if (blocks.some(([title]) => title?.text === line.text)) at(line, () => fail("a new title", line.text));
      blocks.push([line]);
    } else if (block === undefined) {
      at(line, () => fail("a title first", line.text));
    } else {
      block.push(line);
    }
  }
  return blocks.map(readScenario);
}

const linesOf = (file: string, text: string): readonly Line[] =>
  text
    .split("\n")
    .map((line, index) => ({ where: `${file}:${index + 1}`, text: line.trim() }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#"));

/** Adds the place to an error. */
function at<Read>({ where }: Line, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`);
  }
}

function readScenario(block: readonly Line[]): Scenario {
  const [title, first, ...others] = block as [Line, ...Line[]];
  if (first === undefined) return at(title, () => fail("steps", "none"));
  const isGiven = /^given\b/.test(first.text);
  const { given, wellFormed } = isGiven ? at(first, () => readGiven(first.text)) : { given: NEW, wellFormed: true };
  const lines = isGiven ? others : [first, ...others];
  if (lines.length === 0) at(first, () => fail("steps", "none"));

  const steps: ScenarioStep[] = [];
  for (const line of lines) {
    const before = steps.at(-1)?.after ?? given;
    steps.push(...at(line, () => readSteps(line, before)));
  }
  return { title: title.text.slice("== ".length), given, wellFormed, steps };
}

function readGiven(text: string): Pick<Scenario, "given" | "wellFormed"> {
  const [, mark, name = "", fields = ""] = /^given(!?) (\w+) *(.*)$/.exec(text) ?? fail("given STATE", text);
  const record = { ...NEW, state: nameIn(REQUEST_STATES, name, "a state") };
  return { given: { ...record, ...readMembers(wordsOf(fields), FIELDS) } as JobRequest, wellFormed: mark === "" };
}

function readSteps({ where, text }: Line, before: JobRequest): readonly ScenarioStep[] {
  const [left = "", right = "", ...rest] = splitOutsideStrings(text, " +=> +");
  if (right === "" || rest.length > 0) fail("STEP => OUTCOME", text);
  const inputs = readInputs(left);
  const expected = readOutcome(right, before);
  if (inputs.length > 1 && expected.after !== before) fail("a single input where the record changes", left);
  return inputs.map((input) => ({ where: `${where}: ${text}`, input, before, ...expected }));
}

function readInputs(text: string): readonly Input[] {
  const [, raw, json = ""] = /^(callback|event) (.+)$/.exec(text) ?? [];
  if (raw !== undefined) return [raw === "callback" ? { callback: readJson(json) } : { event: readJson(json) }];
  const [names = "", ...args] = wordsOf(text);
  return names.split("|").map((name) => {
    const status = EXECUTION_STATUSES.find((known) => known === name);
    return status === undefined ? readEvent(name, args) : readCallback(status, args);
  });
}

function readCallback(status: string, [handle = "", message, ...rest]: readonly string[]): Input {
  if (rest.length > 0) fail("no more than a handle and a message", rest.join(" "));
  const statusMessage = message === undefined ? {} : { statusMessage: readJson(message) };
  return { callback: { status, ...readHandle(handle), ...statusMessage } };
}

function readEvent(name: string, args: readonly string[]): Input {
  const type = nameIn(LIFECYCLE_EVENTS, name, "a status or an event");
  const [first = "", ...others] = args;
  if (first === "" || first.includes("=")) return { event: { type, ...readMembers(args, PAYLOAD) } };
  return { event: { type, ...readHandle(first), ...readMembers(others, PAYLOAD) } };
}

function readHandle(word: string): { readonly requestHandle?: string } {
  if (!/^[\w-]+$/.test(word)) fail("a handle", word);
  return word === "-" ? {} : { requestHandle: word };
}

function readOutcome(text: string, before: JobRequest): ExpectedOutcome {
  const [head = "", ...clauses] = splitOutsideStrings(text, "; *");
  const [, kind, reason = "", httpStatus] = /^(ignored|rejected) (\w+) (\d{3})$/.exec(head) ?? [];
  if (kind === "ignored" || kind === "rejected") {
    if (clauses.length > 0) fail(`nothing after ${head}`, clauses.join("; "));
    const withoutEffect = {
      kind,
      reason: nameIn(REASONS, reason, "a reason"),
      httpStatus: Number(httpStatus),
    } as const;
    return { ...withoutEffect, after: before, effects: [] };
  }

  const { changes, effects } = readClauses(clauses, before);
  if (head === "recorded") return { kind: "recorded", after: { ...before, ...changes }, effects };
  const [, from = "", to = ""] = /^(\w+) -> (\w+)$/.exec(head) ?? fail("an outcome", head);
  if (from !== before.state) fail(`a step from ${before.state}`, head);
  const state = nameIn(REQUEST_STATES, to, "a state");
  return { kind: "transitioned", after: { ...before, ...changes, state }, effects };
}

function readClauses(clauses: readonly string[], before: JobRequest) {
  const listed = clauses.at(-1)?.startsWith("effects ") ? clauses.at(-1)!.slice("effects ".length) : undefined;
  const [changed = "", ...rest] = listed === undefined ? clauses : clauses.slice(0, -1);
  if (rest.length > 0) fail("changes, then effects", clauses.join("; "));
  const changes = readMembers(wordsOf(changed), FIELDS) as Partial<JobRequest>;
  for (const name of Object.keys(changes) as (keyof JobRequest)[]) {
    if (isDeepStrictEqual(before[name], changes[name])) fail(`${name} to change`, "the same value");
  }
  return { changes, effects: listed?.split(", ").map((name) => nameIn(EFFECTS, name, "an effect")) ?? [] };
}
