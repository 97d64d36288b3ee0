import { randomInt } from "node:crypto";
import { applyExecutionStatus, applyLifecycleEvent, OUTCOME_REASONS, REQUEST_STATES } from "ess-request-machine";
import type { Library } from "../model-check/model.js";
import { liveThrough } from "./lives.js";
import { shortest, toldLife } from "./shortest.js";

/** `npm run compare:xstate -- EVENTS SEED`: a million events and a new seed unless told. */

const library: Library = { applyExecutionStatus, applyLifecycleEvent };
const [events = "1000000", seed = String(randomInt(2 ** 31))] = process.argv.slice(2);
console.log(`${events} events, seed ${seed}`);

if (!(Number(events) > 0) || !Number.isSafeInteger(Number(seed))) {
  throw new TypeError("Expected how many events, and a whole number as the seed. Leave both out for a million events.");
}

const began = performance.now();
const lived = liveThrough(Number(events), Number(seed), library);
const seconds = ((performance.now() - began) / 1000).toFixed(1);

const kinds = Object.entries(lived.kinds).map(([kind, count]) => `${count} ${kind}`);
const reasons = Object.keys(OUTCOME_REASONS).filter((reason) => (lived.reasons as ReadonlySet<string>).has(reason));
console.log(`${lived.events} events in ${lived.actors} actors' lives, the longest ${lived.longest}; ${seconds} s`);
console.log(`${lived.late} more after their ends, asked of the machine without an actor`);
console.log(`outcomes: ${kinds.join(", ")}`);
console.log(`states: ${lived.states.size} of ${REQUEST_STATES.length}`);
console.log(`reasons: ${reasons.join(", ")}`);

/** In a million events everything is met; a run that long and less varied would say little. */
const ENOUGH = 1_000_000;
/** These the types keep out. */
const UNSENT = ["UNKNOWN_STATUS", "UNKNOWN_EVENT", "INVALID_PAYLOAD"];
const unmet = [
  ...REQUEST_STATES.filter((state) => !lived.states.has(state)),
  ...Object.keys(OUTCOME_REASONS).filter((reason) => ![...reasons, ...UNSENT].includes(reason)),
];

if (lived.difference === undefined && lived.events >= ENOUGH && unmet.length > 0) {
  console.log(`Expected everything to be met, but found nothing of ${unmet.join(", ")}.`);
  process.exitCode = 1;
} else if (lived.difference === undefined) {
  console.log("The same states, records, effects and reasons on both sides.");
} else {
  const { first, steps } = shortest(lived.difference, library);
  console.log(`The two come apart after ${lived.difference.steps.length} events; the shortest way found:`);
  console.log(`A request in ${first.state}, retries allowed: ${first.retries}.`);
  console.log(toldLife({ first, steps }, library).join("\n"));
  process.exitCode = 1;
}
