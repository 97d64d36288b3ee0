import * as library from "ess-request-machine";
import * as inspect from "ess-request-machine/inspect";
import * as machine from "ess-request-machine/machine";
import * as testing from "ess-request-machine/testing";
import { expect, test } from "vitest";

test("the main entry exports these names and no others", () => {
  expect(Object.keys(library).sort()).toEqual([
    "COMPLETION_STATES",
    "EFFECTS",
    "EXECUTION_STATUSES",
    "HANDLER_RESULTS",
    "LIFECYCLE_EVENTS",
    "OUTCOME_REASONS",
    "REQUEST_STATES",
    "acceptedEvents",
    "applyExecutionStatus",
    "applyLifecycleEvent",
    "chart",
    "createRequest",
    "executionStatusSchema",
    "explain",
    "ignoresMessage",
    "isTerminal",
    "jobRequestSchema",
    "parseExecutionStatus",
    "parseJobRequest",
    "parseRequestId",
    "requestStateFromCode",
    "toHttpResponse",
  ]);
});

test("the machine entry exports these names and no others", () => {
  expect(Object.keys(machine).sort()).toEqual(["fromSnapshot", "requestMachine", "toSnapshot"]);
});

test("the inspect entry exports these names and no others", () => {
  expect(Object.keys(inspect).sort()).toEqual(["inspectRequests", "maskHandles"]);
});

test("the testing entry exports these names and no others", () => {
  expect(Object.keys(testing).sort()).toEqual([
    "ConformanceError",
    "callbackFor",
    "conformance",
    "formatReport",
    "inputFor",
    "inputsFrom",
    "lifecycleEventFor",
    "wellFormedRequest",
  ]);
});
