import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/**
 * The linter ensures that nothing in src/ reads a clock, a random source or the environment, does I/O, or has a forbidden
 * import. These tests check the linter: they run the command of `npm run lint` on one violation of every kind, each in a
 * copy of a source file.
 */

const root = fileURLToPath(new URL("../", import.meta.url));
const BIOME = join(root, "node_modules/@biomejs/biome/bin/biome");
const HOST = "src/input/request-id.ts";

const GLOBAL = "lint/style/noRestrictedGlobals";
const IMPORT = "lint/style/noRestrictedImports";
const PLUGIN = "plugin";
const GATE = [GLOBAL, IMPORT, PLUGIN];

/** A planted violation, the rule that must report it, and a pattern of its message. Default folder: src. */
interface Plant {
  readonly code: string;
  readonly rule: string;
  readonly pattern: string;
  readonly folder?: string;
}

const globals: readonly Plant[] = [
  ...["new Date()", "Date.now()", "Date()"].map((code) => ({ code, pattern: "variable Date." })),
  ...[
    "performance.now()",
    "Temporal.Now",
    "crypto.randomUUID()",
    "process.env",
    "globalThis.Date",
    'globalThis["process"]',
    "window",
    "self",
  ].map((code) => ({ code, pattern: `variable ${/^\w+/.exec(code)}.` })),
  ...["global", "navigator.language", "localStorage", "document", "Deno", "console.log(1)", "fetch('/')"].map(
    (code) => ({
      code,
      pattern: `variable ${/^\w+/.exec(code)}.`,
    }),
  ),
  ...["setTimeout(() => {})", "setInterval(() => {})", "setImmediate(() => {})", "queueMicrotask(() => {})"].map(
    (code) => ({ code, pattern: `variable ${/^\w+/.exec(code)}.` }),
  ),
  ...["XMLHttpRequest", "WebSocket", "Worker", "Buffer", "Function"].map((name) => ({
    code: `new ${name}("x")`,
    pattern: `variable ${name}.`,
  })),
  ...["Intl.DateTimeFormat()", "eval('1')", "require('fs')", "structuredClone(console)"].map((code) => ({
    code,
    pattern: `variable ${code.startsWith("structured") ? "console" : /^\w+/.exec(code)}.`,
  })),
].map(({ code, pattern }) => ({ code: `export const planted = () => ${code};`, rule: GLOBAL, pattern }));

const members: readonly Plant[] = [
  ...["Math.random()", 'Math["random"]()', "Math?.random()", "Math.max(1, Math.random())", "Math"].map((code) => ({
    code: `export const planted = () => ${code};`,
    pattern: "random numbers",
  })),
  { code: "const { random } = Math; export const planted = random;", pattern: "random numbers" },
  ...['"a".localeCompare("b")', "(1).toLocaleString()", '"a".toLocaleUpperCase()'].map((code) => ({
    code: `export const planted = () => ${code};`,
    pattern: "the locale",
  })),
  ...['(() => {}).constructor("return process")()', '[]["constructor"]["constructor"]("return Date.now()")()'].map(
    (code) => ({ code: `export const planted = () => ${code};`, pattern: "must not compile code" }),
  ),
  ...[
    "const { constructor: made } = () => {}; export const planted = made;",
    "const { constructor: made = 1 } = () => {}; export const planted = made;",
    "const { constructor } = () => {}; export const planted = constructor;",
    "export const planted = ({ constructor }: () => void) => constructor;",
    "let constructor: unknown; ({ constructor } = () => {}); export const planted = constructor;",
    "let made: unknown; ({ constructor: made } = () => {}); export const planted = made;",
  ].map((code) => ({ code, pattern: "must not compile code" })),
  { code: "export const planted = () => new Error().stack;", pattern: "where the code runs" },
  { code: "export const planted = import.meta.url;", pattern: "the environment" },
  { code: 'export const planted = () => import("./names.js");', pattern: "at the top" },
].map((plant) => ({ ...plant, rule: PLUGIN }));

const OWN_FILES = "the library's own files|only its own files";
const imports: readonly Plant[] = [
  ...[
    "node:fs",
    "fs",
    "xstate",
    "fast-check",
    "@standard-schema/spec",
    "../package.json",
    "../test/support/boundary.js",
  ],
  ...["./../docs/generate.js", "/etc/hosts", "#internal"],
]
  .map((name) => ({ code: `import * as planted from "${name}";\nexport { planted };`, folder: "src" }))
  .concat([
    { code: 'export * from "xstate";', folder: "src" },
    { code: 'import "node:process";', folder: "src" },
    { code: 'import type { Stats } from "node:fs";\nexport type Planted = Stats;', folder: "src" },
    { code: 'export const planted = () => import("node:fs");', folder: "src" },
    { code: 'export * from "xstate";', folder: "src/testing" },
    { code: 'export * from "node:assert";', folder: "src/testing" },
    { code: 'export * from "../../test/support/boundary.js";', folder: "src/testing" },
  ])
  .map((plant) => ({ ...plant, rule: IMPORT, pattern: OWN_FILES }));

const PLANTS = [...globals, ...members, ...imports].map((plant, i) => ({
  ...plant,
  file: `${plant.folder ?? "src"}/planted-${i}.ts`,
}));

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly message: string;
  readonly location: { readonly path: string };
}

/** Returns the diagnostics of the command, whether it passes or fails. */
function linted(folder: string): Promise<readonly Diagnostic[]> {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const [program, ...args] = scripts.lint.split(" ");
  expect(program).toBe("biome");
  return new Promise((resolve, reject) => {
    const options = ["--reporter=json", "--max-diagnostics=none"];
    execFile(process.execPath, [BIOME, ...args, ...options], { cwd: folder, maxBuffer: 2 ** 26 }, (_, out, err) => {
      if (out.startsWith("{")) resolve(JSON.parse(out).diagnostics);
      else reject(new Error(`The linter did not answer: ${err}`));
    });
  });
}

let folder = "";
let diagnostics: readonly Diagnostic[] = [];
const gateAt = (path: string) =>
  diagnostics.filter(({ location, category }) => location.path === path && GATE.includes(category));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "purity-"));
  mkdirSync(join(folder, "test"));
  for (const name of ["src", "test/lint.json", "test/purity.grit", ".gitignore"]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  mkdirSync(join(folder, "src/testing"), { recursive: true });
  const host = readFileSync(join(root, HOST), "utf8");
  for (const { file, code } of PLANTS) writeFileSync(join(folder, file), `${host}\n${code}\n`);
  diagnostics = await linted(folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the linter fails on", () => {
  test.each(PLANTS)("$code in $folder", ({ file, rule, pattern }) => {
    const seen = gateAt(file).filter(({ category, message }) => category === rule && new RegExp(pattern).test(message));
    expect(seen.map(({ severity }) => severity)).toContain("error");
  });
});

test("the linter reports no such violation in src/", () => {
  const planted = PLANTS.map(({ file }) => file);
  const found = diagnostics.filter(
    ({ category, location }) => GATE.includes(category) && !planted.includes(location.path),
  );
  expect(found.map(({ message, location }) => `${location.path}: ${message}`)).toEqual([]);
});

/** Globals that do not depend on time or environment. */
const PURE = [
  "Object Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp JSON Math",
  "Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError",
  "ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array",
  "Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet Proxy Reflect Iterator",
  "decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN structuredClone atob btoa",
  "URL URLSearchParams URLPattern Request Response TextEncoder TextDecoder DisposableStack AsyncDisposableStack",
].flatMap((names) => names.split(" "));

test("every global of this Node is pure, or denied", () => {
  const { overrides } = JSON.parse(readFileSync(join(root, "test/lint.json"), "utf8"));
  const [denied] = overrides.flatMap(
    (override: { linter?: { rules?: { style?: { noRestrictedGlobals?: { options: { deniedGlobals: object } } } } } }) =>
      override.linter?.rules?.style?.noRestrictedGlobals?.options.deniedGlobals ?? [],
  );
  // The test runner adds globals of its own.
  const names = Object.getOwnPropertyNames(globalThis).filter((name) => !/^_|vitest/i.test(name));
  expect(names.filter((name) => !PURE.includes(name) && !Object.hasOwn(denied, name))).toEqual([]);
});
