/**
 * A conformance suite that any implementation can be held against, and arbitraries for properties of your own. Needs fast-check.
 *
 * @module ess-request-machine/testing
 */

export type { ConformanceAdapter, ConformanceAnswer, NotSent, ShownRecord } from "./testing/adapter.js";
export { callbackFor, inputFor, inputsFrom, lifecycleEventFor } from "./testing/arbitraries.js";
export { ConformanceError, type ConformanceOptions, conformance } from "./testing/conformance.js";
export { wellFormedRequest } from "./testing/records.js";
export { type ConformanceReport, formatReport, type Met } from "./testing/report.js";
export type { CallbackStep, EventStep, Input, Step, Whose } from "./testing/steps.js";
