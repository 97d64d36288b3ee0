import { createBrowserInspector } from "@statelyai/inspect";
import { redactHandles } from "ess-request-machine/inspect";
import { play } from "../../docs/examples/inspect/play.js";
import { STORIES } from "../../docs/examples/inspect/stories.js";

/** Bundled into a page: tells a story to another page, which it opens, by Stately's browser inspector. */

async function tellStory(name: string, url: string): Promise<void> {
  const inspector = createBrowserInspector({ url, ...redactHandles() });
  const wait = () => new Promise((resolve) => setTimeout(resolve, 5));
  await play(STORIES[name]!, { inspector, wait, tell: () => {} });
}

Object.assign(globalThis, { tellStory });
