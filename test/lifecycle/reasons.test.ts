import {
  applyExecutionStatus,
  chart,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  isAccepted,
  type JobRequest,
  OUTCOME_REASONS,
  type OutcomeReason,
  REQUEST_STATES,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { guards } from "../../src/lifecycle/guards.js";
import { EARLIER, LATEST, wellFormedRecordsIn } from "../support/well-formed-records.js";

/** The reasons: their kind and HTTP status as the domain has them, and the form of their messages. */

const REASONS: [reason: OutcomeReason, kind: "ignored" | "rejected", httpStatus: 200 | 400 | 403][] = [
  ["UNKNOWN_STATUS", "rejected", 400],
  ["HANDLE_MISSING", "rejected", 400],
  ["STALE_HANDLE", "ignored", 200],
  ["HANDLE_MISMATCH", "rejected", 403],
  ["DUPLICATE", "ignored", 200],
  ["ALREADY_REPORTED", "ignored", 200],
  ["ALREADY_ENDED", "ignored", 200],
  ["NOT_EXECUTING", "ignored", 200],
  ["UNKNOWN_EVENT", "rejected", 400],
  ["UNSUPPORTED_STATE", "rejected", 400],
  ["INVALID_PAYLOAD", "rejected", 400],
  ["ALREADY_STARTED", "rejected", 400],
  ["HANDLE_REUSED", "rejected", 400],
  ["NOT_CANCELLING", "ignored", 200],
  ["NOT_AWAITING_CALLBACK", "rejected", 400],
  ["TOO_EARLY", "rejected", 400],
  ["AWAITING_CALLBACK", "rejected", 400],
  ["NOT_POST_PROCESSING", "rejected", 400],
  ["NOT_TIMED_OUT", "rejected", 400],
];

test("every reason has the kind and the HTTP status of the domain, in the order of the checks", () => {
  const entries = Object.entries(OUTCOME_REASONS);
  expect(entries.map(([reason, { kind, httpStatus }]) => [reason, kind, httpStatus])).toEqual(REASONS);
});

test("the fallbacks of callbacks have the first reasons, in the same order", () => {
  const fallbacks = chart.callbacks.fallbacks.flatMap(({ actions = [] }) => actions);
  const names = fallbacks.map((action) => (typeof action === "string" ? action : action.params.reason));
  expect(names).toEqual(Object.keys(OUTCOME_REASONS).slice(0, names.length));
});

const namedGuards = guards as object as Record<string, (request: JobRequest, callback: object) => boolean>;

test.each(REQUEST_STATES)("a callback without effect in %s has the first reason whose guard passes", (state) => {
  const statuses = [...EXECUTION_STATUSES, "DONE" as ExecutionStatus];
  const handles = [LATEST, EARLIER, "handle-9", undefined];
  const callbacks = statuses.flatMap((status) => handles.map((requestHandle) => ({ status, requestHandle })));
  for (const request of wellFormedRecordsIn(state)) {
    for (const callback of callbacks) {
      const outcome = applyExecutionStatus(request, callback);
      if (isAccepted(outcome)) continue;
      const fallback = chart.callbacks.fallbacks.find(({ guard }) => !guard || namedGuards[guard]!(request, callback));
      expect(fallback?.description).toBe(OUTCOME_REASONS[outcome.reason].message);
    }
  }
});

/** Statuses have the names of states: WARNING, ERROR. A message may name them where it lists the statuses. */
const STATE_NAMES = REQUEST_STATES.filter((state) => !(EXECUTION_STATUSES as readonly string[]).includes(state));

describe.each(Object.entries(OUTCOME_REASONS))("the message of %s", (_, { kind, message, provenance, source }) => {
  test("says the fact, then the remedy", () => {
    expect(message).toMatch(/^[A-Z][^.]*\. [A-Z][^.]*\.$/);
  });

  test("is one line of at most 160 characters", () => {
    expect(message).not.toMatch(/\n/);
    expect(message.length).toBeLessThanOrEqual(160);
  });

  test("names no state: a sender with a wrong handle reads it too", () => {
    expect(STATE_NAMES.filter((state) => new RegExp(`\\b${state}\\b`).test(message))).toEqual([]);
  });

  test("asks for nothing if the input is ignored, and for something if it is rejected", () => {
    const asksForNothing = /No action needed|Continue with the job|needed any more/.test(message);
    expect(asksForNothing).toBe(kind === "ignored");
  });

  test("has a source unless it is assumed", () => {
    expect(source === undefined).toBe(provenance === "assumed");
  });
});

test("no two reasons have the same message", () => {
  const messages = Object.values(OUTCOME_REASONS).map(({ message }) => message);
  expect(new Set(messages).size).toBe(messages.length);
});

test("an example", () => {
  expect(OUTCOME_REASONS.DUPLICATE.message).toBe("Duplicate: this was already processed. No action needed.");
});
