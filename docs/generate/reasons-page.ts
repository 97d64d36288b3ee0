import { chart, OUTCOME_REASONS, type OutcomeReason, REQUEST_STATES } from "ess-request-machine";
import { refusalOf, rowsOf } from "./chart-rows.js";
import { blocks, code, foundation, GENERATED, GRADES, SOURCES, table } from "./markdown.js";

/** docs/reasons.md: why something came to nothing. */

const ON_EDGES = [
  ...REQUEST_STATES.map((state) => ({ state, on: chart.states[state].on })),
  { state: "any state", on: chart.on },
].flatMap(({ state, on }) =>
  rowsOf(on).map(({ event, edge }) => ({ state, event, reason: refusalOf(edge)?.params.reason })),
);

/** The events on whose own rows the reason stands. */
function metBy(reason: OutcomeReason): string {
  const events = new Map<string, string[]>();
  for (const { state, event, reason: stated } of ON_EDGES) {
    if (stated === reason) events.set(event, [...(events.get(event) ?? []), state]);
  }
  if (events.size === 0) return "";
  return [...events].map(([event, states]) => `${code(event)} in ${states.join(", ")}`).join("; ");
}

const facts = (reason: OutcomeReason): string[] => {
  const { kind, httpStatus, sentence } = OUTCOME_REASONS[reason];
  return [code(reason), kind, String(httpStatus), sentence];
};

const INTRODUCTION = `Why a callback or an event came to nothing, in the order in which the checks are made. ${GENERATED}

- *Ignored* means that the sender is right and there is nothing to do; *rejected*, that the sender is wrong. Either way the record
  stays as it was and nothing is owed. [transitions.md](transitions.md) shows what each state accepts.
- **HTTP** is the status of the endpoint's answer.
- The **grade** says how well founded the answer is. ${GRADES}
- ${SOURCES}`;

const EVENTS_INTRODUCTION = `Of an event, these are asked first, in this order: \`UNKNOWN_EVENT\`, \`UNSUPPORTED_STATE\`, \`HANDLE_MISSING\` (where it carries a
handle), \`INVALID_PAYLOAD\`. Then come [the event's own rows](transitions.md), from top to bottom; some of them give a reason of
the callbacks', too.`;

export const reasonsPage = (): string =>
  blocks(
    "# Outcomes and their reasons",
    INTRODUCTION,
    "## Callbacks",
    table(
      ["reason", "kind", "HTTP", "sentence", "grade", "source"],
      chart.refusals.map(({ reason, meta }) => [...facts(reason), ...foundation(meta)]),
    ),
    "## Lifecycle events alone",
    EVENTS_INTRODUCTION,
    table(
      ["reason", "kind", "HTTP", "sentence", "grade", "source", "met by"],
      chart.eventRefusals.map(({ reason, meta }) => [...facts(reason), ...foundation(meta), metBy(reason)]),
    ),
  );
