import { createWebSocketInspector } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { createRequest } from "ess-request-machine";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { type AnyEventObject, createActor, type MachineContext } from "xstate";

/** A handle is a capability: the inspector shows that there is one, not which. */
const mask = <Part extends object>(part: Part): Part =>
  "requestHandle" in part && part.requestHandle !== null ? { ...part, requestHandle: "***" } : part;

export const masked = {
  sanitizeContext: (context: MachineContext) => ({ ...mask(context), earlierHandles: [] }),
  sanitizeEvent: (event: AnyEventObject) => mask(event),
};

if (process.argv[1] === import.meta.filename) {
  createInspectorServer(); // Opens stately.ai/inspect in the browser, and passes on what it is told.
  const { inspect } = createWebSocketInspector({ url: "ws://localhost:8080", ...masked });
  const snapshot = toSnapshot(createRequest({ requestId: "101" }));
  const actor = createActor(requestMachine, { snapshot, inspect }).start();
  actor.send({ type: "dispatch" });
  actor.send({ type: "start", requestHandle: "made-up" });
  actor.send({ type: "UPDATE", requestHandle: "somebody else's" });
  actor.send({ type: "SUCCESS", requestHandle: "made-up" });
}
