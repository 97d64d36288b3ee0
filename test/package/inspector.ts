import { createInspector } from "@statelyai/inspect";
import { applyExecutionStatus, createRequest } from "ess-request-machine";
import { inspectRequests, redactHandles } from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";

// Copied to a .mts, as Stately's inspector is ESM alone: it takes the masks as options, and is what the entry asks for.
declare const console: { log(text: string): void };
declare function setTimeout(run: () => void): void;

const told: string[] = [];
const inspector = createInspector(
  { send: ({ type }) => void told.push(type.slice("@xstate.".length)) },
  redactHandles(),
);

const request = createRequest({ requestId: 7n });
createActor(requestMachine, { snapshot: toSnapshot(request), inspect: inspector.inspect }).start();

const callback = { requestHandle: "h-1", status: "SUCCESS" } as const;
inspectRequests(inspector)(request, callback, applyExecutionStatus(request, callback));

setTimeout(() => console.log(told.join()));
