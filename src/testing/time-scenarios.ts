import { FORCE_CANCEL_AFTER as LIMIT, MINUTE } from "../lifecycle/guards.js";
import { type Scenario, scenarioOf } from "./scenario.js";
import { callback, checkIn, event, RUN, timed } from "./step-builders.js";
import type { HandleKind, Step } from "./steps.js";

/** Scenarios about the thirty minutes of a forced cancellation: edges, milliseconds, and times that go backwards. */

const LATEST = Number.MAX_SAFE_INTEGER;
const at = (name: "cancel" | "forceCancel", time: number): Step => event(name, { at: time });
const checkInAt = (time: number): Step => ({ event: "checkIn", handle: "current", members: { at: time } });

const TOO_EARLY: readonly number[] = [
  -LIMIT,
  -1,
  0,
  1,
  MINUTE,
  LIMIT / 2,
  LIMIT - MINUTE,
  LIMIT - 1001,
  LIMIT - 999,
  LIMIT - 1,
];

const forced = (...before: readonly Step[]): readonly Scenario[] => [
  scenarioOf([...before, ...TOO_EARLY.map((wait) => timed("forceCancel", wait)), timed("forceCancel", LIMIT)]),
  scenarioOf([...before, timed("forceCancel", LIMIT + 1)]),
  scenarioOf([...before, timed("forceCancel", LIMIT * 1000)]),
];

const cancelled = [...RUN, timed("cancel", 0)];

const edges: readonly Scenario[] = [
  [at("cancel", 0), at("forceCancel", LIMIT - 1), at("forceCancel", LIMIT)],
  [at("cancel", 0), checkInAt(0), at("forceCancel", LIMIT)],
  [at("cancel", 0), checkInAt(1), at("forceCancel", LIMIT), at("forceCancel", LIMIT + 1)],
  [at("cancel", 1), checkInAt(0), at("forceCancel", LIMIT), at("forceCancel", LIMIT + 1)],
  [at("cancel", LATEST), at("forceCancel", LATEST), checkInAt(LATEST), callback("CANCEL")],
  [at("cancel", LATEST - LIMIT), at("forceCancel", LATEST - 1), at("forceCancel", LATEST)],
  [at("cancel", 2 ** 31), at("forceCancel", 2 ** 31 + LIMIT - 1), at("forceCancel", 2 ** 31 + LIMIT)],
  [at("cancel", 2 ** 32), checkInAt(2 ** 32 + 1), at("forceCancel", 2 ** 32 + LIMIT), callback("CANCEL")],
].map((steps) => scenarioOf([...RUN, ...steps]));

const checkIns: readonly Scenario[] = [1, 999, 1000, MINUTE, LIMIT - 1, LIMIT, -1, -999, -MINUTE, -LIMIT].flatMap(
  (wait) => forced(...cancelled, checkIn(wait)),
);

const WRONG: readonly HandleKind[] = ["earlier", "unknown", "foreign", "missing", "empty"];

/** Nothing but an accepted check-in postpones the forced cancellation. */
const postponing: readonly Scenario[] = [
  [...RUN, callback("PAUSE"), { event: "resume", handle: "new" } as const, timed("cancel", 0)].concat(
    WRONG.map((handle) => checkIn(MINUTE, handle)),
  ),
  [...RUN, checkIn(MINUTE), timed("cancel", 0), timed("cancel", MINUTE)],
  [...cancelled, callback("UPDATE", "text"), callback("UPDATE", "text", "unknown")],
  [...cancelled, timed("cancel", -MINUTE), timed("forceCancel", 0)],
  [...cancelled, { event: "checkIn", handle: "current", members: { at: "0" } } as const],
].map((before) => scenarioOf([...before, timed("forceCancel", LIMIT - 1), timed("forceCancel", LIMIT)]));

/** Every grain: a full second, the millisecond before, and those in between. */
const grains = [1, 499, 876, 877, 878].flatMap((wait) => forced(...RUN, timed("cancel", wait)));

export const TIME_SCENARIOS: readonly Scenario[] = [
  ...forced(...cancelled),
  ...edges,
  ...grains,
  ...checkIns,
  ...postponing,
];
