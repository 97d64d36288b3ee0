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
import { whilePolluted } from "../support/boundary.js";
import type { Draws } from "./draws.js";
import { freeze } from "./hostile.js";
import type { Case } from "./inputs.js";
import { areIssues, hold, isOutcome, isOwnPlain, isResponse, tellsNothing } from "./oracles.js";
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

/** What is fuzzed, and what is asked of each answer. */

export interface Verdict {
  /** Whether the first check was passed: what lies behind it has been tried. */
  readonly past: boolean;
  /** What became of the case, in a few words. */
  readonly became: string;
}

export interface Target {
  readonly name: string;
  readonly draw: (draws: Draws) => Case;
  /** Runs the case. Throws where the target throws, or where its answer must not be. */
  readonly examine: (drawn: Case) => Verdict | Promise<Verdict>;
}

const HREF = { href: "href" };

function whileItLasts<Answer>({ pollution }: Case, run: () => Answer): Answer {
  return pollution === undefined ? run() : whilePolluted(pollution, run);
}

/** What a parser should answer: the value, a refusal, or nothing that can be said, where the input may change its mind. */
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
  draw: Target["draw"],
  { members, expect, isAccepted }: ParserSpec,
): Target {
  const examine = (drawn: Case): Verdict => {
    freeze(drawn.input);
    const { past, unsure = false, value } = expect(drawn.input);
    const result = whileItLasts(drawn, () => parse(drawn.input));
    if (result.issues !== undefined) {
      const response = whileItLasts(drawn, () => toHttpResponse(result, HREF));
      areIssues(result.issues, members);
      isResponse(response, [400]);
      // Where every object seems to have issues, to refuse is the safe side.
      hold(unsure || value === undefined || drawn.pollution !== undefined, "refused what is well formed");
      return { past, became: "issues" };
    }
    isAccepted(result.value);
    hold(result.value !== drawn.input || typeof drawn.input !== "object", "what was accepted is the very input");
    hold(unsure || isDeepStrictEqual(result.value, value), "accepted something else than what came");
    const again = parse(result.value);
    hold(again.issues === undefined && isDeepStrictEqual(again.value, result.value), "not accepted a second time");
    return { past, became: "accepted" };
  };
  return { name, draw, examine };
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
      "accepted what is no text",
    );
  },
};

/** Past the first check: an object of which at least 15 of the 16 fields are of the right type and range. */
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
    hold(Object.getPrototypeOf(value.earlierHandles) === Array.prototype, "accepted a list that is no array");
  },
};

/** Past the first check: digits only, as a text, a bigint or a number. */
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
  isAccepted: (value) => hold(isId(value), "accepted what is no id"),
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

function isFenced(
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
  const begins = members.type === "start" || members.type === "resume";
  const isLatest = isFilled(members.requestHandle) && members.requestHandle === request.requestHandle;
  const mustNot = isKnown && needsHandle(members[name]) && isLatest === begins;
  hold(!mustNot || reason !== undefined, "accepted from a sender with no right to it");
}

export function applyTarget(name: string, apply: Apply, draw: Target["draw"], spec: ApplySpec, tell = explain): Target {
  const examine = (drawn: Case): Verdict => {
    const request = drawn.request as JobRequest;
    const input = drawn.input as ExecutionStatusInput & LifecycleEvent;
    freeze(request);
    freeze(input);
    const [outcome, story, response] = whileItLasts(drawn, () => {
      const outcome = apply(request, input as never);
      return [outcome, tell(outcome, input), toHttpResponse(outcome, HREF)] as const;
    });
    isOutcome(request, outcome);
    tellsNothing(story, "an explanation");
    isResponse(response, outcome.kind === "rejected" ? [400, 403] : [200]);
    const became = "reason" in outcome ? `${outcome.kind} ${outcome.reason}` : outcome.kind;
    if (typeof drawn.input !== "object" || drawn.input === null) {
      hold(became === `rejected ${spec.unknown}`, `${became} for what is no object`);
      return { past: false, became };
    }
    const members = plainMembers(drawn.input, spec.members);
    if (members === undefined) return { past: false, became };
    // What is inherited is taken too: only members of its own, and no other, say what must come of them.
    if (drawn.pollution === undefined && Object.getPrototypeOf(drawn.input) === Object.prototype) {
      isFenced(request, members, spec, outcome);
    }
    const known = members[spec.name];
    return { past: spec.isName(known) && (!spec.needsHandle(known) || isFilled(members.requestHandle)), became };
  };
  return { name, draw, examine };
}
