import { explain } from "ess-request-machine";
import { isExecutionStatus, isLifecycleEventName } from "../../src/lifecycle/names.js";
import type { Broken } from "./explore.js";
import type { Edge, Execution } from "./model.js";

/** The shortest path to a broken law, step by step. A handle is shown by its kind only. */
export const counterexampleOf = ({ law, root, path }: Broken): string =>
  [
    `Broken: ${law}.`,
    `A request in ${root.record.state}, retries allowed: ${root.record.retries}.`,
    ...path.map((edge, index) => `${index + 1}. ${stepOf(edge)}: ${explained(edge)}`),
  ].join("\n");

function explained({ step, outcome }: Edge): string {
  if (outcome === undefined) return "It threw.";
  try {
    return explain(outcome, step.event ?? step.callback);
  } catch {
    return "The outcome cannot be explained.";
  }
}

function stepOf({ node, step: { callback, event } }: Edge): string {
  const { status, type, requestHandle, ...others }: Record<string, unknown> = { ...(event ?? callback) };
  const name = event === undefined ? status : type;
  const isKnown = event === undefined ? isExecutionStatus(name) : isLifecycleEventName(name);
  const members = Object.entries(others).map(([member, value]) => `${member} ${JSON.stringify(value)}`);
  return [isKnown ? name : "an unknown name", handleKind(requestHandle, node.executions), ...members]
    .filter(Boolean)
    .join(", ");
}

function handleKind(handle: unknown, executions: readonly Execution[]): string {
  if (handle === undefined) return "";
  if (typeof handle !== "string" || handle === "") return "no handle";
  if (handle === executions.at(-1)?.handle) return "the latest handle";
  return executions.some((one) => one.handle === handle) ? "an earlier handle" : "another handle";
}
