import type { Entry } from "../../examples/timeline/replay.js";

/** A step in words. */

export const inputText = ({ came }: Entry): string => came ?? "a line";

export function changeText({ outcome, did }: Entry): string {
  if (outcome === undefined) return did;
  if (outcome.kind === "transitioned") return `${outcome.from} → ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : `${outcome.kind} ${outcome.reason}`;
}

export const explanationOf = ({ explanation, why }: Entry): string | undefined => explanation ?? why;
