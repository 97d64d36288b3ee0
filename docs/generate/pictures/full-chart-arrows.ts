import { chart, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { type Row, rowsOf } from "../chart-rows.js";
import type { Arrow } from "./lines.js";
import { groupBy, isFrame, membersOf, PHASES, type Place, unique } from "./places.js";

/**
 * What the full chart draws: every move, row by row. Rows between the same two states share an arrow; arrows with the
 * same rows and the same target meet on the way; and what leaves every state of a phase leaves the frame around them.
 */
export interface FullArrow extends Arrow {
  readonly rows: readonly Row[];
}

const sameRows = (rows: readonly Row[]): string =>
  JSON.stringify(rows.map(({ event, transition: { guard, actions } }) => [event, guard, actions]));

function framed(from: readonly Place[]): readonly Place[] {
  const whole = [...PHASES.keys()].filter(
    (phase) => isFrame(phase) && membersOf(phase).every((state) => from.includes(state)),
  );
  const inside = whole.flatMap(membersOf);
  return [...whole, ...from.filter((state) => !inside.includes(state as RequestState))];
}

export function fullArrows(): readonly FullArrow[] {
  const moves = REQUEST_STATES.flatMap((from) =>
    rowsOf(chart.states[from].on).flatMap((row) =>
      row.transition.target ? { from, to: row.transition.target, row } : [],
    ),
  );
  const arrows = groupBy(moves, ({ from, to }) => `${from} → ${to}`).map((alike) => ({
    from: alike[0]!.from,
    to: alike[0]!.to,
    rows: alike.map(({ row }) => row),
  }));
  return groupBy(arrows, ({ rows, to }) => `${sameRows(rows)} → ${to}`).map((alike) => ({
    from: framed(alike.map(({ from }) => from)),
    to: alike[0]!.to,
    rows: alike[0]!.rows,
    events: unique(alike[0]!.rows.map(({ event }) => event)),
  }));
}
