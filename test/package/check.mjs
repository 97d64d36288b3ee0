import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  bin,
  CONSUMER_SAYS,
  compileConsumer,
  install,
  LOWEST_PEERS,
  PEER_NAMES,
  pack,
  root,
  run,
  TESTED_PEERS,
} from "./consumers.mjs";

/**
 * Checks what a user gets: the packed tarball, by publint and attw, and from within consumers that install it. Needs a
 * fresh build (`npm run check:package` makes one).
 */

const workplace = mkdtempSync(join(tmpdir(), "ess-request-machine-"));

function check(what, holds) {
  if (!holds) throw new Error(`Expected ${what}.`);
  console.log(`  ${what}`);
}

/** In bytes. What it holds today and a little more: the vectors and the conformance suite are two fifths of it. */
const LARGEST = 85_000;

function checkFiles({ filename, files, size }) {
  console.log(`${filename}: ${files.length} files, ${(size / 1000).toFixed(1)} kB`);
  for (const name of ["LICENSE", "README.md", "CHANGELOG.md", "package.json"])
    check(`${name} in it`, files.includes(name));
  check(`${LARGEST / 1000} kB at most`, size <= LARGEST);
  check("no test and no source of the library in it", !files.some((name) => /^(src|test)\//.test(name)));
}

/** What is bundled would be there twice: once for the library and once for its user. */
function checkImports() {
  const importsOf = (file) =>
    [...readFileSync(join(root, "dist", file), "utf8").matchAll(/\b(?:from|require|import)[\s(]*["']([^"']+)["']/g)]
      .map(([, name]) => name)
      .filter((name) => !name.startsWith("./"));
  const allowedIn = { machine: ["xstate"], testing: ["fast-check"] };
  for (const file of readdirSync(join(root, "dist"))) {
    const allowed = allowedIn[file.split(".")[0]] ?? [];
    const found = [...new Set(importsOf(file))];
    check(`${file} to import ${allowed.join() || "nothing"}`, found.join() === allowed.join());
  }
}

async function checkConsumer(tarball, peers) {
  const folder = await install(workplace, `with-${peers.join("-")}`, "--prefer-offline", tarball, ...peers);
  const programs = await compileConsumer(folder);
  check(`a consumer to compile with ${peers.join(" and ")}`, true);
  for (const program of programs) {
    check(`${program} to run`, (await run(folder, "node", program)) === CONSUMER_SAYS);
  }
}

/** Whoever needs no machine installs no XState: all peers are optional. */
async function checkWithoutPeers(tarball) {
  const folder = await install(workplace, "without-peers", "--prefer-offline", tarball);
  const installed = readdirSync(join(folder, "node_modules"));
  check("nothing else to be installed", !PEER_NAMES.some((name) => installed.includes(name)));
  const program = "console.log(Object.keys(library).length > 10)";
  const esm = `import * as library from "ess-request-machine"; ${program}`;
  const cjs = `const library = require("ess-request-machine"); ${program}`;
  check(
    "the main entry to run without peers, as ESM",
    (await run(folder, "node", "--input-type=module", "-e", esm)) === "true\n",
  );
  check("the main entry to run without peers, as CommonJS", (await run(folder, "node", "-e", cjs)) === "true\n");
}

try {
  const packed = await pack(workplace);
  const { tarball } = packed;
  checkFiles(packed);
  checkImports();
  await run(root, bin("publint"), "run", "--strict", tarball);
  check("publint to find nothing", true);
  await run(root, bin("attw"), tarball);
  check("attw to find nothing", true);
  for (const peers of [LOWEST_PEERS, TESTED_PEERS]) await checkConsumer(tarball, peers);
  await checkWithoutPeers(tarball);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(workplace, { recursive: true });
}
