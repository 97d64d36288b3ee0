import { chart, OUTCOME_REASONS, type OutcomeReason, REQUEST_STATES } from "ess-request-machine";
import { reasonOf, rowsOf } from "./chart-rows.js";
import { blocks, code, GENERATED, PROVENANCE, provenanceCells, table } from "./markdown.js";

/** docs/reasons.md: why a callback or an event has no effect, with all messages. */

const REASONS = Object.keys(OUTCOME_REASONS) as readonly OutcomeReason[];
const CALLBACK_REASONS = new Set(chart.callbacks.fallbacks.map(reasonOf));

const TRANSITIONS = [
  ...REQUEST_STATES.map((state) => ({ state, on: chart.states[state].on })),
  { state: "any state", on: chart.on },
].flatMap(({ state, on }) =>
  rowsOf(on).map(({ event, transition }) => ({ state, event, reason: reasonOf(transition) })),
);

/** The events with a transition that has the reason, and their states. */
function eventsWith(reason: OutcomeReason): string {
  const states = new Map<string, string[]>();
  for (const row of TRANSITIONS.filter((transition) => transition.reason === reason)) {
    states.set(row.event, [...(states.get(row.event) ?? []), row.state]);
  }
  return [...states].map(([event, names]) => `${code(event)} in ${names.join(", ")}`).join("; ");
}

const cells = (reason: OutcomeReason): string[] => {
  const { kind, httpStatus, message, ...meta } = OUTCOME_REASONS[reason];
  return [code(reason), kind, String(httpStatus), message, ...provenanceCells(meta)];
};

const COLUMNS = ["reason", "kind", "HTTP", "message", "provenance", "source"];

const INTRODUCTION = `Why a callback or an event has no effect, in the order of the checks. ${GENERATED}

- *Ignored*: the sender is legitimate, but the request has moved on. *Rejected*: the sender is wrong. In both cases the record
  stays the same object and there are no effects.
- **HTTP** is the status code of the endpoint's answer. The **message** is the detail of a rejected callback's answer; \`explain\` adds
  what the record knows, for the operator.
- ${PROVENANCE}`;

const EVENTS_INTRODUCTION = `Every event is first checked for \`UNKNOWN_EVENT\`, \`UNSUPPORTED_STATE\`, \`HANDLE_MISSING\` and
\`INVALID_PAYLOAD\`, in this order. Then come [the transitions of the event](transitions.md) from top to bottom; some of them have a
reason of callbacks.`;

export const reasonsPage = (): string =>
  blocks(
    "# Reasons",
    INTRODUCTION,
    "## Callbacks",
    table(COLUMNS, REASONS.filter((reason) => CALLBACK_REASONS.has(reason)).map(cells)),
    "## Lifecycle events only",
    EVENTS_INTRODUCTION,
    table(
      [...COLUMNS, "transitions"],
      REASONS.filter((reason) => !CALLBACK_REASONS.has(reason)).map((reason) => [...cells(reason), eventsWith(reason)]),
    ),
  );
