import { networkInterfaces } from "node:os";
import {
  createInspector,
  createWebSocketInspector,
  createWebSocketReceiver,
  type StatelyInspectionEvent,
} from "@statelyai/inspect";
import { redactHandles } from "ess-request-machine/inspect";
import { expect, onTestFinished, test, vi } from "vitest";
import { createActor, fromPromise } from "xstate";
import { play, type StatelyInspector } from "../../docs/examples/inspect/play.js";
import { answers, freePort, startRelay } from "../../docs/examples/inspect/relay.js";
import { SCENARIOS, type Scenario } from "../../docs/examples/inspect/scenarios.js";
import { checkMessages } from "../support/received-messages.js";

/** The messages that Stately's own inspectors deliver. `npm run check:inspect` checks those of a browser. */

const scenarios = Object.entries(SCENARIOS);

const playAll = (scenario: Scenario, inspector: StatelyInspector) =>
  play(scenario, { inspector, wait: () => Promise.resolve(), print: () => {} });

test.each(scenarios)("the scenario %s is sent completely", async (_, scenario) => {
  const messages: StatelyInspectionEvent[] = [];
  await playAll(scenario, createInspector({ send: (event) => void messages.push(event) }, redactHandles()));
  // The inspector sends the messages of actors when it is idle.
  await vi.waitFor(() => checkMessages(messages, scenario));
});

test("a scenario arrives over Stately's relay", async () => {
  const [, scenario] = scenarios[0]!;
  const port = await freePort();
  const relay = startRelay({ port, autoOpen: false });
  const messages: StatelyInspectionEvent[] = [];
  createWebSocketReceiver({ server: `ws://localhost:${port}` }).subscribe((event) => void messages.push(event));
  const inspector = createWebSocketInspector({ url: `ws://localhost:${port}`, ...redactHandles() });
  onTestFinished(() => {
    inspector.stop();
    relay.stop();
  });
  await playAll(scenario, inspector);
  await vi.waitFor(() => checkMessages(messages, scenario), { timeout: 10_000 });
}, 20_000);

const OUTSIDE = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === "IPv4")?.address;

test.skipIf(OUTSIDE === undefined)(
  "the relay listens on the loopback interface only, unless it is asked for another",
  async () => {
    const isReachable = async (host?: string) => {
      const port = await freePort();
      const relay = startRelay({ port, autoOpen: false, ...(host && { host }) });
      try {
        expect(await answers(`http://localhost:${port}`)).toBe(true);
        return await answers(`http://${OUTSIDE}:${port}`);
      } finally {
        relay.stop();
      }
    };
    expect(await isReachable()).toBe(false);
    expect(await isReachable("0.0.0.0")).toBe(true);
  },
);

test("an actor without a context is inspected too", async () => {
  const messages: StatelyInspectionEvent[] = [];
  const { inspect } = createInspector({ send: (event) => void messages.push(event) }, redactHandles());
  createActor(
    fromPromise(async () => "done"),
    { inspect },
  ).start();
  await vi.waitFor(() => expect(messages.at(-1)).toMatchObject({ snapshot: { status: "done", output: "done" } }));
});
