import type { StatelyInspectionEvent } from "@statelyai/inspect";
import { expect, test, vi } from "vitest";

/** Runs the example for the Stately inspector without its network. */

const messages: StatelyInspectionEvent[] = [];

vi.mock("@statelyai/inspect/server", () => ({ createInspectorServer: () => {} }));
vi.mock("@statelyai/inspect", async (original) => {
  const { createInspector } = await original<typeof import("@statelyai/inspect")>();
  const send = (event: StatelyInspectionEvent) => void messages.push(event);
  return { createWebSocketInspector: (options: object) => createInspector({ send }, options) };
});

test("the example shows an actor and a request without one, and no handle", async () => {
  await import("../../docs/examples/inspector.js");
  const names = () => messages.map((event) => ("event" in event ? (event.event as { type: string }).type : event.type));
  await vi.waitFor(() => expect(names()).toEqual(expect.arrayContaining(["dispatch", "rejected HANDLE_MISMATCH"])));
  expect(JSON.stringify(messages)).not.toContain("made-up");
});
