import {
  chart,
  type GuardName,
  type OutcomeReason,
  REQUEST_STATES,
  type RequestState,
  type StateNode,
} from "ess-request-machine";
import { effectsOf, type Row, refusalOf, rowsOf, updatesOf } from "./chart-rows.js";
import { blocks, code, codes, foundation, GENERATED, GRADES, SOURCES, table } from "./markdown.js";

/** docs/transitions.md: the whole chart in words. */

const KINDS = { ignore: "ignored", reject: "rejected" } as const;

const linkTo = (state: RequestState): string => `[${code(state)}](#${state.toLowerCase()})`;

function statesTable(): string {
  const rows = REQUEST_STATES.map((state) => {
    const { description, meta } = chart.states[state];
    return [
      String(meta.code),
      linkTo(state),
      description,
      meta.phase,
      meta.terminal ? "**yes**" : "no",
      meta.result ?? "",
    ];
  });
  return table(["code", "state", "meaning", "phase", "terminal", "result"], rows);
}

const refused = (kind: string, reason: OutcomeReason): string => `${kind}: ${code(reason)}`;

function destination({ edge }: Row): string {
  const refusal = refusalOf(edge);
  if (refusal !== undefined) return refused(KINDS[refusal.type], refusal.params.reason);
  return edge.target === undefined ? "stays" : linkTo(edge.target);
}

const guardCell = (guard: GuardName | undefined): string => (guard === undefined ? "" : code(guard));

function edgesTable(on: StateNode["on"]): string {
  const rows = rowsOf(on).map((row) => {
    const { event, edge } = row;
    const changes = [codes(updatesOf(edge)), codes(effectsOf(edge))];
    return [
      code(event),
      guardCell(edge.guard),
      destination(row),
      ...changes,
      ...foundation(edge.meta),
      edge.description,
    ];
  });
  return table(["event", "guard", "target", "record updates", "effects", "grade", "source", "description"], rows);
}

const refusalsTable = (): string =>
  table(
    ["guard", "target", "grade", "source"],
    chart.refusals.map(({ guard, kind, reason, meta }) => [
      guardCell(guard),
      refused(kind, reason),
      ...foundation(meta),
    ]),
  );

function stateSection(state: RequestState): string[] {
  const { description, meta, entry = [], on } = chart.states[state];
  const owed = entry.length > 0 ? ` Owed on entering: ${codes(entry)}.` : "";
  const edges = meta.terminal ? "Terminal: nothing leads out." : edgesTable(on);
  return [`### ${state}`, `Code ${meta.code}, phase ${meta.phase}: ${description}.${owed}`, edges];
}

const HOW_TO_READ = `The lifecycle of a job request, complete: every state, and what each state takes. ${GENERATED}

- An **event** in UPPER CASE is a callback, named by the status that the job reports; one in camelCase is something that the
  scheduler or the operator does. What a state does not list has no effect there, and [reasons.md](reasons.md) says how it
  is answered.
- Of an event's rows, the first whose **guard** holds is taken; an empty one holds always. Guards are predicates of the
  record and of what came, defined in [src/lifecycle/guards.ts](../src/lifecycle/guards.ts). Every callback's rows ask \`isAwaited\` at least: only the
  latest execution is heard, and only until its final report.
- The **target** is the state that the request moves to. *Stays* means that something was recorded and the state is the same.
  *Ignored* and *rejected* change nothing: the row stands before those that it keeps from happening.
- The **record updates** change the record, in order; they are defined in [src/lifecycle/assign-actions.ts](../src/lifecycle/assign-actions.ts).
- The **effects** are what the scheduler owes afterwards, in order, with those owed on entering the target.
- The **grade** says how well founded a row is. ${GRADES}
- ${SOURCES}`;

export const transitionsPage = (): string =>
  blocks(
    "# States and transitions",
    HOW_TO_READ,
    "## The states",
    "The code is Oracle's number of the state. The result says what a terminal state means for whoever waited.",
    statesTable(),
    "## What each state takes",
    ...REQUEST_STATES.flatMap(stateSection),
    "## What every state answers, after its own rows",
    edgesTable(chart.on),
    "And to a callback that no row of the state took, [for these reasons](reasons.md#callbacks):",
    refusalsTable(),
  );
