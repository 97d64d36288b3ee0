import { readFileSync } from "node:fs";
import { join } from "node:path";
import { REQUEST_STATES } from "ess-request-machine";
import { expect, test } from "vitest";
import { overviewArrows } from "../docs/generate/pictures/overview-arrows.js";
import { membersOf } from "../docs/generate/pictures/places.js";
import { CELLS } from "../src/facts.js";

const onDisk = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");

test("the overview refers to nothing outside, and is small enough for a README", () => {
  const picture = onDisk("docs/lifecycle.svg");
  expect(picture.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|href|url\(|<script|<!/);
  expect(picture.length).toBeLessThan(80_000);
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

/** What a group of the drawing says that it stands for. */
const standsFor = (classes: string, prefix: string) =>
  classes.split(" ").flatMap((name) => (name.startsWith(prefix) ? name.slice(prefix.length) : []));

test.for(["docs/lifecycle.svg"])("in %s every state and every move can be found by its name", (path) => {
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
