import { readFileSync } from "node:fs";
import { EFFECTS, LIFECYCLE_EVENTS } from "ess-request-machine";
import { expect, test } from "vitest";
import { EVENT_PAYLOADS } from "../../src/lifecycle/events.js";

/** The page for server authors is written by hand; these tests check that it is complete. */

const rows = readFileSync(new URL("../../docs/events-and-effects.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) => line.split("|").slice(1, -1))
  .map((cells) => cells.map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name)));

test("every effect has a row, in order", () => {
  expect(rows.filter((row) => row.length === 3).flatMap(([effect]) => effect)).toEqual([...EFFECTS]);
});

test("every event has a row, in order, with all that it carries", () => {
  const events = rows.filter((row) => row.length === 4);
  expect(
    events.flatMap(([event]) => event),
    "the rows of docs/events-and-effects.md",
  ).toEqual([...LIFECYCLE_EVENTS]);
  for (const [[event] = [], payload = []] of events) {
    const carried: readonly string[] = EVENT_PAYLOADS[event as keyof typeof EVENT_PAYLOADS];
    expect(payload, event).toEqual(carried.map((member) => (member === "message" ? "message?" : member)));
  }
});
