import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const INCLUDE: Readonly<Record<string, string[]>> = {
  // `npm run check:vitest`: the example that is a test itself.
  example: ["docs/examples/conformance-vitest.ts"],
  // `npm run test:long`: longer tests, independent implementations, and the properties with five times as many runs.
  long: ["test/**/*.long.test.ts", "test/**/{laws,sequences}.test.ts"],
};

export default defineConfig(({ mode }) => ({
  root: at(".."),
  resolve: {
    alias: [
      { find: /^ess-request-machine$/, replacement: at("../src/index.ts") },
      { find: /^ess-request-machine\/machine$/, replacement: at("../src/machine.ts") },
      { find: /^ess-request-machine\/inspect$/, replacement: at("../src/inspect.ts") },
      { find: /^ess-request-machine\/fetch$/, replacement: at("../src/fetch.ts") },
      { find: /^ess-request-machine\/analysis$/, replacement: at("../src/analysis.ts") },
      { find: /^ess-request-machine\/testing$/, replacement: at("../src/testing.ts") },
    ],
  },
  test: {
    include: INCLUDE[mode] ?? ["test/**/*.test.ts"],
    exclude: mode === "long" ? [] : ["test/**/*.long.test.ts"],
    // A separate worker per file takes longer to start than most tests take to run.
    isolate: false,
    // The default leaves one core idle, of two as of twenty.
    maxWorkers: "100%",
    // Long enough for a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: "v8", include: ["src/**"] },
  },
}));
