import { isDeepStrictEqual } from "node:util";
import type { JobRequest, OutcomeReason } from "ess-request-machine";
import { type RequestSnapshot, toSnapshot } from "ess-request-machine/machine";
import { answerOf, eventOf, machineAnswer } from "../support/machine.js";
import type { Law } from "./laws.js";
import { reasonOf } from "./model.js";

/** Rejected by the pure functions before they look at the chart; XState's types exclude these events. */
const NOT_FOR_THE_MACHINE: readonly (OutcomeReason | undefined)[] = [
  "UNKNOWN_STATUS",
  "UNKNOWN_EVENT",
  "INVALID_PAYLOAD",
];

export const MACHINE_AGREES = "the XState machine agrees";

/** The XState machine gives the same record, effects and reason. It takes some 20 times as long as all other laws. */
export function machineAgrees(): Law {
  let snapshot: { of: JobRequest; is: RequestSnapshot } | undefined;
  return ({ node: { record }, step, outcome }) => {
    if (outcome === undefined) return false;
    const reason = reasonOf(outcome);
    const isEventWithoutHandle = reason === "HANDLE_MISSING" && step.event !== undefined;
    if (isEventWithoutHandle || NOT_FOR_THE_MACHINE.includes(reason)) return true;
    if (snapshot?.of !== record) snapshot = { of: record, is: toSnapshot(record) };
    return isDeepStrictEqual(machineAnswer(snapshot.is, eventOf(step)), answerOf(outcome));
  };
}
