import {
  applyExecutionStatus,
  applyLifecycleEvent,
  type Effect,
  type ExecutionStatusInput,
  isTerminal,
  type JobRequest,
  type LifecycleEventName,
  type LifecycleEventOf,
  type Outcome,
} from "ess-request-machine";
import type { Fault } from "./implementations.js";

/** Faulty implementations: each is the library with the fault that it is named after. */

/** The outcome with other fields in its record. */
const changed = (outcome: Outcome, fields: Partial<JobRequest>): Outcome => ({
  ...outcome,
  request: { ...outcome.request, ...fields },
});

/** The outcome of a callback on a record with other fields; retries remain the record's own. */
const asIf = (request: JobRequest, fields: Partial<JobRequest>, input: ExecutionStatusInput): Outcome => {
  const outcome = applyExecutionStatus({ ...request, ...fields }, input);
  return changed(outcome, {
    retries: request.retries,
    retriedCount: Math.min(outcome.request.retriedCount, request.retries),
  });
};

const transitioned = (
  request: JobRequest,
  to: JobRequest["state"],
  fields: Partial<JobRequest> = {},
  effects: readonly Effect[] = isTerminal(to) ? ["notifyEnded"] : [],
): Outcome => ({
  kind: "transitioned",
  from: request.state,
  to,
  request: { ...request, ...fields, state: to },
  effects,
});

const reasonOf = (outcome: Outcome) => ("reason" in outcome ? outcome.reason : undefined);
const isAccepted = (outcome: Outcome) => reasonOf(outcome) === undefined;

const onStatus = (
  status: string,
  wrong: (request: JobRequest, right: Outcome, input: ExecutionStatusInput) => Outcome | undefined,
): Fault => ({
  onCallback: (request, input, right) => (input.status === status ? wrong(request, right, input) : undefined),
});

const onEventNamed = <E extends LifecycleEventName>(
  type: E,
  wrong: (request: JobRequest, right: Outcome, event: LifecycleEventOf<E>) => Outcome | undefined,
): Fault => ({
  onEvent: (request, event, right) =>
    event.type === type ? wrong(request, right, event as LifecycleEventOf<E>) : undefined,
});

const MINUTE = 60_000;

export const FAULTY: Readonly<Record<string, Fault>> = {
  "a late report overwrites the first": {
    onCallback: (request, input, right) =>
      reasonOf(right) === "ALREADY_REPORTED" && input.status !== "UPDATE"
        ? asIf(request, { state: "RUNNING", reportedStatus: null }, input)
        : undefined,
  },
  "a report reopens a request that was force-cancelled": {
    onCallback: (request, input, right) =>
      reasonOf(right) === "ALREADY_ENDED" ? asIf(request, { state: "RUNNING" }, input) : undefined,
  },
  "the retry limit is off by one": onStatus("ERROR", (request, right, input) =>
    request.state === "RUNNING" && isAccepted(right) && request.retriedCount === request.retries
      ? asIf(request, { retries: request.retries + 1 }, input)
      : undefined,
  ),
  "one retry too few is made": onStatus("ERROR", (request, right, input) =>
    isAccepted(right) && request.retries > 0 && request.retriedCount === request.retries - 1
      ? asIf(request, { retries: request.retriedCount }, input)
      : undefined,
  ),
  "retries are not counted": onEventNamed("retry", (request, right) =>
    isAccepted(right) ? changed(right, { retriedCount: request.retriedCount }) : undefined,
  ),
  "a stale handle is accepted": {
    onCallback: (request, input, right) =>
      reasonOf(right) === "STALE_HANDLE"
        ? applyExecutionStatus(request, { ...input, requestHandle: request.requestHandle })
        : undefined,
  },
  "a foreign handle is accepted": {
    onCallback: (request, input, right) =>
      reasonOf(right) === "HANDLE_MISMATCH" && request.requestHandle !== null
        ? applyExecutionStatus(request, { ...input, requestHandle: request.requestHandle })
        : undefined,
  },
  "a stale handle is rejected like an unknown one": {
    onCallback: (_, __, right) =>
      reasonOf(right) === "STALE_HANDLE"
        ? ({ ...right, kind: "rejected", reason: "HANDLE_MISMATCH" } as Outcome)
        : undefined,
  },
  "the sixteenth earlier handle is forgotten": onEventNamed("resume", (_, right) =>
    changed(right, { earlierHandles: right.request.earlierHandles.slice(0, 15) }),
  ),
  "a duplicate is applied twice": {
    onCallback: (request, input, right) =>
      reasonOf(right) === "DUPLICATE" && request.state === "COMPLETED"
        ? ({ ...asIf(request, { state: "RUNNING", reportedStatus: null }, input), kind: "recorded" } as Outcome)
        : undefined,
  },
  "a repeated UPDATE counts as a duplicate": onStatus("UPDATE", (request, right, input) =>
    isAccepted(right) && request.update === input.statusMessage
      ? { kind: "ignored", reason: "DUPLICATE", request, effects: [] }
      : undefined,
  ),
  "an UPDATE counts as the final report": onStatus("UPDATE", (_, right) =>
    isAccepted(right) ? changed(right, { reportedStatus: "SUCCESS" }) : undefined,
  ),
  "a business error is retried": onStatus("BUSINESS_ERROR", (request, right) =>
    right.kind === "transitioned" && request.state === "RUNNING" && request.retriedCount < request.retries
      ? transitioned(right.request, "ERROR_AUTO_RETRY", { errorType: null }, ["scheduleRetry"])
      : undefined,
  ),
  "a cancelled request is retried": onStatus("ERROR", (request, right, input) =>
    request.state === "CANCELLING" && isAccepted(right) ? asIf(request, { state: "RUNNING" }, input) : undefined,
  ),
  "a cancellation is lost to a SUCCESS": onStatus("SUCCESS", (request, right, input) =>
    request.state === "CANCELLING" && isAccepted(right) ? asIf(request, { state: "RUNNING" }, input) : undefined,
  ),
  "a SUCCESS is lost to a cancellation": onStatus("SUCCESS", (request, right) =>
    request.state === "CANCELLING" && isAccepted(right)
      ? transitioned(request, "CANCELLED", { reportedStatus: "SUCCESS" })
      : undefined,
  ),
  "a pause after cancel resumes": onStatus("PAUSE", (request, right, input) =>
    request.state === "CANCELLING" && isAccepted(right) ? asIf(request, { state: "RUNNING" }, input) : undefined,
  ),
  "the message of a success is kept": onStatus("SUCCESS", (_, right, { statusMessage }) =>
    isAccepted(right) && typeof statusMessage === "string" ? changed(right, { message: statusMessage }) : undefined,
  ),
  "an absent message keeps the old one": onStatus("WARNING", (request, right, { statusMessage }) =>
    isAccepted(right) && typeof statusMessage !== "string" ? changed(right, { message: request.message }) : undefined,
  ),
  "the message survives its execution": onEventNamed("start", (request, right) =>
    isAccepted(right) ? changed(right, { message: request.message }) : undefined,
  ),
  "a request is force-cancelled a minute early": onEventNamed("forceCancel", (request, right, event) =>
    reasonOf(right) === "TOO_EARLY" ? applyLifecycleEvent(request, { ...event, at: event.at + MINUTE }) : undefined,
  ),
  "a check-in sets the time back": onEventNamed("checkIn", (_, right, { at }) =>
    isAccepted(right) ? changed(right, { cancelSeenAt: at }) : undefined,
  ),
  "a check-in does not postpone the force-cancel": onEventNamed("checkIn", (request, right) =>
    isAccepted(right) ? changed(right, { cancelSeenAt: request.cancelSeenAt }) : undefined,
  ),
  "COMPLETED counts as the end": onStatus("SUCCESS", (request, right) =>
    right.kind === "transitioned" && right.to === "COMPLETED"
      ? transitioned(request, "SUCCEEDED", { reportedStatus: "SUCCESS", executableState: "SUCCEEDED" })
      : undefined,
  ),
  "a warning is lost in post-processing": onEventNamed("postProcessed", (request, right) =>
    right.kind === "transitioned" && right.to === "WARNING" && request.executableState === "WARNING"
      ? transitioned(request, "SUCCEEDED")
      : undefined,
  ),
  "a time-out ends the request": onEventNamed("timeOut", (request, right) =>
    isAccepted(right) ? transitioned(request, "ERROR", { timedOut: true, errorType: "TIMEOUT" }) : undefined,
  ),
  "a started request expires": onEventNamed("expire", (request, right) =>
    reasonOf(right) === "ALREADY_STARTED" ? transitioned(request, "EXPIRED") : undefined,
  ),
  "no notification follows the end": {
    onEvent: (_, __, right) =>
      right.kind === "transitioned" && right.effects.includes("notifyEnded")
        ? { ...right, effects: right.effects.filter((effect) => effect !== "notifyEnded") }
        : undefined,
  },
};
