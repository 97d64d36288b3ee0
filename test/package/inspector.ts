import { createInspector } from "@statelyai/inspect";
import { applyExecutionStatus, createRequest } from "ess-request-machine";
import { inspectRequests, redactHandles } from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";

// Copied to a .mts, since Stately's inspector is ESM only. It accepts the redaction as options, and has the
// type that the entry expects.
declare const console: { log(text: string): void };
declare function setTimeout(run: () => void): void;

const inspected: string[] = [];
const inspector = createInspector(
  { send: ({ type }) => void inspected.push(type.slice("@xstate.".length)) },
  redactHandles(),
);

const request = createRequest({ requestId: 7n });
createActor(requestMachine, { snapshot: toSnapshot(request), inspect: inspector.inspect }).start();

const callback = { requestHandle: "h-1", status: "SUCCESS" } as const;
inspectRequests(inspector)(request, callback, applyExecutionStatus(request, callback));

setTimeout(() => console.log(inspected.join()));
