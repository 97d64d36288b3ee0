import { isDeepStrictEqual } from "node:util";
import { isTerminal, type Outcome, parseJobRequest } from "ess-request-machine";
import { apply, type Edge, isAccepted, isFinal, type Library, reasonOf } from "./model.js";
import { haveTwinsSameOutcomes } from "./twins.js";

/** Each law must hold on every edge, and holds where it does not apply. */

export type Law = (edge: Edge, library: Library) => boolean;

/** Records and steps are frozen: code that throws on them but not on copies tries to change them. */
function triedToChange({ node, step }: Edge, library: Library): boolean {
  const [record, copy] = [structuredClone(node.record), structuredClone(step)];
  try {
    apply(library, record, copy);
    return true;
  } catch {
    return !isDeepStrictEqual([record, copy], [node.record, step]);
  }
}

const inputIsNotChanged: Law = (edge, library) => edge.outcome !== undefined || !triedToChange(edge, library);

/** Much faster than a deep comparison; both sides have their members in the same order. */
const isSame = (one: Outcome, other: Outcome): boolean => JSON.stringify(one) === JSON.stringify(other);

const KINDS: readonly unknown[] = ["transitioned", "recorded", "ignored", "rejected"];
const isTotal: Law = ({ outcome }) => KINDS.includes(outcome?.kind);

const isSameObjectWithoutEffect: Law = ({ node, outcome }) =>
  (outcome?.request === node.record) !== isAccepted(outcome);

/** The latest execution is the one that began last, regardless of the record. A check-in is fenced too. */
const isFenced: Law = ({ node: { executions }, step: { callback, event }, outcome }) => {
  if (!isAccepted(outcome) || (event !== undefined && event.type !== "checkIn")) return true;
  return (event ?? callback).requestHandle === executions.at(-1)?.handle;
};

const isTerminalFinal: Law = ({ node, outcome }) => !isAccepted(outcome) || !isTerminal(node.record.state);

/** The final report that was accepted before from the reporting execution. */
const reportBefore = ({ node, step }: Edge) =>
  node.executions.find(({ handle }) => handle === step.callback?.requestHandle)?.report ?? null;

const isAtMostOneFinalReport: Law = (edge) =>
  !isAccepted(edge.outcome) || !isFinal(edge.step.callback?.status) || reportBefore(edge) === null;

/** Repeats the callback immediately, and at any later time while no other execution has begun. */
const isIdempotent: Law = (edge, library) => {
  const { node, step, outcome } = edge;
  const status = step.callback?.status;
  if (isAccepted(outcome) && status !== undefined) {
    const again = apply(library, outcome.request, step);
    if (status === "UPDATE") return isSame(again, outcome);
    return again.kind === "ignored" && again.reason === "DUPLICATE" && again.request === outcome.request;
  }
  if (!isFinal(status) || step.callback?.requestHandle !== node.executions.at(-1)?.handle) return true;
  return status !== reportBefore(edge) || (outcome?.kind === "ignored" && outcome.reason === "DUPLICATE");
};

const ignoresMessage: Law = ({ node, step: { callback }, outcome }, library) => {
  if (callback?.statusMessage === undefined || (callback.status !== "SUCCESS" && callback.status !== "CANCEL")) {
    return true;
  }
  const { statusMessage: _, ...withoutMessage } = callback;
  const without = library.applyExecutionStatus(node.record, withoutMessage);
  return isAccepted(outcome) ? isSame(without, outcome) : reasonOf(without) === reasonOf(outcome);
};

const isRetriedWithinLimit: Law = ({ outcome }) =>
  !isAccepted(outcome) || outcome.request.retriedCount <= outcome.request.retries;

const isClosed: Law = ({ outcome }) => !isAccepted(outcome) || parseJobRequest(outcome.request).issues === undefined;

/** Checked in this order: the first broken law is reported. */
export const LAWS: Readonly<Record<string, Law>> = {
  "the input is not changed": inputIsNotChanged,
  "any input gives an outcome": isTotal,
  "exactly the ignored and rejected return the same record object": isSameObjectWithoutEffect,
  "a callback whose handle is not the latest changes nothing": isFenced,
  "a terminal state has no outgoing transitions": isTerminalFinal,
  "at most one final report of an execution is accepted": isAtMostOneFinalReport,
  "callbacks are idempotent": isIdempotent,
  "SUCCESS and CANCEL ignore the message": ignoresMessage,
  "retriedCount never exceeds retries": isRetriedWithinLimit,
  "the next record is well formed": isClosed,
  "records with the same key have the same outcomes": haveTwinsSameOutcomes,
};
