import { FORCE_CANCEL_AFTER_MS } from "../index.js";
import { type Scenario, scenarioOf } from "./scenario.js";
import { callback, checkIn, event, MINUTE, RUN, timed } from "./step-builders.js";
import type { HandleKind, Step } from "./steps.js";

/** Scenarios about the thirty minutes of a forced cancellation: edges, milliseconds, and times that go backwards. */

const LATEST = Number.MAX_SAFE_INTEGER;
const at = (name: "cancel" | "forceCancel", time: number): Step => event(name, { at: time });
const checkInAt = (time: number): Step => ({ event: "checkIn", handle: "current", members: { at: time } });

const TOO_EARLY: readonly number[] = [
  -FORCE_CANCEL_AFTER_MS,
  -1,
  0,
  1,
  MINUTE,
  FORCE_CANCEL_AFTER_MS / 2,
  FORCE_CANCEL_AFTER_MS - MINUTE,
  FORCE_CANCEL_AFTER_MS - 1001,
  FORCE_CANCEL_AFTER_MS - 999,
  FORCE_CANCEL_AFTER_MS - 1,
];

const forced = (...before: readonly Step[]): readonly Scenario[] => [
  scenarioOf([
    ...before,
    ...TOO_EARLY.map((wait) => timed("forceCancel", wait)),
    timed("forceCancel", FORCE_CANCEL_AFTER_MS),
  ]),
  scenarioOf([...before, timed("forceCancel", FORCE_CANCEL_AFTER_MS + 1)]),
  scenarioOf([...before, timed("forceCancel", FORCE_CANCEL_AFTER_MS * 1000)]),
];

const cancelled = [...RUN, timed("cancel", 0)];

const edges: readonly Scenario[] = [
  [at("cancel", 0), at("forceCancel", FORCE_CANCEL_AFTER_MS - 1), at("forceCancel", FORCE_CANCEL_AFTER_MS)],
  [at("cancel", 0), checkInAt(0), at("forceCancel", FORCE_CANCEL_AFTER_MS)],
  [
    at("cancel", 0),
    checkInAt(1),
    at("forceCancel", FORCE_CANCEL_AFTER_MS),
    at("forceCancel", FORCE_CANCEL_AFTER_MS + 1),
  ],
  [
    at("cancel", 1),
    checkInAt(0),
    at("forceCancel", FORCE_CANCEL_AFTER_MS),
    at("forceCancel", FORCE_CANCEL_AFTER_MS + 1),
  ],
  [at("cancel", LATEST), at("forceCancel", LATEST), checkInAt(LATEST), callback("CANCEL")],
  [at("cancel", LATEST - FORCE_CANCEL_AFTER_MS), at("forceCancel", LATEST - 1), at("forceCancel", LATEST)],
  [
    at("cancel", 2 ** 31),
    at("forceCancel", 2 ** 31 + FORCE_CANCEL_AFTER_MS - 1),
    at("forceCancel", 2 ** 31 + FORCE_CANCEL_AFTER_MS),
  ],
  [
    at("cancel", 2 ** 32),
    checkInAt(2 ** 32 + 1),
    at("forceCancel", 2 ** 32 + FORCE_CANCEL_AFTER_MS),
    callback("CANCEL"),
  ],
].map((steps) => scenarioOf([...RUN, ...steps]));

const checkIns: readonly Scenario[] = [
  1,
  999,
  1000,
  MINUTE,
  FORCE_CANCEL_AFTER_MS - 1,
  FORCE_CANCEL_AFTER_MS,
  -1,
  -999,
  -MINUTE,
  -FORCE_CANCEL_AFTER_MS,
].flatMap((wait) => forced(...cancelled, checkIn(wait)));

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
].map((before) =>
  scenarioOf([...before, timed("forceCancel", FORCE_CANCEL_AFTER_MS - 1), timed("forceCancel", FORCE_CANCEL_AFTER_MS)]),
);

/** Every grain: a full second, the millisecond before, and those in between. */
const grains = [1, 499, 876, 877, 878].flatMap((wait) => forced(...RUN, timed("cancel", wait)));

export const TIME_SCENARIOS: readonly Scenario[] = [
  ...forced(...cancelled),
  ...edges,
  ...grains,
  ...checkIns,
  ...postponing,
];
