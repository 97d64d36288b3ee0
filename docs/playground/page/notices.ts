import { scenarioOf, viewOf } from "../scenario/scenario.js";
import type { Notice } from "./actions.js";

/** Messages about a log that was read. */

export function importSummary(lines: readonly string[]): string {
  const { ids, steps } = viewOf(scenarioOf(lines));
  const malformed = steps.filter(({ entry }) => entry.kind === "malformed line").length;
  const faults = malformed === 0 ? "" : ` Malformed lines: ${malformed}; step to one to see what is wrong with it.`;
  return `Lines read: ${lines.length}. Requests: ${ids.length}.${faults} Press Play, or step with the arrow keys.`;
}

export const unmatchedNotice = (ids: readonly string[]): Notice => ({
  text: [
    "This scenario came from a link, which contains no real handles.",
    `A handle in the added lines counts as foreign (requests: ${ids.join(", ")}), even if it is the current one.`,
    "Paste the whole log as a new scenario to match the handles.",
  ].join(" "),
  isProblem: true,
});
