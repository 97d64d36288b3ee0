import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  bin,
  compileConsumer,
  install,
  LOWEST_PEERS,
  PEER_NAMES,
  PROGRAMS,
  pack,
  root,
  run,
  TESTED_PEERS,
} from "./consumers.mjs";

/**
 * Checks the packed tarball: by publint and attw, and by consumers that install it. Needs a fresh build
 * (`npm run check:package` makes one).
 */

const workplace = mkdtempSync(join(tmpdir(), "ess-request-machine-"));

function check(what, holds) {
  if (!holds) throw new Error(`Expected ${what}.`);
  console.log(`  ${what}`);
}

function checkFiles({ filename, files, size }) {
  console.log(`${filename}: ${files.length} files, ${(size / 1000).toFixed(1)} kB`);
  for (const name of ["LICENSE", "README.md", "CHANGELOG.md", "package.json"])
    check(`${name} in it`, files.includes(name));
  check("no test and no source of the library in it", !files.some((name) => /^(src|test)\//.test(name)));
}

const importsOf = (file) =>
  [
    ...readFileSync(join(root, "dist", file), "utf8").matchAll(
      /(?<!")\b(?:from|require|import)[\s(]*["']([^"']+)["']/g,
    ),
  ].map(([, name]) => name);

/** Returns the library's files that an entry loads, and the packages they import. Declarations use `.js` specifiers. */
function reachedFrom(entry) {
  const files = new Set([entry]);
  const packages = new Set();
  for (const file of files) {
    for (const name of importsOf(file)) {
      if (!name.startsWith("./")) packages.add(name);
      else files.add(join(dirname(file), file.endsWith(".d.ts") ? name.replace(/\.js$/, ".d.ts") : name));
    }
  }
  return { files, packages };
}

/** The packages that an entry needs at run time, and those that its types import. */
const NEEDED = {
  index: { code: [], types: [] },
  machine: { code: ["xstate"], types: ["xstate"] },
  inspect: { code: ["xstate"], types: [] },
  fetch: { code: [], types: [] },
  analysis: { code: [], types: [] },
  testing: { code: ["fast-check"], types: ["fast-check"] },
};

/** Dependencies must not be bundled: a user would load them twice. */
function checkImports() {
  const left = new Set(
    readdirSync(join(root, "dist"), { recursive: true }).filter((name) => /\.(c?js|ts)$/.test(name)),
  );
  for (const [entry, { code, types }] of Object.entries(NEEDED)) {
    const beginnings = {
      [`${entry}.js`]: code,
      [`${entry}.cjs`]: code,
      [`${entry}.d.ts`]: types,
      [`cjs/${entry}.d.ts`]: types,
    };
    for (const [file, needed] of Object.entries(beginnings)) {
      const { files, packages } = reachedFrom(file);
      for (const reached of files) left.delete(reached);
      check(`${file} to import ${needed.join() || "nothing"}`, [...packages].join() === needed.join());
    }
  }
  check("every file to be needed by an entry", left.size === 0);
  const mixed = readdirSync(join(root, "dist")).filter(
    (name) => name.endsWith(".cjs") && importsOf(name).some((imported) => /^\..*\.js$/.test(imported)),
  );
  check("CommonJS to load CommonJS alone", mixed.length === 0);
}

async function checkConsumer(tarball, peers) {
  const folder = await install(
    workplace,
    `with-${peers.join("-").replaceAll("/", "-")}`,
    "--prefer-offline",
    tarball,
    ...peers,
  );
  await compileConsumer(folder);
  check(`a consumer to compile with ${peers.join(" and ")}`, true);
  for (const [program, says] of Object.entries(PROGRAMS)) {
    check(`${program} to run`, (await run(folder, "node", program)) === says);
  }
}

/** All peers are optional: a user who does not need the machine does not install XState. */
async function checkWithoutPeers(tarball) {
  const folder = await install(workplace, "without-peers", "--prefer-offline", tarball);
  check("nothing else to be installed", !PEER_NAMES.some((name) => existsSync(join(folder, "node_modules", name))));
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
