import {
  applyExecutionStatus,
  applyLifecycleEvent,
  COMPLETION_STATES,
  EVENT_PAYLOADS,
  type EventPayload,
  type ExecutionStatusInput,
  FORCE_CANCEL_AFTER_MS,
  HANDLER_RESULTS,
  isLifecycleEventName,
  type LifecycleEvent,
  type LifecycleEventName,
  type Outcome,
} from "../index.js";
import { type Candidate, candidateAfter } from "./candidate.js";
import { identify, newPlaceholder } from "./handles.js";
import type { ObservedCallback, ObservedEvent } from "./history.js";
import { FOREIGN } from "./placeholders.js";
import type { ObservedInput } from "./units.js";

/** Applies callbacks and events of which not everything is known to records of which not everything is known. */

type CompleteInput = { readonly callback: ExecutionStatusInput } | { readonly event: LifecycleEvent };

/** One possible outcome of an input, and the candidate that it leaves. */
export interface Step {
  readonly outcome: Outcome;
  readonly candidate: Candidate;
}

/** Everything that an input can do to a candidate; the same step may be listed more than once. */
export function stepsFrom(candidate: Candidate, input: ObservedInput): readonly Step[] {
  const isUnknown = isTimeUnknown(input);
  return identify(candidate, handleIn(input)).flatMap((identified) =>
    completions(identified, input).flatMap((complete) => stepsOfComplete(identified, complete, isUnknown)),
  );
}

const handleIn = (input: ObservedInput): unknown => ("event" in input ? input.event : input.callback)?.requestHandle;

/** Whether the input may set `cancelSeenAt` to an unknown time. */
const isTimeUnknown = (input: ObservedInput): boolean =>
  "event" in input &&
  (input.event?.type === "cancel" || input.event?.type === "checkIn") &&
  input.event.at === undefined;

/** One step, or two if the outcome depends on what is not known of the record. */
function stepsOfComplete(candidate: Candidate, input: CompleteInput, isTimeUnknown: boolean): readonly Step[] {
  const step = apply(candidate, input, isTimeUnknown);
  const other = otherExtreme(candidate, input);
  if (other === undefined) return [step];
  const otherStep = apply(other, input, isTimeUnknown);
  return hasSameOutcome(step, otherStep) ? [step] : [step, otherStep];
}

function apply(candidate: Candidate, input: CompleteInput, isTimeUnknown: boolean): Step {
  const outcome: Outcome =
    "event" in input
      ? applyLifecycleEvent(candidate.record, input.event)
      : applyExecutionStatus(candidate.record, input.callback);
  if (outcome.request === candidate.record) return { outcome, candidate };
  return { outcome, candidate: candidateAfter(outcome.request, candidate, isTimeUnknown) };
}

const hasSameOutcome = ({ outcome: one }: Step, { outcome: other }: Step): boolean =>
  one.kind === other.kind && one.request.state === other.request.state;

/** The candidate with no retry left, or with the job seen too late for the input, where that may be the case. */
function otherExtreme(candidate: Candidate, input: CompleteInput): Candidate | undefined {
  const { record, moreRetries, seenLater } = candidate;
  if (moreRetries && "callback" in input && input.callback?.status === "ERROR") {
    return { ...candidate, record: { ...record, retriedCount: record.retries }, moreRetries: false };
  }
  if (seenLater && "event" in input && input.event?.type === "forceCancel") {
    const cancelSeenAt = Math.max(record.cancelSeenAt ?? 0, input.event.at - FORCE_CANCEL_AFTER_MS + 1);
    return { ...candidate, record: { ...record, cancelSeenAt } };
  }
  return undefined;
}

/** Every way in which the absent members of an input can be filled in, as far as guards distinguish them. */
function completions(candidate: Candidate, input: ObservedInput): readonly CompleteInput[] {
  if ("event" in input) return completeEvents(candidate, input.event).map((event) => ({ event }));
  return completeCallbacks(candidate, input.callback).map((callback) => ({ callback }));
}

function completeCallbacks(candidate: Candidate, callback: ObservedCallback): readonly ExecutionStatusInput[] {
  const { requestHandle, status } = (callback ?? {}) as ExecutionStatusInput;
  const handles = requestHandle === undefined ? senders(candidate) : [requestHandle];
  return handles.map((handle) => ({ status, requestHandle: handle }));
}

function completeEvents(candidate: Candidate, event: ObservedEvent): readonly LifecycleEvent[] {
  const { type } = event ?? {};
  if (!isLifecycleEventName(type)) return [event as LifecycleEvent];
  const unknown = EVENT_PAYLOADS[type].filter((member) => event[member] === undefined);
  return unknown.reduce<readonly object[]>(
    (events, member) =>
      events.flatMap((one) => choices(candidate, type, member).map((value) => ({ ...one, [member]: value }))),
    [event],
  ) as readonly LifecycleEvent[];
}

/** A value that no member may have. */
const INVALID = -1;

function choices({ record }: Candidate, type: LifecycleEventName, member: keyof EventPayload): readonly unknown[] {
  switch (member) {
    case "requestHandle":
      if (type === "checkIn") return senders({ record });
      return [newPlaceholder(record), record.requestHandle ?? record.earlierHandles[0], ""];
    case "at":
      // Of a forceCancel, before and after any time at which the job can have been seen; of the others, the earliest.
      return type === "forceCancel" ? [0, Number.MAX_SAFE_INTEGER, INVALID] : [0, INVALID];
    case "message":
      return [undefined];
    case "result":
      return [...HANDLER_RESULTS, INVALID];
    case "state":
      return [...COMPLETION_STATES, INVALID];
  }
}

/** The latest execution, an earlier one, one of another request, and none. */
function senders({ record: { requestHandle, earlierHandles } }: Pick<Candidate, "record">): readonly string[] {
  return [requestHandle, earlierHandles[0], FOREIGN, ""].filter((handle) => typeof handle === "string");
}
