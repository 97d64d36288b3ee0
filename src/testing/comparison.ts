import { type JobRequest, OUTCOME_REASONS, type Outcome } from "../index.js";
import { describe } from "../input/read.js";
import { NEW_REQUEST } from "../lifecycle/job-request.js";
import type { ConformanceAnswer, PartialJobRequest } from "./adapter.js";
import { type Known, shown, shownHandles } from "./shown-values.js";

/** Compares an implementation's observable results with the model. */

export interface Comparison {
  /** The names of everything that was compared. */
  readonly compared: readonly string[];
  /** The differences, one sentence each. None contains a handle. */
  readonly differences: readonly string[];
}

export const RECORD_FIELDS = Object.keys(NEW_REQUEST) as (keyof JobRequest)[];
export const ANSWER_MEMBERS = ["kind", "reason", "effects", "httpStatus"] as const;
/** The library's own outcomes are valid answers. */
const OUTCOME_MEMBERS: readonly string[] = [...ANSWER_MEMBERS, "from", "to", "request"];
const HANDLE_FIELDS: readonly string[] = ["requestHandle", "earlierHandles"];

type Members = { readonly [name: string]: unknown };

export function compareAnswer(outcome: Outcome, answer: ConformanceAnswer, known: Known): Comparison {
  const nonsense = nonsenseIn(answer, "The answer", OUTCOME_MEMBERS);
  if (nonsense !== undefined) return { compared: [], differences: [nonsense] };
  const reason = "reason" in outcome ? outcome.reason : null;
  const httpStatus = reason === null ? 200 : OUTCOME_REASONS[reason].httpStatus;
  return compare(
    ANSWER_MEMBERS,
    { kind: outcome.kind, reason, effects: outcome.effects, httpStatus },
    { ...answer },
    known,
  );
}

export function compareRecord(request: JobRequest, record: PartialJobRequest, known: Known): Comparison {
  const nonsense = nonsenseIn(record, "The record", RECORD_FIELDS);
  if (nonsense !== undefined) return { compared: [], differences: [nonsense] };
  // A record without a state differs.
  return compare(RECORD_FIELDS, { ...request }, { ...record, state: record.state ?? null }, known);
}

/** A copy that a later change of the record does not reach. */
export const copyRecord = (record: PartialJobRequest): PartialJobRequest => {
  const { earlierHandles } = record;
  return { ...record, ...(Array.isArray(earlierHandles) && { earlierHandles: [...earlierHandles] }) };
};

/** Returns the names of the fields that are not the same in both. */
export const changedFields = (before: PartialJobRequest, after: PartialJobRequest): readonly string[] =>
  RECORD_FIELDS.filter((field) => !isSame(before[field], after[field]));

/** Unknown names are not echoed: they may contain a handle. */
function nonsenseIn(value: unknown, what: string, members: readonly string[]): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return `${what} is ${describe(value)}. It must be an object.`;
  }
  if (Object.keys(value).every((name) => members.includes(name))) return undefined;
  return `${what} has an unknown member. Known members: ${members.join(", ")}.`;
}

function compare(names: readonly string[], expected: Members, found: Members, known: Known): Comparison {
  const compared = names.filter((name) => found[name] !== undefined);
  const differing = compared.filter((name) => !isSame(expected[name], found[name]));
  const differences = differing.map((name) => {
    const show = HANDLE_FIELDS.includes(name) ? shownHandles : shown;
    return `${name}: expected ${show(expected[name], known)}, but found ${show(found[name], known)}.`;
  });
  return { compared, differences };
}

/** Every value of a record or answer is primitive or a list of primitive values. */
const isSame = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((element, i) => element === other[i])
    : one === other;
