import { isDeepStrictEqual } from "node:util";
import type { JobRequest, OutcomeReason } from "ess-request-machine";
import { type RequestSnapshot, toSnapshot } from "ess-request-machine/machine";
import { answerOf, eventOf, machineAnswer } from "../support/machine.js";
import type { Law } from "./laws.js";
import { isAccepted } from "./model.js";

/** What the pure functions refuse before they look at the chart. XState's types keep such events out of the machine. */
const NOT_FOR_THE_MACHINE: readonly OutcomeReason[] = ["UNKNOWN_STATUS", "UNKNOWN_EVENT", "INVALID_PAYLOAD"];

/**
 * The machine gives the same record, effects and reason. A step of it takes much longer than one of the table: where
 * there is no time for all, it is asked of every step that is accepted, and of those that are refused of the first for
 * each state, name and reason.
 */
export function machineAgrees({ ofEveryStep = false } = {}) {
  const refused = new Set<string>();
  let snapshot: { of: JobRequest; is: RequestSnapshot } | undefined;
  let asked = 0;
  const law: Law = ({ node: { record }, step, outcome }) => {
    if (outcome === undefined) return false;
    if (!isAccepted(outcome)) {
      const { reason } = outcome as { readonly reason: OutcomeReason };
      const isMissing = reason === "HANDLE_MISSING" && step.event !== undefined;
      if (isMissing || NOT_FOR_THE_MACHINE.includes(reason)) return true;
      const key = `${record.state} ${step.event?.type ?? step.callback?.status} ${reason}`;
      if (refused.has(key) && !ofEveryStep) return true;
      refused.add(key);
    }
    asked += 1;
    if (snapshot?.of !== record) snapshot = { of: record, is: toSnapshot(record) };
    return isDeepStrictEqual(machineAnswer(snapshot.is, eventOf(step)), answerOf(outcome));
  };
  return { law, asked: () => asked };
}
