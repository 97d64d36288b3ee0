import {
  createRequest,
  type Issue,
  parseExecutionStatus,
  parseJobRequest,
  parseLifecycleEvent,
  parseRequestId,
  parseRequestState,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { HOSTILE, RUNNING } from "../support/boundary.js";
import { VALID_EVENTS } from "../support/valid-events.js";

/** The form of every issue: one line, the fact and then the remedy. Single messages are not repeated here. */

const PARSERS = { parseExecutionStatus, parseJobRequest, parseLifecycleEvent, parseRequestId, parseRequestState };

/** Each member of a value replaced by each hostile value, and removed. */
const faultyCopies = (value: object): readonly object[] =>
  Object.keys(value).flatMap((member) => [
    ...Object.values(HOSTILE).map((hostile) => ({ ...value, [member]: hostile })),
    Object.fromEntries(Object.entries(value).filter(([name]) => name !== member)),
  ]);

const INPUTS: readonly unknown[] = [
  ...Object.values(HOSTILE),
  ...[null, undefined, "", "text", 0, 7, 2 ** 53, [], {}],
  ...faultyCopies({ requestHandle: "h", status: "ERROR", statusMessage: "text" }),
  ...VALID_EVENTS.flatMap(faultyCopies),
  ...faultyCopies(RUNNING),
  ...faultyCopies({ ...RUNNING, state: "COMPLETED", attempt: 0, retriedCount: 9, errorType: "SYSTEM" }),
];

describe.each(Object.entries(PARSERS))("every issue of %s", (_, parse) => {
  const issues = INPUTS.flatMap((input): readonly Issue[] => parse(input).issues ?? []);
  const messages = [...new Set(issues.map(({ message }) => message))];

  test("is one of several", () => {
    expect(messages.length).toBeGreaterThan(1);
  });

  test("says the fact, then the remedy, in one line", () => {
    const form = /^[^\n]+(must be [^\n]+, but is|: the value is) [a-z][^\n]*\. [A-Z][^\n]*[.?]$/;
    expect(messages.filter((message) => !form.test(message))).toEqual([]);
  });

  test("has at most 180 characters, without the lists of names in it", () => {
    const short = messages.map((message) => message.replaceAll(/one of (\w+, )+\w+/g, "one of these"));
    expect(short.filter(({ length }) => length > 180)).toEqual([]);
  });
});

test("an issue of each parser, as an example", () => {
  const messageOf = (result: { readonly issues?: readonly Issue[] | undefined }) => result.issues?.[0]?.message;
  expect(messageOf(parseExecutionStatus([]))).toBe(
    "The body must be a JSON object, but is an array. Send requestHandle and status in it.",
  );
  expect(messageOf(parseLifecycleEvent({ type: "cancel" }))).toBe(
    "at must be a time in epoch milliseconds, a safe integer of at least 0, but is missing. " +
      "Correct it and send the event again.",
  );
  expect(messageOf(parseJobRequest({ ...createRequest({ requestId: "7" }), retriedCount: 1 }))).toBe(
    "retriedCount must be at most retries, but is a positive integer. Correct the stored record.",
  );
});

test("every field of a record and every member of an event says what it must be", () => {
  const expected = (result: { readonly issues?: readonly Issue[] | undefined }) =>
    result.issues?.map(({ message }) =>
      message.split(", but is ")[0]?.replace(/one of .+?, .+?(?=$| or null)/, "one of …"),
    );
  expect(expected(parseJobRequest({}))).toEqual([
    "schemaVersion must be 1",
    "requestId must be a decimal string from 1 to 9223372036854775807",
    "state must be one of …",
    "requestHandle must be a non-empty string or null",
    "earlierHandles must be an array of at most 16 non-empty strings",
    "reportedStatus must be one of … or null",
    ...["attempt", "retries", "retriedCount"].map((field) => `${field} must be an integer of at least 0`),
    ...["message", "update", "pausedState"].map((field) => `${field} must be a string or null`),
    "executableState must be one of … or null",
    "errorType must be one of … or null",
    "timedOut must be a boolean",
    "cancelSeenAt must be a time in epoch milliseconds, a safe integer of at least 0 or null",
  ]);
  expect(expected(parseLifecycleEvent({ type: "complete", message: 7 }))).toEqual([
    "state must be one of …",
    "message must be a string, null or absent",
  ]);
});
