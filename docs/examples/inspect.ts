import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createWebSocketInspector } from "@statelyai/inspect";
import { createInspectorServer } from "@statelyai/inspect/server";
import { redactHandles } from "ess-request-machine/inspect";
import { play } from "./inspect/play.js";
import { STORIES } from "./inspect/stories.js";
import { answers, freePort, HOSTED, serveLocalPage } from "./inspect/where.js";

/**
 * A story of a request in the Stately inspector, step by step.
 *
 *     npm run inspect                       the first story
 *     npm run inspect -- retry              another one
 *     npm run inspect -- --list             which there are
 *     npm run inspect -- --local            on the local page, without asking for stately.ai
 *     npm run inspect -- --pace 500         with half a second between the steps
 *     npm run inspect -- --no-open          without opening a browser
 *     npm run inspect -- --url URL          in another page that listens as Stately's does
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "boolean" },
    local: { type: "boolean" },
    "no-open": { type: "boolean" },
    pace: { type: "string", default: "1500" },
    url: { type: "string", default: HOSTED },
  },
});

const listed = Object.entries(STORIES).map(([name, { title }]) => `  ${name.padEnd(12)} ${title}`);

async function pageToShowIn(): Promise<string> {
  if (!values.local && (await answers(values.url))) return values.url;
  if (!values.local) console.log(`${values.url} does not answer: here is the local page instead.`);
  return (await serveLocalPage()).url;
}

async function tell(name: string): Promise<void> {
  const story = STORIES[name]!;
  const url = await pageToShowIn();
  const port = await freePort();
  createInspectorServer({ port, url, autoOpen: !values["no-open"] });
  const inspector = createWebSocketInspector({ url: `ws://localhost:${port}`, ...redactHandles() });
  console.log(`${name}: ${story.title}\n\nOpen http://localhost:${port}, which shows ${url}\n`);
  // A browser takes a moment; whoever comes later is told everything all the same.
  const pace = Number(values.pace);
  await sleep(2 * pace);
  await play(story, { inspector, wait: () => sleep(pace), tell: console.log });
  console.log("\nThe end. The page stays until Ctrl-C.");
}

const [name = Object.keys(STORIES)[0] as string] = positionals;
if (values.list) console.log(listed.join("\n"));
else if (Object.hasOwn(STORIES, name) && Number(values.pace) >= 0) await tell(name);
else {
  console.error(`Expected one of these stories, and a pace in milliseconds:\n${listed.join("\n")}`);
  process.exitCode = 1;
}
