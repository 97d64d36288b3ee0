/**
 * A conformance kit for any implementation of the lifecycle, and fast-check arbitraries for properties of your own.
 * Needs fast-check.
 *
 * @module ess-request-machine/testing
 */

export type {
  ConformanceAdapter,
  ConformanceAnswer,
  PartialJobRequest,
  Submission,
  Unsupported,
} from "./testing/adapter.js";
export { callbackFor, inputFor, inputsFrom, lifecycleEventFor } from "./testing/arbitraries.js";
export { conformance } from "./testing/conformance.js";
export { ConformanceError } from "./testing/conformance-error.js";
export type { ConformanceOptions, ConformanceProgress } from "./testing/options.js";
export { wellFormedRequest } from "./testing/records.js";
export { type ReplayOptions, replayScenario } from "./testing/replay-scenario.js";
export { type ConformanceReport, type CoverageItems, formatReport } from "./testing/report.js";
export type { Selector } from "./testing/selection.js";
export type { CallbackStep, EventStep, HandleKind, HandleVariation, Input, Step } from "./testing/steps.js";
