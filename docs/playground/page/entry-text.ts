import type { Entry } from "../../examples/timeline/entry.js";

/** A step in words. */

export const inputText = ({ input }: Entry): string => input ?? "a line";

export function changeText({ outcome, result }: Entry): string {
  if (outcome === undefined) return result;
  if (outcome.kind === "transitioned") return `${outcome.from} → ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : `${outcome.kind} ${outcome.reason}`;
}
