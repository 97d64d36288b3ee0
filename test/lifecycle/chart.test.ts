import {
  type AnnotatedTransition,
  chart,
  EFFECTS,
  EXECUTION_STATUSES,
  isExecutionStatus,
  isTerminal,
  LIFECYCLE_EVENTS,
  OUTCOME_REASONS,
  REQUEST_STATES,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { assignActions } from "../../src/lifecycle/assign-actions.js";
import { chart as plainChart } from "../../src/lifecycle/chart.js";
import type { StateLiteral } from "../../src/lifecycle/chart-types.js";
import { guards } from "../../src/lifecycle/guards.js";

/** The chart with its annotations, as the machine, the inspector and the documentation read it. */

interface Place {
  readonly place: string;
  readonly event: string;
  readonly transition: AnnotatedTransition;
  readonly isLast: boolean;
}

const PLACES: readonly Place[] = Object.entries({ ...chart.states, root: { on: chart.on } }).flatMap(
  ([state, { on }]) =>
    Object.entries(on).flatMap(([event, transitions]) =>
      transitions.map((transition, index) => ({
        place: `${state} ${event} ${transition.guard ?? "otherwise"}`,
        event,
        transition,
        isLast: index === transitions.length - 1,
      })),
    ),
);

const ONE_LINE = /^[a-z][^\n]{2,119}$/;

describe.each(PLACES)("$place", ({ event, transition, isLast }) => {
  const { guard, target, actions = [], description, meta } = transition;

  test("is described in one line, and has its provenance", () => {
    expect(description).toMatch(ONE_LINE);
    expect(["documented", "inferred", "assumed"]).toContain(meta.provenance);
    expect(meta.source === undefined).toBe(meta.provenance === "assumed");
  });

  test("names only known events, guards, targets and actions", () => {
    expect([...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS]).toContain(event);
    const names = guard?.split(" and ") ?? [];
    expect(Object.keys(guards)).toEqual(expect.arrayContaining(names));
    if (target !== undefined) expect(REQUEST_STATES).toContain(target);
    for (const action of actions) {
      if (typeof action === "string") expect([...Object.keys(assignActions), ...EFFECTS]).toContain(action);
      else expect(OUTCOME_REASONS[action.params.reason].kind).toBe(action.type === "ignore" ? "ignored" : "rejected");
    }
  });

  test("has the fencing guard exactly if it is for a callback", () => {
    expect((guard ?? "").split(" and ")[0] === chart.callbacks.guard && event !== "checkIn").toBe(
      isExecutionStatus(event),
    );
  });

  test("lists assign actions before effects", () => {
    const areEffects = actions.map((action) => (EFFECTS as readonly unknown[]).includes(action));
    expect(areEffects).toEqual(areEffects.toSorted());
  });

  test("has a guard unless it is the last one of its event", () => {
    if (!isLast) expect(guard).toBeDefined();
  });
});

describe.each(REQUEST_STATES)("%s", (state) => {
  const { description, entry = [], on, type } = chart.states[state];

  test("is described in one line", () => {
    expect(description).toMatch(ONE_LINE);
  });

  test("notifies that the request ended exactly if it is terminal, and last", () => {
    expect(entry.includes("notifyEnded")).toBe(isTerminal(state));
    if (isTerminal(state)) expect(entry.at(-1)).toBe("notifyEnded");
  });

  test("has transitions exactly if it is not terminal", () => {
    expect(type === "final").toBe(isTerminal(state));
    expect(Object.keys(on).length > 0).toBe(!isTerminal(state));
  });
});

test("the annotated chart has the states, events and transitions of the plain one, in order", () => {
  const keysOf = (on: object) =>
    Object.entries(on).map(([event, transitions]) => [event, [transitions].flat().map(({ target }) => target)]);
  for (const state of REQUEST_STATES) {
    const plain: StateLiteral = plainChart.states[state];
    expect(keysOf(chart.states[state].on), state).toEqual(keysOf(plain.on ?? {}));
  }
  expect(keysOf(chart.on)).toEqual(keysOf(plainChart.on));
});

test("the states and the fallbacks are built once", () => {
  expect(chart.states).toBe(chart.states);
  expect(chart.on).toBe(chart.on);
  expect(chart.callbacks.fallbacks).toBe(chart.callbacks.fallbacks);
});

test("only the last fallback has no guard, so that one of them always applies", () => {
  const guarded = chart.callbacks.fallbacks.map(({ guard }) => guard !== undefined);
  expect(guarded).toEqual(guarded.map((_, index) => index < guarded.length - 1));
});

test("a fallback is described by the message of its reason", () => {
  for (const { actions = [], description, meta } of chart.callbacks.fallbacks) {
    const [action] = actions;
    if (action === undefined || typeof action === "string") expect.fail("a fallback has no reason");
    const { message, provenance } = OUTCOME_REASONS[action.params.reason];
    expect([description, meta.provenance]).toEqual([message, provenance]);
  }
});
