import {
  COMPLETION_STATES,
  EXECUTION_STATUSES,
  HANDLER_RESULTS,
  LIFECYCLE_EVENTS,
  parseExecutionStatus,
  parseRequestId,
} from "ess-request-machine";
import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";

/**
 * A line of a log, written anew from what is known of it, so that it comes to the same outcome and yet holds no handle.
 * Of a value that does not belong where it stands only the kind is kept, which is all that the library tells of it.
 */
export interface Words {
  /** The made-up name that stands for a handle. */
  readonly nameOf: (handle: string) => string;
  /** A text without the handles that it may quote. */
  readonly textOf: (text: string) => string;
}

/** Neither JSON nor anything of the line. */
const NOT_JSON = "…";

export function harmlessLine(line: string, words: Words): string {
  const value = parseJson(line);
  if (value === undefined) return NOT_JSON;
  return JSON.stringify(isObject(value) ? harmlessMembers(value, words) : sameKind(value));
}

function harmlessMembers(line: Members, words: Words): Members {
  const own = (name: string) => (Object.hasOwn(line, name) ? line[name] : undefined);
  const id = parseRequestId(own("id"));
  return {
    ...(typeof own("note") === "string" && { note: words.textOf(String(own("note"))) }),
    id: id.issues === undefined ? id.value : sameKind(own("id")),
    submit: rewritten(own("submit"), words),
    event: rewritten(own("event"), words),
    body: rewritten(own("body"), words),
  };
}

function rewritten(value: unknown, words: Words): unknown {
  if (!isObject(value)) return sameKind(value);
  const entries = Object.entries(RULES).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(entries.map(([name, rule]) => [name, rule(value[name], words)]));
}

type Rule = (value: unknown, words: Words) => unknown;

const oneOf =
  (names: readonly string[]): Rule =>
  (value) =>
    names.includes(value as string) ? value : sameKind(value);

const handle: Rule = (value, { nameOf }) =>
  typeof value === "string" && value !== "" ? nameOf(value) : sameKind(value);
const text: Rule = (value, { textOf }) => (typeof value === "string" ? textOf(value) : sameKind(value));
const number: Rule = (value) => (typeof value === "number" ? value : sameKind(value));

/** The members that the library reads, in the order in which a line is written. */
const RULES: Readonly<Record<string, Rule>> = {
  retries: number,
  validated: sameKind,
  type: oneOf(LIFECYCLE_EVENTS),
  requestHandle: handle,
  status: (value) => (isStatus(value) || drawsHint(value) ? value : sameKind(value)),
  result: oneOf(HANDLER_RESULTS),
  state: oneOf(COMPLETION_STATES),
  at: number,
  message: text,
  statusMessage: text,
};

const isStatus = (value: unknown) => (EXECUTION_STATUSES as readonly unknown[]).includes(value);
/** Whether the endpoint knows what is meant: then it is one of a few words. */
const drawsHint = (status: unknown): boolean => adviceOn(status) !== adviceOn(sameKind(status));
const adviceOn = (status: unknown) => parseExecutionStatus({ status }).issues?.[0]?.message;

/** Another value that the library describes in the same words. */
function sameKind(value: unknown): unknown {
  if (typeof value === "string") return "?".repeat(value.length);
  if (typeof value === "number") return numberLike(value);
  if (Array.isArray(value)) return [];
  return isObject(value) ? {} : value;
}

function numberLike(value: number): number {
  if (value <= 0) return Math.sign(value);
  if (!Number.isInteger(value)) return 0.5;
  return Number.isSafeInteger(value) ? 1 : 2 ** 53;
}
