import { createWebSocketInspector } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { applyExecutionStatus, createRequest } from "ess-request-machine";
import { inspectRequests, redactHandles } from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";

// Opens a page at http://localhost:8080 that embeds stately.ai/inspect.
createInspectorServer({ port: 8080 });
const inspector = createWebSocketInspector({ url: "ws://localhost:8080", ...redactHandles() });

// An actor of the machine.
const snapshot = toSnapshot(createRequest({ requestId: "101" }));
createActor(requestMachine, { snapshot, inspect: inspector.inspect }).start().send({ type: "dispatch" });

// A request that the pure functions handle, without an actor.
const show = inspectRequests(inspector);
const request = createRequest({ requestId: "102" });
const callback = { requestHandle: "made-up", status: "SUCCESS" } as const;
show(request, callback, applyExecutionStatus(request, callback)); // rejected HANDLE_MISMATCH
