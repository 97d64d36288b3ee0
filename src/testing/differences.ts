import {
  EFFECTS,
  EXECUTION_STATUSES,
  type JobRequest,
  OUTCOME_REASONS,
  type Outcome,
  REQUEST_STATES,
} from "../index.js";
import { describe } from "../input/read.js";
import { NEW_REQUEST } from "../lifecycle/job-request.js";
import type { ConformanceAnswer, ShownRecord } from "./adapter.js";

/** What an implementation showed, beside what the library says. */

export interface Comparison {
  /** Everything that was compared, by name. */
  readonly compared: readonly string[];
  /** Everything in which the two differ, each as a sentence. No handle is ever in one. */
  readonly differences: readonly string[];
}

export const FIELDS = Object.keys(NEW_REQUEST) as (keyof JobRequest)[];
export const ANSWERS = ["kind", "reason", "effects", "httpStatus"] as const;

const HANDLES: readonly string[] = ["requestHandle", "earlierHandles"];
const ERROR_TYPES = ["SYSTEM", "BUSINESS", "TIMEOUT"];
const KINDS = ["transitioned", "recorded", "ignored", "rejected"];
const NAMES: ReadonlySet<unknown> = new Set([
  ...[...REQUEST_STATES, ...EXECUTION_STATUSES, ...EFFECTS, ...Object.keys(OUTCOME_REASONS), ...ERROR_TYPES, ...KINDS],
]);

export function compareAnswer(outcome: Outcome, answer: ConformanceAnswer): Comparison {
  const reason = "reason" in outcome ? outcome.reason : null;
  const httpStatus = reason === null ? 200 : OUTCOME_REASONS[reason].httpStatus;
  return compare(ANSWERS, { kind: outcome.kind, reason, effects: outcome.effects, httpStatus }, answer);
}

export const compareRecord = (request: JobRequest, record: ShownRecord): Comparison =>
  // The state is never left out: a record without one differs.
  compare(FIELDS, request, { ...record, state: record.state ?? null });

/** Whether a record shows the same as it did before. */
export const isUnchanged = (before: ShownRecord, after: ShownRecord): boolean =>
  FIELDS.every((field) => isSame(before[field], after[field]));

type Members<Name extends string> = { readonly [N in Name]?: unknown };

function compare<Name extends string>(
  names: readonly Name[],
  expected: Members<Name>,
  found: Members<Name>,
): Comparison {
  const compared = names.filter((name) => found[name] !== undefined);
  const differing = compared.filter((name) => !isSame(expected[name], found[name]));
  const differences = differing.map((name) =>
    HANDLES.includes(name)
      ? `${name} is not the one that was expected.`
      : `${name}: expected ${told(expected[name])}, but found ${told(found[name])}.`,
  );
  return { compared, differences };
}

/** All that a record or an answer has is plain, or a list of what is. */
const isSame = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((element, i) => element === other[i])
    : one === other;

/** Names and numbers as they are; of any other text only what it is: it could be a handle. */
function told(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "nothing" : value.map(told).join(", ");
  return NAMES.has(value) || typeof value === "number" || typeof value === "boolean" ? String(value) : describe(value);
}
