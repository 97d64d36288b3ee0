import {
  COMPLETION_STATES,
  EXECUTION_STATUSES,
  HANDLER_RESULTS,
  LIFECYCLE_EVENTS,
  parseExecutionStatus,
  parseRequestId,
  REQUEST_STATES,
} from "ess-request-machine";
import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";

/**
 * Rewrites a log line so that it contains no handle and still has the same outcome. Known members and values are
 * copied; any other value is replaced by one of the same type, which is all that the library's messages say about it.
 */
export interface Replacements {
  /** Returns the placeholder for a handle. */
  readonly handle: (handle: string) => string;
  /** Returns a text without the handles that it quotes. */
  readonly text: (text: string) => string;
}

/** Replaces a line that is not JSON. It is not JSON either. */
const NOT_JSON = "…";

export function sanitizeLine(line: string, replacements: Replacements): string {
  const value = parseJson(line);
  if (value === undefined) return NOT_JSON;
  return JSON.stringify(isObject(value) ? sanitizeMembers(value, replacements) : sameType(value));
}

function sanitizeMembers(line: Members, replacements: Replacements): Members {
  const own = (name: string) => (Object.hasOwn(line, name) ? line[name] : undefined);
  const id = parseRequestId(own("id"));
  return {
    ...(typeof own("note") === "string" && { note: replacements.text(String(own("note"))) }),
    id: id.issues === undefined ? id.value : sameType(own("id")),
    submit: sanitizeParts(own("submit"), RULES, replacements),
    record: sanitizeParts(own("record"), RECORD_RULES, replacements),
    event: sanitizeParts(own("event"), RULES, replacements),
    body: sanitizeParts(own("body"), RULES, replacements),
  };
}

function sanitizeParts(value: unknown, rules: Rules, replacements: Replacements): unknown {
  if (!isObject(value)) return sameType(value);
  const known = Object.entries(rules).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(known.map(([name, rule]) => [name, rule(value[name], replacements)]));
}

type Rules = Readonly<Record<string, Rule>>;
type Rule = (value: unknown, replacements: Replacements) => unknown;

const oneOf =
  (names: readonly string[]): Rule =>
  (value) =>
    names.includes(value as string) ? value : sameType(value);

const handle: Rule = (value, replacements) =>
  typeof value === "string" && value !== "" ? replacements.handle(value) : sameType(value);
const text: Rule = (value, replacements) => (typeof value === "string" ? replacements.text(value) : sameType(value));
const number: Rule = (value) => (typeof value === "number" ? value : sameType(value));

/** The members of callbacks and events, in the order in which a line is written. */
const RULES: Rules = {
  retries: number,
  validated: sameType,
  type: oneOf(LIFECYCLE_EVENTS),
  requestHandle: handle,
  status: (value) => (isStatus(value) || hasHint(value) ? value : sameType(value)),
  result: oneOf(HANDLER_RESULTS),
  state: oneOf(COMPLETION_STATES),
  at: number,
  message: text,
  statusMessage: text,
};

const ERROR_TYPES = ["SYSTEM", "BUSINESS", "TIMEOUT"];
const flag: Rule = (value) => (typeof value === "boolean" ? value : sameType(value));

/** The members of a record. */
const RECORD_RULES: Rules = {
  schemaVersion: number,
  requestId: (value) => (parseRequestId(value).issues === undefined ? value : sameType(value)),
  state: oneOf(REQUEST_STATES),
  requestHandle: handle,
  earlierHandles: (value, replacements) =>
    Array.isArray(value) ? value.map((earlier) => handle(earlier, replacements)) : sameType(value),
  reportedStatus: oneOf(EXECUTION_STATUSES),
  attempt: number,
  retries: number,
  retriedCount: number,
  message: text,
  update: text,
  pausedState: text,
  executableState: oneOf(REQUEST_STATES),
  errorType: oneOf(ERROR_TYPES),
  timedOut: flag,
  cancelSeenAt: number,
};

const isStatus = (value: unknown) => (EXECUTION_STATUSES as readonly unknown[]).includes(value);
/** Whether the parser's message has a hint for this status. It has hints for a fixed list of words only. */
const hasHint = (status: unknown): boolean => issueFor(status) !== issueFor(sameType(status));
const issueFor = (status: unknown) => parseExecutionStatus({ status }).issues?.[0]?.message;

/** Returns a value that the library's messages describe in the same words. */
function sameType(value: unknown): unknown {
  if (typeof value === "string") return "?".repeat(value.length);
  if (typeof value === "number") return similarNumber(value);
  if (Array.isArray(value)) return [];
  return isObject(value) ? {} : value;
}

function similarNumber(value: number): number {
  if (value <= 0) return Math.sign(value);
  if (!Number.isInteger(value)) return 0.5;
  return Number.isSafeInteger(value) ? 1 : 2 ** 53;
}
