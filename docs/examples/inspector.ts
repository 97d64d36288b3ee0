import { createWebSocketInspector } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { applyExecutionStatus, createRequest } from "ess-request-machine";
import { inspectRequests, redactHandles } from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";

// A page at http://localhost:8080, which the browser is told to open; in it, stately.ai/inspect.
createInspectorServer({ port: 8080 });
const inspector = createWebSocketInspector({ url: "ws://localhost:8080", ...redactHandles() });

// An actor of the machine,
const snapshot = toSnapshot(createRequest({ requestId: "101" }));
createActor(requestMachine, { snapshot, inspect: inspector.inspect }).start().send({ type: "dispatch" });

// and a request that the pure functions handle, with no actor.
const show = inspectRequests(inspector);
const request = createRequest({ requestId: "102" });
const callback = { requestHandle: "made-up", status: "SUCCESS" } as const;
show(request, callback, applyExecutionStatus(request, callback)); // rejected HANDLE_MISMATCH
