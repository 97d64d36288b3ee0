import type { FinalStatus, JobRequest, Outcome } from "../index.js";
import { isCallback, type Step } from "./steps.js";

/** The history of a request that its record omits, but that a faulty implementation may still remember. */
export interface History {
  /** How often each callback and event was accepted. */
  readonly accepted: Readonly<Record<string, number>>;
  /** Whether an earlier execution timed out. */
  readonly timedOutBefore: boolean;
  /** The status that an earlier execution reported in ERROR_MANUAL_RECOVERY. */
  readonly evidenceBefore: FinalStatus | null;
  /** Whether an input with a text had no effect since the last accepted one. */
  readonly textRejected: boolean;
}

export const NO_HISTORY: History = { accepted: {}, timedOutBefore: false, evidenceBefore: null, textRejected: false };

export function historyAfter(history: History, before: JobRequest, step: Step, outcome: Outcome): History {
  if ("reason" in outcome) {
    return history.textRejected || !hasText(step) ? history : { ...history, textRejected: true };
  }
  const name = String(isCallback(step) ? step.callback : step.event);
  const begins = outcome.request.requestHandle !== before.requestHandle;
  return {
    accepted: { ...history.accepted, [name]: countOf(history, name) + 1 },
    timedOutBefore: history.timedOutBefore || (begins && before.timedOut),
    evidenceBefore: name === "recover" ? before.reportedStatus : history.evidenceBefore,
    textRejected: false,
  };
}

export const countOf = ({ accepted }: History, name: string): number => accepted[name] ?? 0;

const hasText = (step: Step): boolean =>
  isCallback(step) ? typeof step.text === "string" : typeof step.members?.message === "string";
