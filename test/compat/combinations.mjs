import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  LOWEST_PEERS,
  lowestOf,
  NEWEST_PEERS,
  PEER_NAMES,
  PROGRAMS,
  readPackage,
  root,
  run,
  writeTsconfig,
} from "../package/consumers.mjs";

/** The combinations of versions, and the check of each. */

const LOWEST_NODE = lowestOf(readPackage(root).engines.node);
/** The lowest supported release of Node, and the newest of each line. */
const NODES = [`${LOWEST_NODE}.0`, "20", "22", "24", "26"];
/** The newest TypeScript of each line. */
const TYPESCRIPTS = ["5.4", "5.5", "5.6", "5.7", "5.8", "5.9", "6", "7"];

const platform = process.platform === "win32" ? "win" : process.platform;
const nodeAlias = (line) => `node-${line}`;
const typescriptAlias = (line) => `typescript-${line}`;

/**
 * The packages of a consumer: the peers, and those of XState's tools that fit. Since 5.20, XState contains its graph
 * tools.
 */
const REACT = ["react@19", "@types/react@19"];
export const LOWEST = [...LOWEST_PEERS, "@xstate/graph@3.0.2", "@xstate/react@5.0.2", ...REACT];
export const NEWEST = [...NEWEST_PEERS, "@xstate/react@6", ...REACT];
const GRAPH_PACKAGE = "./node_modules/@xstate/graph/dist/xstate-graph.cjs.d.ts";

/** All binaries as arguments of npm, each with its own alias. */
export const TOOLS = [
  ...NODES.map((line) => `${nodeAlias(line)}@npm:node-${platform}-${process.arch}@${line}`),
  ...TYPESCRIPTS.map((line) => `${typescriptAlias(line)}@npm:typescript@${line}`),
];

/** Without the resolution `classic`, which does not search node_modules. */
const RESOLUTIONS = [
  { name: "NodeNext", options: { module: "NodeNext" }, extensions: ["mts", "cts"] },
  { name: "bundler", options: { module: "ESNext", moduleResolution: "bundler" }, extensions: ["ts"] },
  { name: "node10", options: { module: "CommonJS", moduleResolution: "node10" }, extensions: ["ts"] },
];

/** Sources that must use every entry, since unused entries would not be checked. */
const ALL_ENTRIES = { consumer: "test/package/consumer.ts", misuse: "test/compat/misuse.ts" };
/** Sources that must compile. Every misuse in them is marked as an expected error. */
const SOURCES = { ...ALL_ENTRIES, machine: "test/xstate/machine.test-d.ts" };

/** Checks that every entry is used. */
export function checkThatEntriesAreUsed() {
  const { name, exports } = readPackage(root);
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith(".json"));
  for (const source of Object.values(ALL_ENTRIES)) {
    const text = readFileSync(join(root, source), "utf8");
    const unused = entries.filter((entry) => !text.includes(`"${name}${entry.slice(1)}"`));
    if (unused.length > 0) throw new Error(`Expected ${source} to use every entry, but it does not use ${unused}.`);
  }
}

/** Copies the files that the combinations need into a consumer's folder. */
export function prepare(folder) {
  cpSync(join(import.meta.dirname, "entries.mjs"), join(folder, "entries.mjs"));
  for (const [name, source] of Object.entries(SOURCES)) {
    for (const extension of ["mts", "cts", "ts"]) cpSync(join(root, source), join(folder, `${name}.${extension}`));
  }
}

/** A combination: the name of its row, and a check that throws on failure. */
export function combinationsIn(tools, consumers) {
  return consumers.flatMap(({ folder, peers }) => [
    { row: "test/xstate", peers, check: () => testMachine(folder) },
    ...NODES.map((line) => onNode(join(tools, "node_modules", nodeAlias(line)), folder, peers)),
    ...TYPESCRIPTS.flatMap((line) =>
      RESOLUTIONS.map((resolution) =>
        withTypeScript(join(tools, "node_modules", typescriptAlias(line)), resolution, folder, peers),
      ),
    ),
  ]);
}

function onNode(installed, folder, peers) {
  const version = readPackage(installed).version.replace(/^v/, "");
  const node = join(installed, "bin", process.platform === "win32" ? "node.exe" : "node");
  const check = async () => {
    await expectOutput(`v${version}\n`, folder, node, "entries.mjs");
    for (const [program, says] of Object.entries(PROGRAMS)) await expectOutput(says, folder, node, program);
    return "runs";
  };
  return { row: `Node ${version}`, peers, check };
}

async function testMachine(folder) {
  await run(root, process.execPath, join(import.meta.dirname, "machine-tests.mjs"), folder);
  return "passes";
}

async function expectOutput(expected, ...command) {
  const found = await run(...command);
  if (found !== expected) throw new Error(`Expected ${expected.trim()}, but found ${found.trim()}.`);
}

function withTypeScript(installed, { name, options, extensions }, folder, peers) {
  const { version } = readPackage(installed);
  const major = Number.parseInt(version, 10);
  const silence = name === "node10" && major === 6 ? { ignoreDeprecations: "6.0" } : {};
  const graph = existsSync(join(folder, GRAPH_PACKAGE)) ? { paths: { "xstate/graph": [GRAPH_PACKAGE] } } : {};
  const tsconfig = `${version}-${name}.json`;
  const compile = () => {
    const files = Object.keys(SOURCES).flatMap((source) => extensions.map((extension) => `${source}.${extension}`));
    writeTsconfig(folder, tsconfig, { ...options, ...silence, ...graph, noEmit: true }, files);
    return run(folder, process.execPath, join(installed, "bin/tsc"), "-p", tsconfig);
  };
  const check = async () => {
    if (name === "node10") return major >= 7 ? expectRemoved(compile) : expectOwnFaultless(compile);
    await compile();
    return "compiles";
  };
  return { row: `TypeScript ${version}, ${name}`, peers, check };
}

/**
 * The newest fast-check imports types in a way that node10 cannot follow. Errors in a peer's own declarations are shown
 * but do not fail the check. The output lists all errors, so that errors of the library would be seen.
 */
async function expectOwnFaultless(compile) {
  try {
    await compile();
    return "compiles";
  } catch (error) {
    const faults = error.message.match(/^\S+\(\d+,\d+\): error .*/gm) ?? [];
    const isPeers = (fault) => PEER_NAMES.some((peer) => fault.startsWith(`node_modules/${peer}/`));
    if (faults.length === 0 || !faults.every(isPeers)) throw error;
    return "compiles, except for errors in peers";
  }
}

/** TypeScript 7 removed node10. This verifies it. */
async function expectRemoved(compile) {
  const answer = await compile().then(
    () => "",
    (error) => error.message,
  );
  if (!answer.includes("TS5108"))
    throw new Error(`Expected node10 to be removed, but found ${answer || "that it works"}.`);
  return "removed";
}
