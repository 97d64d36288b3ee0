import { isRequestState, type RequestState, STATES } from "../lifecycle/states.js";
import { describe, issueAt, type ParseResult } from "./read.js";
import { normalizeName } from "./spelling.js";

const DIGITS = /^[0-9]{1,2}$/;

/** Spellings of other systems: `stateDescription` and most clients write CANCELED. */
const OTHER_SPELLINGS: ReadonlyMap<string, RequestState> = new Map([
  ["CANCELED", "CANCELLED"],
  ["CANCELING", "CANCELLING"],
]);

/** Names that are often taken for a state. */
const HINTS: ReadonlyMap<string, string> = new Map([
  ["SUCCESS", "SUCCESS is a status that a job reports; the state is SUCCEEDED."],
  ["CANCEL", "CANCEL is a status that a job reports; the state is CANCELLED."],
  ["PAUSE", "PAUSE is a status that a job reports; the state is PAUSED."],
  ["SUSPEND", "SUSPEND is a status that a job reports; the state is PAUSED."],
  ["SUSPENDED", "A suspended request is in state PAUSED."],
  ["BUSINESS_ERROR", "BUSINESS_ERROR is a status that a job reports; the state is ERROR."],
  ["FAILED", "A failed request is in state ERROR."],
  ["WAITING", "The state is WAIT."],
  ["UNKNOWN", "UNKNOWN is not a state; Oracle returns it for an invalid one. Read the request again."],
]);

/**
 * Returns the state that has a code in Oracle's history tables.
 *
 * @param code 1 to 19, as a number, a bigint or decimal digits
 * @returns the state, or undefined for any other code, which Oracle calls UNKNOWN
 */
export function requestStateFromCode(code: number | bigint | string): RequestState | undefined {
  const number = typeof code === "bigint" || (typeof code === "string" && DIGITS.test(code)) ? Number(code) : code;
  return STATES.find((row) => row.code === number)?.state;
}

/**
 * Parses a request state as clients may receive it. Never throws.
 *
 * @param state Oracle's name in any case ("RUNNING", "Succeeded", "Error Auto Retry", "CANCELED"), or Oracle's code as
 * a number, a bigint or decimal digits
 * @returns the exact name of the state, or one issue with a hint
 */
export function parseRequestState(state: unknown): ParseResult<RequestState> {
  const name = normalizeName(state);
  if (isRequestState(name)) return { value: name };
  const found = OTHER_SPELLINGS.get(name) ?? requestStateFromCode(typeof state === "string" ? name : (state as number));
  if (found !== undefined) return { value: found };
  const hint = HINTS.get(name) ?? "Use one of the names in REQUEST_STATES, or Oracle's code from 1 to 19.";
  return issueAt([], `Unknown request state: the value is ${describe(state)}. ${hint}`);
}
