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

/** Deliberately wrong implementations: each the right one but for the fault that it is named for. */

/** The outcome with another record. */
const changed = (outcome: Outcome, fields: Partial<JobRequest>): Outcome => ({
  ...outcome,
  request: { ...outcome.request, ...fields },
});

/** Afterwards the record is what it was, but for what the outcome itself changed. */
const asIf = (request: JobRequest, fields: Partial<JobRequest>, input: ExecutionStatusInput): Outcome => {
  const outcome = applyExecutionStatus({ ...request, ...fields }, input);
  return changed(outcome, {
    retries: request.retries,
    retriedCount: Math.min(outcome.request.retriedCount, request.retries),
  });
};

const moved = (
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

export const WRONG: Readonly<Record<string, Fault>> = {
  "a late result overwrites the first": {
    onCallback: (request, input, right) =>
      reasonOf(right) === "ALREADY_REPORTED" && input.status !== "UPDATE"
        ? asIf(request, { state: "RUNNING", reportedStatus: null }, input)
        : undefined,
  },
  "a result after the request was given up brings it back": {
    onCallback: (request, input, right) =>
      reasonOf(right) === "ALREADY_ENDED" ? asIf(request, { state: "RUNNING" }, input) : undefined,
  },
  "the retry limit is off by one": onStatus("ERROR", (request, right, input) =>
    request.state === "RUNNING" && isAccepted(right) && request.retriedCount === request.retries
      ? asIf(request, { retries: request.retries + 1 }, input)
      : undefined,
  ),
  "the last retry is not made": onStatus("ERROR", (request, right, input) =>
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
  "a stale handle is taken for a forged one": {
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
  "a repeated UPDATE is taken for a duplicate": onStatus("UPDATE", (request, right, input) =>
    isAccepted(right) && request.update === input.statusMessage
      ? { kind: "ignored", reason: "DUPLICATE", request, effects: [] }
      : undefined,
  ),
  "an UPDATE counts as the final report": onStatus("UPDATE", (_, right) =>
    isAccepted(right) ? changed(right, { reportedStatus: "SUCCESS" }) : undefined,
  ),
  "a business error is retried": onStatus("BUSINESS_ERROR", (request, right) =>
    right.kind === "transitioned" && request.state === "RUNNING" && request.retriedCount < request.retries
      ? moved(right.request, "ERROR_AUTO_RETRY", { errorType: null }, ["scheduleRetry"])
      : undefined,
  ),
  "a cancelled request is retried": onStatus("ERROR", (request, right, input) =>
    request.state === "CANCELLING" && isAccepted(right) ? asIf(request, { state: "RUNNING" }, input) : undefined,
  ),
  "cancel loses the race": onStatus("SUCCESS", (request, right, input) =>
    request.state === "CANCELLING" && isAccepted(right) ? asIf(request, { state: "RUNNING" }, input) : undefined,
  ),
  "cancel wins a race that it lost": onStatus("SUCCESS", (request, right) =>
    request.state === "CANCELLING" && isAccepted(right)
      ? moved(request, "CANCELLED", { reportedStatus: "SUCCESS" })
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
  "the message outlives its execution": onEventNamed("start", (request, right) =>
    isAccepted(right) ? changed(right, { message: request.message }) : undefined,
  ),
  "a request is force-cancelled a minute early": onEventNamed("forceCancel", (request, right, event) =>
    reasonOf(right) === "TOO_EARLY" ? applyLifecycleEvent(request, { ...event, at: event.at + MINUTE }) : undefined,
  ),
  "a check-in turns the clock back": onEventNamed("checkIn", (_, right, { at }) =>
    isAccepted(right) ? changed(right, { cancelSeenAt: at }) : undefined,
  ),
  "a check-in does not put off the force-cancel": onEventNamed("checkIn", (request, right) =>
    isAccepted(right) ? changed(right, { cancelSeenAt: request.cancelSeenAt }) : undefined,
  ),
  "COMPLETED is taken for the end": onStatus("SUCCESS", (request, right) =>
    right.kind === "transitioned" && right.to === "COMPLETED"
      ? moved(request, "SUCCEEDED", { reportedStatus: "SUCCESS", executableState: "SUCCEEDED" })
      : undefined,
  ),
  "a warning is lost in post-processing": onEventNamed("postProcessed", (request, right) =>
    right.kind === "transitioned" && right.to === "WARNING" && request.executableState === "WARNING"
      ? moved(request, "SUCCEEDED")
      : undefined,
  ),
  "a time-out ends the request": onEventNamed("timeOut", (request, right) =>
    isAccepted(right) ? moved(request, "ERROR", { timedOut: true, errorType: "TIMEOUT" }) : undefined,
  ),
  "a started request expires": onEventNamed("expire", (request, right) =>
    reasonOf(right) === "ALREADY_STARTED" ? moved(request, "EXPIRED") : undefined,
  ),
  "the end is not notified": {
    onEvent: (_, __, right) =>
      right.kind === "transitioned" && right.effects.includes("notifyEnded")
        ? { ...right, effects: right.effects.filter((effect) => effect !== "notifyEnded") }
        : undefined,
  },
};
