/**
 * Shows requests that the pure functions handle in the Stately inspector, without a running actor. Needs the peer
 * dependency xstate, and an inspector of `@statelyai/inspect` that the caller creates.
 *
 * @module ess-request-machine/inspect
 */

export {
  type InspectedActor,
  type InspectedEvent,
  type InspectedSnapshot,
  type InspectOptions,
  type Inspector,
  inspectRequests,
  type ShowOutcome,
} from "./xstate/inspect.js";
export { type RedactionOptions, redactHandles } from "./xstate/redact-handles.js";
