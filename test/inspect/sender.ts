import { createBrowserInspector } from "@statelyai/inspect";
import { redactHandles } from "ess-request-machine/inspect";
import { play } from "../../docs/examples/inspect/play.js";
import { SCENARIOS } from "../../docs/examples/inspect/scenarios.js";

/** Bundled into a page that plays a scenario to another page, which Stately's browser inspector opens. */

async function playScenario(name: string, url: string): Promise<void> {
  const inspector = createBrowserInspector({ url, ...redactHandles() });
  const wait = () => new Promise((resolve) => setTimeout(resolve, 5));
  await play(SCENARIOS[name]!, { inspector, wait, print: () => {} });
}

Object.assign(globalThis, { playScenario });
