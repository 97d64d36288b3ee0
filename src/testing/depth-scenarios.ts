import { HANDLER_RESULTS } from "../index.js";
import { MAX_EARLIER_HANDLES } from "../lifecycle/assign-actions.js";
import { type Scenario, scenarioOf } from "./scenario.js";
import {
  callback,
  checkIn,
  event,
  MINUTE,
  PAUSE_AND_RESUME,
  RECOVER,
  RETRY,
  RUN,
  repeat,
  resume,
  start,
  timed,
} from "./step-builders.js";
import type { Step } from "./steps.js";

/** Scenarios that repeat things: limits and counters show only after more than a few. */

const MANY = 11;
const ERROR = callback("ERROR", "text");
const proceed = event("postProcessed", { result: "PROCEED" });
const delay = event("postProcessed", { result: "DELAY" });

/** Retries until none is left, with other things between the attempts. */
const retries: readonly Scenario[] = [
  ...[1, 2, 3, MANY].map((count) => scenarioOf([...RUN, ...repeat(count, ...RETRY), ERROR, ERROR], { retries: count })),
  ...[
    [...RECOVER],
    [...PAUSE_AND_RESUME],
    [callback("SUSPEND", "text"), resume()],
    [callback("UPDATE", "text"), event("timeOut")],
    [event("manualRecoveryRequired"), ERROR, event("recover"), ...RUN],
  ].map((between) => scenarioOf([...RUN, ...repeat(2, ...RETRY, ...between), ERROR], { retries: 2 })),
  scenarioOf([...RUN, ERROR, event("retry"), event("hold"), event("release"), ...RUN, ERROR], { retries: 1 }),
  scenarioOf([...RUN, ERROR, event("retry"), event("block"), event("unblock"), start(), ERROR], { retries: 1 }),
  scenarioOf([...RUN, ...RETRY, callback("BUSINESS_ERROR", "text")], { retries: 3 }),
  scenarioOf([...RUN, ...RETRY, timed("cancel", 0), ERROR], { retries: 3 }),
  scenarioOf([...RUN, ...RETRY, callback("SUCCESS"), proceed], { retries: 100 }),
  scenarioOf([...RUN, ERROR, timed("cancel", 0)], { retries: 3 }),
];

/** One repeated step, and the steps after it. */
const repetitions: readonly Scenario[] = [
  [...RUN, ...repeat(MANY, callback("UPDATE", "text")), callback("SUCCESS"), proceed],
  [...RUN, timed("cancel", 0), ...repeat(MANY, callback("UPDATE", "text")), callback("CANCEL")],
  [...RUN, event("manualRecoveryRequired"), ...repeat(MANY, callback("UPDATE", "text")), callback("SUCCESS")],
  [...RUN, ...repeat(MANY, ...PAUSE_AND_RESUME), ERROR],
  [...RUN, ...repeat(MANY, callback("SUSPEND", "text"), resume()), callback("SUCCESS"), proceed],
  [...RUN, ...repeat(MANY, ...RECOVER), ERROR],
  [...repeat(MANY, event("hold"), event("release")), ...RUN, callback("SUCCESS")],
  [...repeat(MANY, event("block"), event("unblock"), event("hold"), event("release")), ...RUN],
  [...RUN, timed("cancel", 0), ...repeat(MANY, checkIn(MINUTE)), timed("forceCancel", 30 * MINUTE)],
  [...RUN, timed("cancel", 0), ...repeat(MANY, timed("cancel", MINUTE)), callback("CANCEL")],
  [...RUN, ...repeat(MANY, event("timeOut")), event("complete", { state: "ERROR" })],
  [...RUN, callback("SUCCESS"), ...repeat(MANY, callback("SUCCESS")), proceed, callback("SUCCESS")],
  [...RUN, ...repeat(MANY, callback("SUCCESS", "text", "unknown")), callback("SUCCESS")],
].map((steps) => scenarioOf(steps));

const delays: readonly Scenario[] = HANDLER_RESULTS.flatMap((result) =>
  (["SUCCESS", "WARNING"] as const).flatMap((status) => {
    const last = event("postProcessed", { result });
    const executed = [...RUN, callback(status, "text")];
    return [
      scenarioOf([...executed, ...repeat(MANY, delay), last]),
      scenarioOf([...executed, delay, timed("cancel", 0), ...repeat(MANY, delay), last]),
    ];
  }),
);

/** More executions than a record remembers handles of. */
const forgotten: readonly Scenario[] = [callback("PAUSE"), callback("SUSPEND", "text")].map((pause) => {
  const late: readonly Step[] = (["oldest", "forgotten", "earlier"] as const).flatMap((handle) => [
    callback("SUCCESS", undefined, handle),
    callback("UPDATE", "text", handle),
  ]);
  const reuse: Step = { event: "resume", handle: "oldest" };
  const begun = [...RUN, ...repeat(MAX_EARLIER_HANDLES + 1, pause, resume())];
  return scenarioOf([...begun, ...late, pause, reuse, resume(), callback("SUCCESS")]);
});

export const DEPTH_SCENARIOS: readonly Scenario[] = [...retries, ...repetitions, ...delays, ...forgotten];
