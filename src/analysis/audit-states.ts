import type { RequestState } from "../index.js";
import type { StatesAudit } from "./hidden-steps.js";

/**
 * Checks a sequence of polled states against the lifecycle. Any number of callbacks and events may have happened between two
 * of them.
 *
 * @param states the states, oldest first; consecutive equal states are fine
 * @returns `{ consistent: true, steps }` with the shortest hidden steps between the states, or
 * `{ consistent: false, index, possible, message }`
 * @throws TypeError for a name that is not a state; `parseRequestState` reads other spellings
 */
export function auditStates(_states: readonly RequestState[]): StatesAudit {
  throw new Error("Not implemented.");
}
