import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

/** What it takes to be a user of the packed tarball: pack it, install it somewhere, compile a consumer there. */

export const root = join(import.meta.dirname, "../..");
export const bin = (name) => join(root, "node_modules/.bin", name);
export const readPackage = (folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
/** The lowest version that a range such as `^5.19.0` or `>=20.19` allows, as the range writes it. */
export const lowestOf = (range) => range.replace(/^(\^|>=)/, "");

const PEERS = Object.entries(readPackage(root).peerDependencies);
/** The optional peers, as npm takes them: the lowest of each range, the newest, and those that the tests run with. */
export const LOWEST_PEERS = PEERS.map(([name, range]) => `${name}@${lowestOf(range)}`);
export const NEWEST_PEERS = PEERS.map(([name, range]) => `${name}@${range}`);
export const TESTED_PEERS = PEERS.map(([name]) => `${name}@${readPackage(join(root, "node_modules", name)).version}`);
export const PEER_NAMES = PEERS.map(([name]) => name);

/** What the command printed. */
export async function run(cwd, command, ...args) {
  try {
    return (await promisify(execFile)(command, args, { cwd })).stdout;
  } catch (error) {
    const said = `${error.stdout}${error.stderr}`;
    throw new Error(`${[command, ...args].join(" ")} failed:\n${said || error.message}`);
  }
}

/** Packs what was built last. */
export async function pack(workplace) {
  const [{ filename, files, size }] = JSON.parse(
    await run(root, "npm", "pack", "--json", "--pack-destination", workplace),
  );
  return { filename, tarball: join(workplace, filename), files: files.map(({ path }) => path), size };
}

/** A new folder in the workplace, with these packages installed. */
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

/** Both requests succeed, the inspector sees four things, the kit covers every outcome, and the endpoint answers. */
const CONSUMER_SAYS = '["SUCCEEDED","SUCCEEDED",4,[],200,true]\n';
/** What Stately's inspector sees of a request without an actor and of one with it. */
const INSPECTOR_SAYS = "actor,event,event,snapshot,actor,event,snapshot\n";

/** The programs that are compiled, and what each must print. */
export const PROGRAMS = {
  "consumer.mjs": CONSUMER_SAYS,
  "consumer.cjs": CONSUMER_SAYS,
  "inspector.mjs": INSPECTOR_SAYS,
};

/** Compiles the consumers of all entries as ESM and as CommonJS, their types checked down to the library's own. */
export async function compileConsumer(folder) {
  const sources = Object.keys(PROGRAMS).map((program) => program.replace("js", "ts"));
  for (const source of sources) {
    cpSync(join(import.meta.dirname, source.replace(/[mc]ts$/, "ts")), join(folder, source));
  }
  writeTsconfig(folder, "tsconfig.json", { module: "NodeNext" }, sources);
  await run(folder, bin("tsc"), "-p", "tsconfig.json");
}
