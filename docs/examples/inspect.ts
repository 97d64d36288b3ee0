import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createWebSocketInspector } from "@statelyai/inspect";
import { redactHandles } from "ess-request-machine/inspect";
import { serveLocalPage } from "./inspect/local-page.js";
import { play } from "./inspect/play.js";
import { answers, freePort, HOSTED, startRelay } from "./inspect/relay.js";
import { SCENARIOS } from "./inspect/scenarios.js";

/** Plays a scenario in the Stately inspector, step by step. */

const USAGE = `npm run inspect -- [SCENARIO] [OPTIONS]

  --local       show it on the local page, without a request to stately.ai
  --pace 500    wait 500 milliseconds between the steps; default: 1500
  --port 8080   the relay's port; default: a free one
  --host ::     the relay's network interface; default: localhost, this computer only
  --url URL     show it in another inspector
  --no-open     open no browser
  --list        list the scenarios
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean" },
    list: { type: "boolean" },
    local: { type: "boolean" },
    "no-open": { type: "boolean" },
    pace: { type: "string", default: "1500" },
    port: { type: "string" },
    host: { type: "string", default: "localhost" },
    url: { type: "string", default: HOSTED },
  },
});

const scenarioList = Object.entries(SCENARIOS)
  .map(([name, { title }]) => `  ${name.padEnd(12)} ${title}`)
  .join("\n");

async function inspectorUrl(): Promise<string> {
  if (!values.local && (await answers(values.url))) return values.url;
  if (!values.local) console.log(`${values.url} does not answer. The local page is used instead.`);
  return (await serveLocalPage()).url;
}

async function run(name: string): Promise<void> {
  const scenario = SCENARIOS[name]!;
  const url = await inspectorUrl();
  const port = values.port === undefined ? await freePort() : Number(values.port);
  startRelay({ port, host: values.host, url, autoOpen: !values["no-open"] });
  const inspector = createWebSocketInspector({ url: `ws://localhost:${port}`, ...redactHandles() });
  console.log(`${name}: ${scenario.title}\n\nOpen http://localhost:${port}, which shows ${url}\n`);
  // A browser needs a moment to open. The relay sends everything to a page that connects later.
  const pace = Number(values.pace);
  await sleep(2 * pace);
  await play(scenario, { inspector, wait: () => sleep(pace), print: console.log });
  console.log("\nThe scenario has ended. The page stays until Ctrl-C.");
}

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65536;

function problemOf(name: string): string | undefined {
  if (!Object.hasOwn(SCENARIOS, name)) return `There is no such scenario. The scenarios are:\n${scenarioList}`;
  if (!(Number(values.pace) >= 0)) return "--pace is not a number of milliseconds.";
  if (values.port !== undefined && !isPort(values.port)) return "--port is not a number from 1 to 65535.";
  return undefined;
}

const [name = Object.keys(SCENARIOS)[0] as string] = positionals;
if (values.help) console.log(USAGE);
else if (values.list) console.log(scenarioList);
else {
  const problem = problemOf(name);
  if (problem === undefined) await run(name);
  else {
    console.error(problem);
    process.exitCode = 1;
  }
}
