import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EFFECTS, REQUEST_STATES } from "ess-request-machine";
import { expect, test } from "vitest";
import { overviewArrows } from "../docs/generate/pictures/overview-arrows.js";
import { type Colour, PALETTE } from "../docs/generate/pictures/palette.js";
import { ANY_END, membersOf } from "../docs/generate/pictures/places.js";
import { CELLS, isRefusal } from "../src/lifecycle/facts.js";

const onDisk = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");

const OVERVIEW = "docs/lifecycle.svg";
const IN_FULL = "docs/lifecycle-in-full.svg";
const PICTURES = [OVERVIEW, IN_FULL];

test.for(PICTURES)("%s refers to nothing outside", (path) => {
  const picture = onDisk(path);
  expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|href|url\(|<script|<!/);
});

test("the overview is small enough for a README", () => {
  expect(onDisk(OVERVIEW).length).toBeLessThan(80_000);
});

const MOVES = CELLS.flatMap(({ state, event, edges }) =>
  edges.flatMap(({ target }) => (target ? `${state} ${event} ${target}` : [])),
);
const sortedSet = (items: readonly string[]) => [...new Set(items)].toSorted();

test("the overview's arrows, taken apart, are the chart's moves", () => {
  const drawn = overviewArrows().flatMap(({ from, to, events }) =>
    from.flatMap(membersOf).flatMap((state) => {
      return events.flatMap((event) => membersOf(to).map((target) => `${state} ${event} ${target}`));
    }),
  );
  expect(drawn.toSorted()).toEqual(sortedSet(MOVES));
});

test("the README's Mermaid diagrams, read back, have the chart's moves", () => {
  const diagrams = [...onDisk("README.md").matchAll(/```mermaid\n(.*?)```/gs)].map(([, text = ""]) => text);
  const lines = diagrams.flatMap((text) => [...text.matchAll(/^ {2}(\w+) --> (\w+) : (.+)$/gm)]);
  const drawn = lines.flatMap(([, from, to = "", events = ""]) =>
    events.split(", ").flatMap((event) => {
      return membersOf(to.replaceAll("_", " ") === ANY_END ? ANY_END : to).map(
        (target) => `${from} ${event} ${target}`,
      );
    }),
  );
  expect(drawn.toSorted()).toEqual(sortedSet(MOVES));
});

/** What a group of the drawing says that it stands for. */
const standsFor = (classes: string, prefix: string) =>
  classes.split(" ").flatMap((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : []));

test.for(PICTURES)("in %s every state and every move can be found by its name", (path) => {
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
  expect(sortedSet(drawn)).toEqual(sortedSet(MOVES));
});

/** What is written in the groups of the drawing that begin so. */
const writtenIn = (picture: string, opening: RegExp): string =>
  [...picture.matchAll(/<g [^>]*>(?:(?!<\/?g\b).)*<\/g>/gs)]
    .filter(([group]) => opening.test(group))
    .map(([group]) => group.replaceAll(/<[^>]*>|\s+/g, " ").replaceAll(/ +/g, " "))
    .join("\n");

test("the full chart has every row of the chart, with its guard, its effects or its refusal", () => {
  const picture = onDisk(IN_FULL);
  const missing = CELLS.flatMap(({ state, event, edges }) =>
    edges.flatMap(({ guard, target, actions = [] }) => {
      const effects = actions.filter((action) => (EFFECTS as readonly unknown[]).includes(action));
      const refusals = actions.filter(isRefusal).map(({ type, params }) => `${type}: ${params.reason}`);
      const owed = effects.length > 0 ? [`/ ${effects.join(", ")}`] : [];
      const row = [event, ...(guard ? [`[${guard}]`] : []), ...owed, ...refusals].join(" ");
      const group = target ? new RegExp(`^<g class="arrow .*to-${target}\\b`) : new RegExp(`^<g id="state-${state}"`);
      return writtenIn(picture, group).includes(` ${row} `) ? [] : `${state}: ${row}`;
    }),
  );
  expect(missing).toEqual([]);
});

/** The luminance of a colour as WCAG has it. */
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

const PAPERS = ["card", "frameFill", "stateFill"] as const;
const RESULTS = ["success", "warning", "failure", "cancelled", "noResult"] as const;
const WRITTEN: readonly (readonly [Colour, Colour])[] = [
  ...PAPERS.flatMap((paper) => (["ink", "quiet", "callback", "event"] as const).map((ink) => [ink, paper] as const)),
  ...RESULTS.flatMap((result) => [[result, "card"] as const, ["ink", `${result}Fill`] as const]),
];

test.for(WRITTEN)("%s on %s can be read, in light and in dark", ([ink, paper]) => {
  expect(contrast(PALETTE[ink].light, PALETTE[paper].light)).toBeGreaterThan(4.5);
  expect(contrast(PALETTE[ink].dark, PALETTE[paper].dark)).toBeGreaterThan(4.5);
});
