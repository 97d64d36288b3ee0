import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AnnotatedTransition,
  type AnnotatedTransitions,
  chart,
  EFFECTS,
  type NoEffectAction,
  REQUEST_STATES,
} from "ess-request-machine";
import { describe, expect, test } from "vitest";
import { overviewArrows } from "../../docs/generate/pictures/arrows.js";
import { STEPS } from "../../docs/generate/pictures/happy-path.js";
import { pointsOf } from "../../docs/generate/pictures/line.js";
import { FRAMES, ROUTES, STATES } from "../../docs/generate/pictures/overview-layout.js";
import { type Colour, PALETTE } from "../../docs/generate/pictures/palette.js";
import { HAPPY_PATH, membersOf } from "../../docs/generate/pictures/places.js";
import type { Box, Point } from "../../docs/generate/pictures/svg.js";

const onDisk = (path: string) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");

const HAPPY = "docs/happy-path.svg";
const OVERVIEW = "docs/lifecycle.svg";
const IN_FULL = "docs/lifecycle-in-full.svg";

test.for([HAPPY, OVERVIEW, IN_FULL])("%s refers to nothing outside", (path) => {
  const picture = onDisk(path);
  expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|href|url\(|<script|<!/);
});

const sizeOf = (path: string) =>
  (/ width="(\d+)" height="(\d+)"/.exec(onDisk(path)) ?? []).slice(1).map(Number) as [width: number, height: number];

test.for([
  [HAPPY, 900, 260],
  [OVERVIEW, 900, 900],
  [IN_FULL, 900, 3000],
] as const)("%s fits on a page", ([path, maxWidth, maxHeight]) => {
  const [width, height] = sizeOf(path);
  expect(width).toBeLessThanOrEqual(maxWidth);
  expect(height).toBeLessThanOrEqual(maxHeight);
});

const transitionsIn = (on: AnnotatedTransitions) =>
  Object.entries(on).flatMap(([event, transitions]) => transitions.map((transition) => ({ event, transition })));
const TRANSITIONS = REQUEST_STATES.flatMap((state) =>
  transitionsIn(chart.states[state].on).flatMap(({ event, transition: { target } }) =>
    target ? `${state} ${event} ${target}` : [],
  ),
);
const sortedSet = (items: readonly string[]) => [...new Set(items)].toSorted();

describe("the happy path", () => {
  test("is drawn with transitions of the chart", () => {
    const drawn = STEPS.map(({ from, event, to }) => `${from} ${event} ${to}`);
    expect(drawn.filter((step) => !TRANSITIONS.includes(step))).toEqual([]);
  });

  test("leads from state to state", () => {
    const pairs = HAPPY_PATH.slice(1).map((to, index) => `${HAPPY_PATH[index]} ${to}`);
    expect(STEPS.map(({ from, to }) => `${from} ${to}`)).toEqual(expect.arrayContaining(pairs));
  });
});

describe("the overview", () => {
  test("has arrows for exactly the transitions of the chart", () => {
    const drawn = overviewArrows().flatMap(({ from, to, events }) =>
      membersOf(from).flatMap((state) =>
        events.flatMap((event) => membersOf(to).map((target) => `${state} ${event} ${target}`)),
      ),
    );
    expect(sortedSet(drawn)).toEqual(sortedSet(TRANSITIONS));
  });

  test("has no route for an arrow that is not in the chart", () => {
    const arrows = overviewArrows().map(({ from, to }) => `${from} → ${to}`);
    expect(Object.keys(ROUTES).filter((route) => !arrows.includes(route))).toEqual([]);
  });

  const isOnBorder = ([x, y]: Point, { left, top, width, height }: Box) => {
    const [right, bottom] = [left + width, top + height];
    const isBeside = (x === left || x === right) && y > top && y < bottom;
    return isBeside || ((y === top || y === bottom) && x > left && x < right);
  };

  test.for(Object.entries(ROUTES))("draws %s from border to border", ([name, { path }]) => {
    const [from, to] = name.split(" → ").map((place) => FRAMES[place] ?? STATES[place as keyof typeof STATES]);
    const points = pointsOf(path);
    expect(isOnBorder(points[0]!, from!)).toBe(true);
    expect(isOnBorder(points.at(-1)!, to!)).toBe(true);
  });
});

/** The names in the classes of a group that begin with a prefix. */
const standsFor = (classes: string, prefix: string) =>
  classes.split(" ").flatMap((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : []));

test.for([OVERVIEW, IN_FULL])("%s names every state and transition for a page that contains it", (path) => {
  const picture = onDisk(path);
  const ids = [...picture.matchAll(/<g id="state-(\w+)" class="state">/g)].map(([, state]) => state!);
  expect(ids.toSorted()).toEqual(REQUEST_STATES.toSorted());
  const drawn = [...picture.matchAll(/<g class="(arrow [^"]+)">/g)].flatMap(([, classes = ""]) =>
    standsFor(classes, "from-").flatMap((state) =>
      standsFor(classes, "on-").flatMap((event) =>
        standsFor(classes, "to-").map((target) => `${state} ${event} ${target}`),
      ),
    ),
  );
  expect(sortedSet(drawn)).toEqual(sortedSet(TRANSITIONS));
});

/** The lines of a picture: only their letters. */
const textsIn = (picture: string) =>
  [...picture.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, text = ""]) => text.replaceAll(/<[^>]*>/g, ""));

const isEffect = (action: unknown) => (EFFECTS as readonly unknown[]).includes(action);

/** A transition as the full chart writes it. The guard of all callbacks is in the legend. */
function rowOf(event: string, { guard, target, actions = [] }: AnnotatedTransition) {
  const ownGuard = /^[A-Z]/.test(event) ? guard?.replace(/^mayReport( and )?/, "") : guard;
  const effects = actions.filter(isEffect).join(", ");
  const [noEffect] = actions.filter((action): action is NoEffectAction => typeof action === "object");
  const label = `${event}${ownGuard ? ` [${ownGuard}]` : ""}${effects && ` / ${effects}`}`;
  return [label, target ?? (noEffect ? `${noEffect.type}: ${noEffect.params.reason}` : "recorded")];
}

test("the full chart has every transition, in order, with its guard, its effects, and its target or result", () => {
  const rows = [
    ...REQUEST_STATES.flatMap((state) => transitionsIn(chart.states[state].on)),
    ...chart.callbacks.fallbacks.map((transition) => ({ event: "any callback", transition })),
    ...transitionsIn(chart.on),
  ].map(({ event, transition }) => rowOf(event, transition).join(" → "));
  const texts = textsIn(onDisk(IN_FULL));
  const drawn = texts.map((text, index) => `${text} → ${texts[index + 1]}`);
  expect(drawn.filter((row) => rows.includes(row))).toEqual(rows);
});

/** The relative luminance of WCAG. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

const contrast = (one: string, other: string): number => {
  const [dark, bright] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (bright! + 0.05) / (dark! + 0.05);
};

const BACKGROUNDS = ["card", "frameFill", "stateFill"] as const;
const RESULTS = ["success", "warning", "failure", "cancelled", "noResult"] as const;
const TEXT_ON_BACKGROUND: readonly (readonly [Colour, Colour])[] = [
  ...BACKGROUNDS.flatMap((background) =>
    (["ink", "quiet", "callback", "event"] as const).map((ink) => [ink, background] as const),
  ),
  ...RESULTS.flatMap((result) => [[result, "card"] as const, ["ink", `${result}Fill`] as const]),
];

test.for(TEXT_ON_BACKGROUND)("%s on %s has enough contrast, in light and in dark", ([ink, background]) => {
  expect(contrast(PALETTE[ink].light, PALETTE[background].light)).toBeGreaterThan(4.5);
  expect(contrast(PALETTE[ink].dark, PALETTE[background].dark)).toBeGreaterThan(4.5);
});
