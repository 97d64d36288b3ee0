import { chart, OUTCOME_REASONS } from "ess-request-machine";
import { reasonOf } from "./chart-rows.js";
import { code, table } from "./markdown.js";

/** The outcomes of a callback in the order of the checks, for the README. */
export function callbackOutcomes(): string {
  const rows = chart.callbacks.fallbacks.flatMap((fallback) => {
    const reason = reasonOf(fallback);
    if (reason === undefined) return [];
    const { kind, httpStatus, message } = OUTCOME_REASONS[reason];
    return [[code(reason), kind, String(httpStatus), message]];
  });
  const firstOfRequest = rows.findIndex(([reason]) => reason === code("DUPLICATE"));
  const accepted = ["", "transitioned or recorded", "200", "The callback was accepted."];
  return table(
    ["reason", "kind", "HTTP", "meaning"],
    [...rows.slice(0, firstOfRequest), accepted, ...rows.slice(firstOfRequest)],
  );
}
