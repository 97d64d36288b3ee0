/**
 * The lifecycle as an XState machine: to look at, to run as an actor, to extend with implementations of its effects.
 * Needs the peer dependency xstate.
 *
 * @module ess-request-machine/machine
 */

export * from "./xstate/machine.js";
