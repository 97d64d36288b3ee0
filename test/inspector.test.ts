import {
  createInspector,
  createWebSocketInspector,
  createWebSocketReceiver,
  type StatelyInspectionEvent,
} from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { redactHandles } from "ess-request-machine/inspect";
import { expect, onTestFinished, test, vi } from "vitest";
import { createActor, fromPromise } from "xstate";
import { play, type StatelyInspector } from "../docs/examples/inspect/play.js";
import { STORIES } from "../docs/examples/inspect/stories.js";
import { freePort } from "../docs/examples/inspect/where.js";
import { checkStory } from "./support/arrived.js";

/** What arrives where Stately's own inspectors send it. What comes by a browser's messages: npm run check:inspect. */

const stories = Object.entries(STORIES);

const playAll = (story: (typeof STORIES)[string], inspector: StatelyInspector) =>
  play(story, { inspector, wait: () => Promise.resolve(), tell: () => {} });

test.each(stories)(
  "the story of %s is told whole: every state, edge, guard, action and description",
  async (_, story) => {
    const arrived: StatelyInspectionEvent[] = [];
    await playAll(story, createInspector({ send: (event) => void arrived.push(event) }, redactHandles()));
    // The inspector tells what actors do when nothing else is to be done.
    await vi.waitFor(() => checkStory(arrived, story));
  },
);

test("and arrives at the end of a WebSocket, by Stately's relay", async () => {
  const [, story] = stories[0]!;
  const port = await freePort();
  const relay = createInspectorServer({ port, autoOpen: false });
  const arrived: StatelyInspectionEvent[] = [];
  createWebSocketReceiver({ server: `ws://localhost:${port}` }).subscribe((event) => void arrived.push(event));
  const inspector = createWebSocketInspector({ url: `ws://localhost:${port}`, ...redactHandles() });
  onTestFinished(() => {
    inspector.stop();
    relay.stop();
  });
  await playAll(story, inspector);
  await vi.waitFor(() => checkStory(arrived, story), { timeout: 10_000 });
}, 20_000);

test("an actor that has no context is inspected beside it", async () => {
  const arrived: StatelyInspectionEvent[] = [];
  const { inspect } = createInspector({ send: (event) => void arrived.push(event) }, redactHandles());
  createActor(
    fromPromise(async () => "done"),
    { inspect },
  ).start();
  await vi.waitFor(() => expect(arrived.at(-1)).toMatchObject({ snapshot: { status: "done", output: "done" } }));
});
