import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** Helpers to use the packed tarball: pack it, install it into a folder, compile a consumer there. */

export const root = join(import.meta.dirname, "../..");
export const bin = (name) => join(root, "node_modules/.bin", name);
export const readPackage = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
/** Returns the lowest version of a range such as `^5.19.0` or `>=20.19`, as written in the range. */
export const lowestOf = (range) => range.replace(/^(\^|>=)/, "");

const PEERS = Object.entries(readPackage(root).peerDependencies);
/** The optional peers as arguments of npm: the lowest of each range, the newest, and those that the tests use. */
export const LOWEST_PEERS = PEERS.map(([name, range]) => `${name}@${lowestOf(range)}`);
export const NEWEST_PEERS = PEERS.map(([name, range]) => `${name}@${range}`);
export const TESTED_PEERS = PEERS.map(([name]) => `${name}@${readPackage(join(root, "node_modules", name)).version}`);
export const PEER_NAMES = PEERS.map(([name]) => name);

/** Runs a command and returns its output. */
export async function run(cwd, command, ...args) {
  try {
    return (await promisify(execFile)(command, args, { cwd })).stdout;
  } catch (error) {
    const output = `${error.stdout}${error.stderr}`;
    throw new Error(`${[command, ...args].join(" ")} failed:\n${output || error.message}`);
  }
}

/** Packs the latest build. */
export async function pack(workplace) {
  const [{ filename, files, size }] = JSON.parse(
    await run(root, "npm", "pack", "--json", "--pack-destination", workplace),
  );
  return { filename, tarball: join(workplace, filename), files: files.map(({ path }) => path), size };
}

/** Creates a folder in the workplace and installs these packages there. */
export async function install(workplace, name, ...packages) {
  const folder = join(workplace, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
  await run(folder, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages);
  return folder;
}

const CHECKED = { target: "ES2022", strict: true, skipLibCheck: false, types: [] };

export function writeTsconfig(folder, name, compilerOptions, files) {
  writeFileSync(join(folder, name), JSON.stringify({ compilerOptions: { ...CHECKED, ...compilerOptions }, files }));
}

/** Both requests succeed, the inspector receives four calls, the kit covers every outcome, and the endpoint answers. */
const CONSUMER_OUTPUT = '["SUCCEEDED","SUCCEEDED",4,[],200,true]\n';
/** The events that Stately's inspector receives for a request without an actor and for one with an actor. */
const INSPECTOR_OUTPUT = "actor,event,event,snapshot,actor,event,snapshot\n";

/** The compiled programs, and the expected output of each. */
export const PROGRAMS = {
  "consumer.mjs": CONSUMER_OUTPUT,
  "consumer.cjs": CONSUMER_OUTPUT,
  "inspector.mjs": INSPECTOR_OUTPUT,
};

/** Compiles the consumers of all entries as ESM and as CommonJS. Also checks the library's own declarations. */
export async function compileConsumer(folder) {
  const sources = Object.keys(PROGRAMS).map((program) => program.replace("js", "ts"));
  for (const source of sources) {
    cpSync(join(import.meta.dirname, source.replace(/[mc]ts$/, "ts")), join(folder, source));
  }
  writeTsconfig(folder, "tsconfig.json", { module: "NodeNext" }, sources);
  await run(folder, bin("tsc"), "-p", "tsconfig.json");
}
