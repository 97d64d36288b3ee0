import type { JobRequest } from "ess-request-machine";
import type { Step } from "../support/arbitraries.js";
import type { Law } from "./laws.js";
import { apply, type Edge, isAccepted, keyOf, type Node, nodeAfter, reasonOf } from "./model.js";

/**
 * Shows that a key identifies a node: another record with the same key has the same outcomes. The twin has other texts, one
 * more attempt, one more retry made, and is a second later.
 */

const SECOND = 1_000;

const otherText = (text: string | null): string | null => (text === null ? "b" : null);

const twinOf = (record: JobRequest): JobRequest => ({
  ...record,
  message: otherText(record.message),
  update: otherText(record.update),
  pausedState: otherText(record.pausedState),
  attempt: record.attempt === 0 ? 0 : record.attempt + 1,
  retries: record.retries + 1,
  retriedCount: record.retriedCount + 1,
  cancelSeenAt: record.cancelSeenAt === null ? null : record.cancelSeenAt + SECOND,
});

const isFitTime = (at: unknown): at is number => Number.isInteger(at) && (at as number) >= 0;

const aSecondLater = (step: Step): Step => {
  const { at } = (step.event ?? {}) as { readonly at?: unknown };
  return isFitTime(at) ? ({ event: { ...step.event, at: at + SECOND } } as Step) : step;
};

const twins = new WeakMap<Node, Node>();

/** One twin per node, for all its steps. */
function twinNode(node: Node): Node {
  const known = twins.get(node);
  if (known !== undefined) return known;
  const twin = { ...node, record: twinOf(node.record) };
  twins.set(node, twin);
  return twin;
}

export const haveTwinsSameOutcomes: Law = (edge, library) => {
  const node = twinNode(edge.node);
  const step = aSecondLater(edge.step);
  const twin: Edge = { node, step, outcome: apply(library, node.record, step) };
  const [one, other] = [edge.outcome, twin.outcome];
  if (one?.kind !== other?.kind || reasonOf(one) !== reasonOf(other)) return false;
  if (!isAccepted(one) || !isAccepted(other)) return true;
  return one.effects === other.effects && keyOf(nodeAfter(edge, one)) === keyOf(nodeAfter(twin, other));
};
