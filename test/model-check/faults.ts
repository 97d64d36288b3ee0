import { applyExecutionStatus, applyLifecycleEvent, type Outcome } from "ess-request-machine";
import { MACHINE_AGREES } from "./machine-agrees.js";
import type { Library } from "./model.js";

/** The library with one fault each, which a law must detect. */

type Callback = Library["applyExecutionStatus"];
type Event = Library["applyLifecycleEvent"];

export interface Fault {
  readonly title: string;
  readonly breaks: string;
  /** The length of the shortest counterexample. */
  readonly steps: number;
  readonly library: Library;
}

const callbacks = (faulty: Callback): Library => ({ applyExecutionStatus: faulty, applyLifecycleEvent });
const events = (faulty: Event): Library => ({ applyExecutionStatus, applyLifecycleEvent: faulty });

/** The same outcome with another record. */
const changed = <Result extends Outcome>(outcome: Result, change: object): Result => ({
  ...outcome,
  request: { ...outcome.request, ...change },
});

export const FAULTS: readonly Fault[] = [
  {
    title: "null as input throws",
    breaks: "any input gives an outcome",
    steps: 1,
    library: callbacks((request, input) => {
      if (input === null) throw new TypeError("no input");
      return applyExecutionStatus(request, input);
    }),
  },
  {
    title: "a time-out changes the input record",
    breaks: "the input is not changed",
    steps: 3,
    library: events((request, event) => {
      const outcome = applyLifecycleEvent(request, event);
      if (event?.type === "timeOut" && outcome.kind === "recorded") Object.assign(request, { timedOut: true });
      return outcome;
    }),
  },
  {
    title: "a duplicate returns a copy",
    breaks: "exactly the ignored and rejected return the same record object",
    steps: 4,
    library: events((request, event) => {
      const outcome = applyLifecycleEvent(request, event);
      return outcome.kind === "ignored" && outcome.reason === "DUPLICATE" ? changed(outcome, {}) : outcome;
    }),
  },
  {
    title: "a callback of an earlier execution is accepted",
    breaks: "a callback whose handle is not the latest changes nothing",
    steps: 5,
    library: callbacks((request, input) => {
      const isEarlier = request.earlierHandles.includes(input?.requestHandle as string);
      return applyExecutionStatus(request, isEarlier ? { ...input, requestHandle: request.requestHandle } : input);
    }),
  },
  {
    title: "a cancelled request is released",
    breaks: "a terminal state has no outgoing transitions",
    steps: 2,
    library: events((request, event) =>
      request.state === "CANCELLED" && event?.type === "release"
        ? applyLifecycleEvent({ ...request, state: "HOLD" }, event)
        : applyLifecycleEvent(request, event),
    ),
  },
  {
    title: "ERROR is accepted after SUCCESS",
    breaks: "at most one final report of an execution is accepted",
    steps: 4,
    library: callbacks((request, input) =>
      request.state === "COMPLETED" && input?.status === "ERROR"
        ? applyExecutionStatus({ ...request, state: "RUNNING", reportedStatus: null }, input)
        : applyExecutionStatus(request, input),
    ),
  },
  {
    title: "updates are concatenated",
    breaks: "callbacks are idempotent",
    steps: 3,
    library: callbacks((request, input) => {
      const outcome = applyExecutionStatus(request, input);
      const isUpdate = outcome.kind === "recorded" && input.status === "UPDATE" && request.update !== null;
      return isUpdate ? changed(outcome, { update: `${request.update}${input.statusMessage}` }) : outcome;
    }),
  },
  {
    title: "a late duplicate has the wrong reason",
    breaks: "callbacks are idempotent",
    steps: 5,
    library: callbacks((request, input) => {
      const outcome = applyExecutionStatus(request, input);
      const isLate = request.state === "CANCELLING" && outcome.kind === "ignored" && outcome.reason === "DUPLICATE";
      return isLate ? { ...outcome, reason: "ALREADY_REPORTED" } : outcome;
    }),
  },
  {
    title: "SUCCESS sets the message",
    breaks: "SUCCESS and CANCEL ignore the message",
    steps: 3,
    library: callbacks((request, input) => {
      const outcome = applyExecutionStatus(request, input);
      const isSuccess = outcome.kind === "transitioned" && input.status === "SUCCESS";
      return isSuccess ? changed(outcome, { message: input.statusMessage ?? null }) : outcome;
    }),
  },
  {
    title: "a retry counts twice",
    breaks: "retriedCount never exceeds retries",
    steps: 4,
    library: events((request, event) => {
      const outcome = applyLifecycleEvent(request, event);
      const isRetry = outcome.kind === "transitioned" && event.type === "retry";
      return isRetry ? changed(outcome, { retriedCount: outcome.request.retriedCount + 1 }) : outcome;
    }),
  },
  {
    title: "a cancelled request has an error",
    breaks: "the next record is well formed",
    steps: 1,
    library: events((request, event) => {
      const outcome = applyLifecycleEvent(request, event);
      const isCancelled = outcome.kind === "transitioned" && outcome.to === "CANCELLED";
      return isCancelled ? changed(outcome, { errorType: "SYSTEM" }) : outcome;
    }),
  },
  {
    title: "a held request is never released",
    breaks: "every request can end",
    steps: 1,
    library: events((request, event) =>
      request.state === "HOLD"
        ? { kind: "rejected", reason: "UNSUPPORTED_STATE", request, effects: [] }
        : applyLifecycleEvent(request, event),
    ),
  },
  {
    title: "the pure functions accept validationPassed where the machine does not",
    breaks: MACHINE_AGREES,
    steps: 2,
    library: events((request, event) =>
      request.state === "BLOCKED" && event?.type === "validationPassed"
        ? applyLifecycleEvent({ ...request, state: "PENDING_VALIDATION" }, event)
        : applyLifecycleEvent(request, event),
    ),
  },
  {
    title: "a rejection has another reason than in the machine",
    breaks: MACHINE_AGREES,
    steps: 1,
    library: events((request, event) => {
      const outcome = applyLifecycleEvent(request, event);
      const isMismatch = outcome.kind === "rejected" && outcome.reason === "HANDLE_MISMATCH";
      return isMismatch ? { kind: "ignored", reason: "STALE_HANDLE", request, effects: [] } : outcome;
    }),
  },
  {
    title: "a request with a message is not released",
    breaks: "records with the same key have the same outcomes",
    steps: 2,
    library: events((request, event) =>
      request.message !== null && event?.type === "release"
        ? { kind: "rejected", reason: "UNSUPPORTED_STATE", request, effects: [] }
        : applyLifecycleEvent(request, event),
    ),
  },
];
