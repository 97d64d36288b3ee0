import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Checks what a user gets: the packed tarball, by publint and attw, and from within consumers that install it. Needs a
 * fresh build (`npm run check:package` makes one).
 */

const root = join(import.meta.dirname, "../..");
const bin = (name) => join(root, "node_modules/.bin", name);
const { peerDependencies } = readPackage(root);
/** The lowest XState of the peer range, and the one that the tests run with. */
const XSTATES = [peerDependencies.xstate.replace("^", ""), readPackage(join(root, "node_modules/xstate")).version];
const workplace = mkdtempSync(join(tmpdir(), "ess-request-machine-"));

function readPackage(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function run(cwd, command, ...args) {
  try {
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    throw new Error(`${[command, ...args].join(" ")} failed:\n${error.stdout ?? ""}${error.stderr ?? ""}`);
  }
}

function check(what, holds) {
  if (!holds) throw new Error(`Expected ${what}.`);
  console.log(`  ${what}`);
}

function pack() {
  const [{ filename, files, size }] = JSON.parse(run(root, "npm", "pack", "--json", "--pack-destination", workplace));
  console.log(`${filename}: ${files.length} files, ${(size / 1000).toFixed(1)} kB`);
  const names = files.map(({ path }) => path);
  for (const name of ["LICENSE", "README.md", "CHANGELOG.md", "package.json"])
    check(`${name} in it`, names.includes(name));
  check("no test and no source of the library in it", !names.some((name) => /^(src|test)\//.test(name)));
  return join(workplace, filename);
}

/** What is bundled would be there twice: once for the library and once for its user. */
function checkImports() {
  const importsOf = (file) =>
    [...readFileSync(join(root, "dist", file), "utf8").matchAll(/\b(?:from|require|import)[\s(]*["']([^"']+)["']/g)]
      .map(([, name]) => name)
      .filter((name) => !name.startsWith("./"));
  for (const file of readdirSync(join(root, "dist"))) {
    const allowed = /^machine\./.test(file) ? ["xstate"] : [];
    const found = [...new Set(importsOf(file))];
    check(`${file} to import ${allowed.join() || "nothing"}`, found.join() === allowed.join());
  }
}

function install(name, ...packages) {
  const folder = join(workplace, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
  run(folder, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", ...packages);
  return folder;
}

/** One consumer of both entries, compiled and run as ESM and as CommonJS, its types checked down to the library's own. */
function checkConsumer(tarball, xstate) {
  const folder = install(`consumer-of-${xstate}`, tarball, `xstate@${xstate}`);
  cpSync(join(import.meta.dirname, "consumer.ts"), join(folder, "consumer.mts"));
  cpSync(join(import.meta.dirname, "consumer.ts"), join(folder, "consumer.cts"));
  const compilerOptions = { module: "NodeNext", target: "ES2022", strict: true, skipLibCheck: false, types: [] };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, files: ["consumer.mts", "consumer.cts"] }),
  );
  run(folder, bin("tsc"), "-p", "tsconfig.json");
  check(`a consumer to compile with XState ${xstate}`, true);
  for (const file of ["consumer.mjs", "consumer.cjs"]) {
    check(`${file} to run`, run(folder, "node", file) === '["SUCCEEDED","SUCCEEDED"]\n');
  }
}

/** Whoever needs no machine installs no XState: it is an optional peer. */
function checkWithoutXState(tarball) {
  const folder = install("without-xstate", tarball);
  check("nothing else to be installed", !readdirSync(join(folder, "node_modules")).includes("xstate"));
  const program = "console.log(Object.keys(library).length > 10)";
  const esm = `import * as library from "ess-request-machine"; ${program}`;
  const cjs = `const library = require("ess-request-machine"); ${program}`;
  check(
    "the main entry to run without XState, as ESM",
    run(folder, "node", "--input-type=module", "-e", esm) === "true\n",
  );
  check("the main entry to run without XState, as CommonJS", run(folder, "node", "-e", cjs) === "true\n");
}

try {
  const tarball = pack();
  checkImports();
  run(root, bin("publint"), "run", "--strict", tarball);
  check("publint to find nothing", true);
  run(root, bin("attw"), tarball);
  check("attw to find nothing", true);
  for (const xstate of XSTATES) checkConsumer(tarball, xstate);
  checkWithoutXState(tarball);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(workplace, { recursive: true });
}
