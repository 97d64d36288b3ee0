import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => ({
  root: at(".."),
  resolve: {
    alias: [
      { find: /^ess-request-machine$/, replacement: at("../src/index.ts") },
      { find: /^ess-request-machine\/machine$/, replacement: at("../src/machine.ts") },
      { find: /^ess-request-machine\/inspect$/, replacement: at("../src/inspect.ts") },
      { find: /^ess-request-machine\/testing$/, replacement: at("../src/testing.ts") },
    ],
  },
  test: {
    // `npm run check:vitest` runs the example that is a test itself.
    include: [mode === "example" ? "docs/examples/conformance-vitest.ts" : "test/**/*.test.ts"],
    // A worker of its own for each file would take longer to start than the tests take to run.
    isolate: false,
    // The default leaves one core idle, of two as of twenty.
    maxWorkers: "100%",
    // Long, for a busy computer.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: "v8", include: ["src/**"] },
  },
}));
