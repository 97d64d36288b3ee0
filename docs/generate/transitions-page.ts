import {
  type AnnotatedTransition,
  type AnnotatedTransitions,
  chart,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";
import { assignActionsOf, effectsOf, noEffectActionOf, rowsOf } from "./chart-rows.js";
import { blocks, code, codes, GENERATED, PROVENANCE, provenanceCells, table } from "./markdown.js";

/** docs/transitions.md: the whole chart as tables. */

const KINDS = { ignore: "ignored", reject: "rejected" } as const;

const linkTo = (state: RequestState): string => `[${code(state)}](#${state.toLowerCase()})`;

function statesTable(): string {
  const rows = REQUEST_STATES.map((state) => {
    const { description, meta } = chart.states[state];
    const terminal = meta.terminal ? "**yes**" : "no";
    return [String(meta.code), linkTo(state), description, meta.phase, terminal, meta.result ?? ""];
  });
  return table(["code", "state", "meaning", "phase", "terminal", "result"], rows);
}

const guardCell = ({ guard }: AnnotatedTransition): string => (guard === undefined ? "" : code(guard));

function targetCell(transition: AnnotatedTransition): string {
  const action = noEffectActionOf(transition);
  if (action !== undefined) return `${KINDS[action.type]}: ${code(action.params.reason)}`;
  return transition.target === undefined ? "same state" : linkTo(transition.target);
}

function transitionsTable(on: AnnotatedTransitions): string {
  const rows = rowsOf(on).map(({ event, transition }) => [
    code(event),
    guardCell(transition),
    targetCell(transition),
    codes(assignActionsOf(transition)),
    codes(effectsOf(transition)),
    ...provenanceCells(transition.meta),
    transition.description,
  ]);
  return table(["event", "guard", "target", "assign actions", "effects", "provenance", "source", "description"], rows);
}

const fallbacksTable = (): string =>
  table(
    ["guard", "outcome", "provenance", "source"],
    chart.callbacks.fallbacks.map((fallback) => [
      guardCell(fallback),
      targetCell(fallback),
      ...provenanceCells(fallback.meta),
    ]),
  );

function stateSection(state: RequestState): string[] {
  const { description, meta, entry = [], on } = chart.states[state];
  const effects = entry.length > 0 ? ` Effects of entering: ${codes(entry)}.` : "";
  const transitions = meta.terminal ? "Terminal: no transition leaves it." : transitionsTable(on);
  return [`### ${state}`, `Code ${meta.code}, phase ${meta.phase}: ${description}.${effects}`, transitions];
}

const HOW_TO_READ = `Every state and every transition. ${GENERATED}

- An **event** in UPPER CASE is a callback, named by its status; one in camelCase is a lifecycle event of the scheduler or the
  operator. An event that a state does not list has no effect there: see [reasons.md](reasons.md).
- If an event has several rows, the first one whose **guard** passes is taken. Guards are predicates of the record and the
  input, defined in [guards.ts](../src/lifecycle/guards.ts). All callbacks have the fencing guard \`${chart.callbacks.guard}\`: only the
  latest execution may report, and only until its final report.
- The **target** is the next state. *Same state* means that the event is recorded. *Ignored* and *rejected* mean that it has no
  effect, for this reason.
- The **assign actions** change the record, in this order. They are defined in
  [assign-actions.ts](../src/lifecycle/assign-actions.ts).
- The **effects** are what the scheduler must do next, in this order, including those of entering the target.
- ${PROVENANCE}`;

export const transitionsPage = (): string =>
  blocks(
    "# States and transitions",
    HOW_TO_READ,
    "## States",
    "The code is Oracle's number for the state. The result is what a terminal state stands for.",
    statesTable(),
    "## Transitions by state",
    ...REQUEST_STATES.flatMap(stateSection),
    "## Transitions of every state, after its own",
    transitionsTable(chart.on),
    "A callback that reaches no transition has no effect. The first matching row says [why](reasons.md#callbacks):",
    fallbacksTable(),
  );
