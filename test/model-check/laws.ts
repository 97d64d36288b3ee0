import { isDeepStrictEqual } from "node:util";
import { isTerminal, type Outcome, parseJobRequest } from "ess-request-machine";
import { apply, type Edge, isAccepted, isFinal, type Library, reasonOf } from "./model.js";
import { twinsFareAlike } from "./twins.js";

/** What must hold on every edge. Each law can be broken by itself; a law that does not speak of an edge holds there. */

export type Law = (edge: Edge, library: Library) => boolean;

/** Records and steps are frozen: what throws on them and not on copies wanted to change them. */
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

/** Much faster than a deep comparison, and both come from one hand, with their members in one order. */
const isSame = (one: Outcome, other: Outcome): boolean => JSON.stringify(one) === JSON.stringify(other);

const KINDS: readonly unknown[] = ["transitioned", "recorded", "ignored", "rejected"];
const isTotal: Law = ({ outcome }) => KINDS.includes(outcome?.kind);

const isSameObjectWhenRefused: Law = ({ node, outcome }) => (outcome?.request === node.record) !== isAccepted(outcome);

/** The latest is the one that began last, whatever the record says. A check-in stands behind the same fence. */
const isFenced: Law = ({ node: { executions }, step: { callback, event }, outcome }) => {
  if (!isAccepted(outcome) || (event !== undefined && event.type !== "checkIn")) return true;
  return (event ?? callback).requestHandle === executions.at(-1)?.handle;
};

const isTerminalForGood: Law = ({ node, outcome }) => !isAccepted(outcome) || !isTerminal(node.record.state);

/** Of the execution that reports: the final report that was accepted from it before. */
const reportBefore = ({ node, step }: Edge) =>
  node.executions.find(({ handle }) => handle === step.callback?.requestHandle)?.report ?? null;

const isAtMostOneFinalReport: Law = (edge) =>
  !isAccepted(edge.outcome) || !isFinal(edge.step.callback?.status) || reportBefore(edge) === null;

/** Told twice at once; and once more at any later time, while no other execution has begun. */
const isExactlyOnce: Law = (edge, library) => {
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

const isSilent: Law = ({ node, step: { callback }, outcome }, library) => {
  if (callback?.statusMessage === undefined || (callback.status !== "SUCCESS" && callback.status !== "CANCEL")) {
    return true;
  }
  const { statusMessage: _, ...silent } = callback;
  const without = library.applyExecutionStatus(node.record, silent);
  return isAccepted(outcome) ? isSame(without, outcome) : reasonOf(without) === reasonOf(outcome);
};

const areRetriesKept: Law = ({ outcome }) =>
  !isAccepted(outcome) || outcome.request.retriedCount <= outcome.request.retries;

const isClosed: Law = ({ outcome }) => !isAccepted(outcome) || parseJobRequest(outcome.request).issues === undefined;

/** In the order in which they are asked: the first that is broken is reported. */
export const LAWS: Readonly<Record<string, Law>> = {
  "the input is not changed": inputIsNotChanged,
  "any input gives an outcome": isTotal,
  "what is refused gives back the very record that came in, and nothing else does": isSameObjectWhenRefused,
  "a callback whose handle is not the latest changes nothing": isFenced,
  "nothing leads out of a terminal state": isTerminalForGood,
  "at most one final report of an execution is accepted": isAtMostOneFinalReport,
  "the same again has the effect of once": isExactlyOnce,
  "SUCCESS and CANCEL do the same with and without a message": isSilent,
  "no more retries are made than are allowed": areRetriesKept,
  "the record that comes out is well formed": isClosed,
  "records with the same key fare alike": twinsFareAlike,
};
