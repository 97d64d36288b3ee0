import { FORCE_CANCEL_AFTER_MS, isAccepted, type JobRequest, type Outcome } from "../index.js";
import { countOf } from "./history.js";
import type { ModelState } from "./model.js";
import { isCallback, type Step } from "./steps.js";
import { textName } from "./values.js";

/**
 * The properties that distinguish steps with the same outcome: repetition, preceding steps, values. A faulty
 * implementation may handle one of them and not the other, so each is covered by itself.
 */
export function situationsOf(before: ModelState, step: Step, outcome: Outcome): readonly string[] {
  const found = isAccepted(outcome)
    ? [...repetitions(before, step), ...texts(before.request, step, outcome.request), ...leftovers(before)]
    : invalidValues(step, outcome);
  return [...found, ...handles(step), ...times(before.request, step), ...records(before.request, outcome)];
}

/** Small counts are distinguished, since limits are small; many are one situation. */
function bucket(count: number): string {
  if (count >= 10) return "10 or more";
  return count >= 3 ? "3 or more" : String(count);
}

function repetitions({ history, request }: ModelState, step: Step): readonly string[] {
  const count = countOf(history, String(isCallback(step) ? step.callback : step.event));
  const { retriedCount, retries } = request;
  return [
    ...(count === 0 ? [] : [`after ${bucket(count)} of the same`]),
    ...(retriedCount === 0 ? [] : [`after ${bucket(retriedCount)} retries, ${bucket(retries - retriedCount)} left`]),
  ];
}

const TEXT_FIELDS = ["message", "update", "pausedState"] as const;

function texts(before: JobRequest, step: Step, after: JobRequest): readonly string[] {
  const sent = textName(isCallback(step) ? step.text : step.members?.message);
  if (sent !== undefined) return [`with ${sent}`];
  return TEXT_FIELDS.filter((field) => before[field] !== null).map((field) =>
    after[field] === null ? `clears ${field}` : `keeps ${field}`,
  );
}

function leftovers({ history }: ModelState): readonly string[] {
  const { timedOutBefore, evidenceBefore, textRejected } = history;
  return [
    ...(timedOutBefore ? ["after an earlier execution timed out"] : []),
    ...(evidenceBefore === null ? [] : [`after ${evidenceBefore} of an earlier execution in manual recovery`]),
    ...(textRejected ? ["after a rejected text"] : []),
  ];
}

const ABOUT_VALUES: readonly string[] = ["UNKNOWN_STATUS", "UNKNOWN_EVENT", "HANDLE_MISSING", "INVALID_PAYLOAD"];

function invalidValues(step: Step, outcome: Outcome): readonly string[] {
  if (!("reason" in outcome) || !ABOUT_VALUES.includes(outcome.reason)) return [];
  const name = isCallback(step) ? step.callback : step.event;
  return [`named ${JSON.stringify(name)} with ${JSON.stringify(step.members ?? {})}`];
}

function handles({ handle, variation, members }: Step): readonly string[] {
  const extra = members !== undefined && "cancelSeenAt" in members ? ["with extra members"] : [];
  if (variation !== undefined) return [`with the ${handle} handle, ${variation}`, ...extra];
  return handle === undefined || handle === "current" ? extra : [`with the ${handle} handle`, ...extra];
}

function times({ cancelSeenAt }: JobRequest, step: Step): readonly string[] {
  if (isCallback(step)) return [];
  const grain = cancelSeenAt === null ? "" : `, last seen at ${cancelSeenAt % 1000 === 0 ? "a full second" : "any"}`;
  const at = step.members?.at;
  if (typeof at === "number") return [`at ${at}${grain}`];
  if (step.wait === undefined) return [];
  const late = step.wait - FORCE_CANCEL_AFTER_MS;
  return [step.event === "forceCancel" ? `${late} ms after the limit${grain}` : `after ${step.wait} ms${grain}`];
}

/** Fields that decide nothing here, but that an implementation may read by mistake. */
function records({ timedOut, reportedStatus }: JobRequest, outcome: Outcome): readonly string[] {
  const isDecided = "reason" in outcome && outcome.reason !== "ALREADY_REPORTED";
  return [
    ...(timedOut && !isDecided ? ["after the time-out"] : []),
    ...(reportedStatus === null || isDecided ? [] : [`after ${reportedStatus}`]),
  ];
}
