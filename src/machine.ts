/**
 * The lifecycle as an XState machine: to look at, to run as an actor, to extend with implementations of its effects.
 * Needs the peer dependency xstate.
 *
 * @module ess-request-machine/machine
 */

export {
  type CallbackEvent,
  fromSnapshot,
  type RequestAction,
  type RequestGuard,
  type RequestMachine,
  type RequestMachineEvent,
  type RequestMachineInput,
  type RequestSnapshot,
  requestMachine,
  toSnapshot,
} from "./xstate/machine.js";
