import { createWebSocketInspector } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { createRequest } from "ess-request-machine";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";
import { masked } from "./mask-handles.js";

// A page at http://localhost:8080, which the browser is told to open; in it, stately.ai/inspect.
createInspectorServer({ port: 8080 });
const { inspect } = createWebSocketInspector({ url: "ws://localhost:8080", ...masked });

const snapshot = toSnapshot(createRequest({ requestId: "101" }));
const actor = createActor(requestMachine, { snapshot, inspect }).start();
actor.send({ type: "dispatch" });
actor.send({ type: "start", requestHandle: "made-up" });
actor.send({ type: "UPDATE", requestHandle: "somebody else's" });
actor.send({ type: "SUCCESS", requestHandle: "made-up" });
