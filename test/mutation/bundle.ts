import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { build, type Plugin } from "esbuild";

/** Bundles tests and sources into one script, which one process can evaluate many times. */

/** One evaluation: each function evaluates a test file; the first one also evaluates the sources. */
export interface Evaluated {
  readonly files: Readonly<Record<string, () => void>>;
  readonly runCollected: typeof import("./small-vitest.js").runCollected;
}

/** Tests read files beside them, so `import.meta` keeps the original paths. */
const originalPaths: Plugin = {
  name: "original paths",
  setup({ onLoad }) {
    onLoad({ filter: /\/(test|docs)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.filename", JSON.stringify(path))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
      loader: "ts",
    }));
  },
};

const ENTRIES = ["machine", "inspect", "fetch", "analysis", "testing"];

/** A test file, and what only it imports, is evaluated when its function is called. */
const entryOf = (tests: readonly string[]) => `
  exports.files = { ${tests.map((file) => `"${file}": () => require("./${file}")`).join(", ")} };
  exports.runCollected = require("./test/mutation/small-vitest.ts").runCollected;
`;

/** Packages are not part of the bundle: they are the same for every mutant. */
export async function bundle(root: string, tests: readonly string[]): Promise<() => Evaluated> {
  const at = (path: string) => join(root, path);
  const entries = ENTRIES.map((name) => [`ess-request-machine/${name}`, at(`src/${name}.ts`)]);
  const { outputFiles } = await build({
    stdin: { contents: entryOf(tests), resolveDir: root },
    write: false,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["fast-check", "xstate", "ajv", "ajv/*", "@statelyai/*", "@vitest/*", "chai", "typescript", "esbuild"],
    alias: {
      ...Object.fromEntries(entries),
      "ess-request-machine": at("src/index.ts"),
      vitest: at("test/mutation/small-vitest.ts"),
    },
    plugins: [originalPaths],
    logLevel: "error",
  });
  const evaluate = vm.runInThisContext(`(function (exports, require) {${outputFiles[0]!.text}\n})`);
  const require = createRequire(at("package.json"));
  return () => {
    const exports = {} as Evaluated;
    evaluate(exports, require);
    return exports;
  };
}
