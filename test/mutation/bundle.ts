import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { build, type Plugin } from "esbuild";

/** The tests and the sources in one script, which can be evaluated afresh again and again within one process. */

/** One evaluation: each function evaluates a test file, and with the first of them the sources. */
export interface Evaluated {
  readonly files: Readonly<Record<string, () => void>>;
  readonly runCollected: typeof import("./vitest-in-small.js").runCollected;
}

/** A test reads files that lie beside it: in the script it must still know where it was written. */
const whereItWas: Plugin = {
  name: "where it was",
  setup({ onLoad }) {
    onLoad({ filter: /\/(test|docs)\/.*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8")
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
      loader: "ts",
    }));
  },
};

/** Not before its function is called is a test file evaluated, nor what only it imports. */
const entryOf = (tests: readonly string[]) => `
  exports.files = { ${tests.map((name) => `"${name}": () => require("./test/${name}.test.ts")`).join(", ")} };
  exports.runCollected = require("./test/mutation/vitest-in-small.ts").runCollected;
`;

/** Packages are not evaluated again: they are the same for every mutant. */
export async function bundle(root: string, tests: readonly string[]): Promise<() => Evaluated> {
  const at = (path: string) => join(root, path);
  const { outputFiles } = await build({
    stdin: { contents: entryOf(tests), resolveDir: root },
    write: false,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20",
    external: ["fast-check", "xstate", "ajv", "ajv/*", "@vitest/*", "chai", "typescript", "esbuild"],
    alias: {
      "ess-request-machine": at("src/index.ts"),
      "ess-request-machine/machine": at("src/xstate/machine.ts"),
      "ess-request-machine/inspect": at("src/xstate/inspect.ts"),
      "ess-request-machine/testing": at("src/testing.ts"),
      vitest: at("test/mutation/vitest-in-small.ts"),
    },
    plugins: [whereItWas],
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
