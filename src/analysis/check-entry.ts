import { isRequestState, OUTCOME_REASONS } from "../index.js";
import type { HistoryEntry, ObservedOutcome } from "./history.js";

const ENTRY_KINDS = ["callback", "event", "outcome", "reason", "state", "record", "gap"];
const OUTCOME_KINDS: readonly unknown[] = ["transitioned", "recorded", "ignored", "rejected"];

/**
 * @param entry the entry
 * @param index its index, for the message
 * @param isAfterInput whether the entry before belongs to a callback or event
 * @throws TypeError for an entry that the caller put together wrongly. The message contains no value of the entry.
 */
export function checkEntry(entry: HistoryEntry, index: number, isAfterInput: boolean): void {
  const fault = faultOf(entry, isAfterInput);
  if (fault !== undefined) throw new TypeError(`entries[${index}]: ${fault}`);
}

function faultOf(entry: HistoryEntry, isAfterInput: boolean): string | undefined {
  const kinds = ENTRY_KINDS.filter((kind) => Object.hasOwn(entry ?? {}, kind));
  if (kinds.length !== 1) return `Expected exactly one of the members ${ENTRY_KINDS.join(", ")}.`;
  if ("reason" in entry) return faultOfOutcome({ reason: entry.reason }, isAfterInput);
  if ("outcome" in entry) return faultOfOutcome(entry.outcome, isAfterInput);
  if ("state" in entry) return faultOfState(entry.state);
  if ("gap" in entry && entry.gap !== true && entry.gap !== "events") return 'The gap must be true or "events".';
  if ("record" in entry && entry.record.state !== undefined) return faultOfState(entry.record.state);
  return undefined;
}

function faultOfOutcome({ kind, reason, from, to }: ObservedOutcome, isAfterInput: boolean): string | undefined {
  if (!isAfterInput) return "An outcome must follow its callback or event.";
  if (kind !== undefined && !OUTCOME_KINDS.includes(kind))
    return `The kind must be one of ${OUTCOME_KINDS.join(", ")}.`;
  if (reason !== undefined && !Object.hasOwn(OUTCOME_REASONS, reason)) return "The reason is not in OUTCOME_REASONS.";
  return [from, to].map((state) => state && faultOfState(state)).find(Boolean);
}

/** Of a name that is not a state. */
export const faultOfState = (state: unknown): string | undefined =>
  isRequestState(state) ? undefined : "The state is not in REQUEST_STATES. parseRequestState reads other spellings.";
