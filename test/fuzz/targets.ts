import { isDeepStrictEqual } from "node:util";
import {
  type ExecutionStatusInput,
  explain,
  type JobRequest,
  type LifecycleEvent,
  type Outcome,
  type ParseResult,
  toHttpResponse,
} from "ess-request-machine";
import type fc from "fast-check";
import { whilePolluted } from "../support/boundary.js";
import { freeze } from "./hostile.js";
import type { Case } from "./inputs.js";
import { areIssues, hold, isOutcome, isOwnPlain, isResponse, leaksNothing } from "./oracles.js";
import {
  FIELDS,
  type Fields,
  isEvent,
  isFilled,
  isId,
  isStatus,
  isWellFormed,
  plainMembers,
  rightFields,
} from "./well-formed.js";

/** The functions under test, and the checks of their answers. */

export interface Verdict {
  /** Whether the input passed the first check, so that the code behind it ran. */
  readonly past: boolean;
  /** The result of the case, in a few words. */
  readonly became: string;
}

export interface Target {
  readonly name: string;
  readonly cases: fc.Arbitrary<Case>;
  /** Runs the case while Object.prototype has other members. Throws if the target throws or its answer is wrong. */
  readonly examine: (drawn: Case, pollution?: object) => Verdict | Promise<Verdict>;
}

const HREF = { href: "href" };
const isEmpty = (members: object) => Object.keys(members).length === 0;

/** The expected answer of a parser: the value, or a rejection. `unsure` if the input may return different values. */
interface Expected {
  readonly past: boolean;
  readonly value?: unknown;
  readonly unsure?: true;
}

interface ParserSpec {
  readonly members: readonly string[];
  readonly expect: (input: unknown) => Expected;
  readonly isAccepted: (value: unknown) => void;
}

export function parserTarget(
  name: string,
  parse: (input: unknown) => ParseResult<unknown>,
  cases: Target["cases"],
  { members, expect, isAccepted }: ParserSpec,
): Target {
  const examine = ({ input }: Case, pollution = {}): Verdict => {
    freeze(input);
    const { past, unsure = false, value } = expect(input);
    const result = whilePolluted(pollution, () => parse(input));
    if (result.issues !== undefined) {
      const response = whilePolluted(pollution, () => toHttpResponse(result, HREF));
      areIssues(result.issues, members);
      isResponse(response, [400]);
      // Rejecting is also safe on a polluted prototype, where every object may seem to have issues.
      hold(unsure || value === undefined || !isEmpty(pollution), "rejected a well-formed input");
      return { past, became: "issues" };
    }
    isAccepted(result.value);
    hold(result.value !== input || typeof input !== "object", "the accepted value is the input itself");
    hold(unsure || isDeepStrictEqual(result.value, value), "accepted a value that differs from the input");
    const again = parse(result.value);
    hold(again.issues === undefined && isDeepStrictEqual(again.value, result.value), "not accepted a second time");
    return { past, became: "accepted" };
  };
  return { name, cases, examine };
}

const BODY = ["requestHandle", "status", "statusMessage"];
const isTextOrAbsent = (value: unknown) => value === undefined || value === null || typeof value === "string";

/** Past the first check: an object with one of the eight statuses. */
export const BODY_SPEC: ParserSpec = {
  members: BODY,
  expect: (input) => {
    const body = plainMembers(input, BODY);
    if (body === undefined) return { past: false, unsure: true };
    const { requestHandle, status, statusMessage } = body;
    if (!isStatus(status)) return { past: false };
    if (!isTextOrAbsent(requestHandle) || !isTextOrAbsent(statusMessage)) return { past: true };
    const kept = Object.entries(body).filter(([, value]) => typeof value === "string");
    return { past: true, value: Object.fromEntries(kept) };
  },
  isAccepted: (value) => {
    isOwnPlain(value, BODY);
    hold(isStatus(value.status), "accepted without a status");
    hold(
      Object.values(value).every((member) => typeof member === "string"),
      "accepted a member that is not a string",
    );
  },
};

/** Past the first check: an object with at least 15 of the 16 fields of the right type and range. */
export const RECORD_SPEC: ParserSpec = {
  members: FIELDS,
  expect: (input) => {
    const record = plainMembers(input, FIELDS);
    if (record === undefined) return { past: false, unsure: true };
    const past = rightFields(record) >= FIELDS.length - 1;
    if (!isWellFormed(record)) return { past };
    return { past, value: { ...record, earlierHandles: [...(record.earlierHandles as string[])] } };
  },
  isAccepted: (value) => {
    isOwnPlain(value, FIELDS);
    hold(isWellFormed(value), "accepted a record that is not well formed");
    hold(Object.getPrototypeOf(value.earlierHandles) === Array.prototype, "accepted a list that is not an array");
  },
};

/** Past the first check: digits only, as a string, a bigint or a number. */
export const ID_SPEC: ParserSpec = {
  members: [],
  expect: (input) => {
    const isNumber = typeof input === "bigint" || typeof input === "number";
    if (typeof input !== "string" && !isNumber) return { past: false };
    if (typeof input === "string" && input.length > 1000) return { past: /^[0-9]+$/.test(input) };
    const digits = String(input);
    const past = /^[0-9]+$/.test(digits);
    const isExact = typeof input !== "number" || Number.isSafeInteger(input);
    return isExact && isId(digits) ? { past, value: digits } : { past };
  },
  isAccepted: (value) => hold(isId(value), "accepted an invalid id"),
};

type Apply = (request: JobRequest, input: never) => Outcome;

/** Past the first check: an object with a known name and, where `needsHandle`, a handle that is not empty. */
interface ApplySpec {
  readonly name: string;
  readonly members: readonly string[];
  readonly isName: (value: unknown) => boolean;
  readonly needsHandle: (name: unknown) => boolean;
  readonly unknown: "UNKNOWN_STATUS" | "UNKNOWN_EVENT";
}

export const CALLBACK_SPEC: ApplySpec = {
  name: "status",
  members: BODY,
  isName: isStatus,
  needsHandle: () => true,
  unknown: "UNKNOWN_STATUS",
};

const WITH_HANDLE = ["start", "resume", "checkIn"];
export const EVENT_SPEC: ApplySpec = {
  name: "type",
  members: ["type", "requestHandle", "at", "message", "result", "state"],
  isName: isEvent,
  needsHandle: (name) => WITH_HANDLE.includes(name as string),
  unknown: "UNKNOWN_EVENT",
};

function checkFencing(
  request: JobRequest,
  members: Fields,
  { name, isName, needsHandle, unknown }: ApplySpec,
  outcome: Outcome,
) {
  const reason = "reason" in outcome ? outcome.reason : undefined;
  const isKnown = isName(members[name]);
  hold(
    isKnown === (reason !== unknown),
    `${reason ?? outcome.kind} for a name that is ${isKnown ? "known" : "unknown"}`,
  );
  const startsExecution = members.type === "start" || members.type === "resume";
  const isLatest = isFilled(members.requestHandle) && members.requestHandle === request.requestHandle;
  const mustReject = isKnown && needsHandle(members[name]) && isLatest === startsExecution;
  hold(!mustReject || reason !== undefined, "accepted from a sender without the right handle");
}

export function applyTarget(
  name: string,
  apply: Apply,
  cases: Target["cases"],
  spec: ApplySpec,
  explainOutcome = explain,
): Target {
  const examine = (drawn: Case, pollution = {}): Verdict => {
    const request = drawn.request as JobRequest;
    const input = drawn.input as ExecutionStatusInput & LifecycleEvent;
    freeze(request);
    freeze(input);
    const [outcome, explanation, response] = whilePolluted(pollution, () => {
      const outcome = apply(request, input as never);
      return [outcome, explainOutcome(outcome, input), toHttpResponse(outcome, HREF)] as const;
    });
    isOutcome(request, outcome);
    leaksNothing(explanation, "an explanation");
    isResponse(response, outcome.kind === "rejected" ? [400, 403] : [200]);
    const became = "reason" in outcome ? `${outcome.kind} ${outcome.reason}` : outcome.kind;
    if (typeof drawn.input !== "object" || drawn.input === null) {
      hold(became === `rejected ${spec.unknown}`, `${became} for a non-object`);
      return { past: false, became };
    }
    const members = plainMembers(drawn.input, spec.members);
    if (members === undefined) return { past: false, became };
    // The library also reads inherited members, so the result is known only for objects without any.
    if (isEmpty(pollution) && Object.getPrototypeOf(drawn.input) === Object.prototype) {
      checkFencing(request, members, spec, outcome);
    }
    const known = members[spec.name];
    return { past: spec.isName(known) && (!spec.needsHandle(known) || isFilled(members.requestHandle)), became };
  };
  return { name, cases, examine };
}
