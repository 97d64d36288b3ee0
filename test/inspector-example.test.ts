import type { StatelyInspectionEvent } from "@statelyai/inspect";
import { expect, test, vi } from "vitest";

/** The example for the Stately inspector, run as it stands; only the network is not there. */

const told: StatelyInspectionEvent[] = [];

vi.mock("@statelyai/inspect/server", () => ({ createInspectorServer: () => {} }));
vi.mock("@statelyai/inspect", async (original) => {
  const { createInspector } = await original<typeof import("@statelyai/inspect")>();
  const send = (event: StatelyInspectionEvent) => void told.push(event);
  return { createWebSocketInspector: (options: object) => createInspector({ send }, options) };
});

test("it shows an actor, and a request that the pure functions handle, without the handle", async () => {
  await import("../docs/examples/inspector.js");
  const names = () => told.map((event) => ("event" in event ? (event.event as { type: string }).type : event.type));
  await vi.waitFor(() => expect(names()).toEqual(expect.arrayContaining(["dispatch", "rejected HANDLE_MISMATCH"])));
  expect(JSON.stringify(told)).not.toContain("made-up");
});
