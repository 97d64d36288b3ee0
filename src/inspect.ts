/**
 * Shows requests that the pure functions handle in the Stately inspector, without a running actor. Needs the peer
 * dependency xstate, and an inspector of `@statelyai/inspect` that the caller creates.
 *
 * @module ess-request-machine/inspect
 */

export * from "./xstate/inspect.js";
