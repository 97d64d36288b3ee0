import { mergeConfig } from "vitest/config";
import shared from "../vitest.config.js";

/** The tests that run against mutants: the tests of src/, without slow ones and those that read other files. */

const config = shared({ mode: "test", command: "serve" });

export default mergeConfig(
  { ...config, test: { ...config.test, include: [], exclude: [], isolate: true } },
  {
    test: {
      include: [
        "test/{lifecycle,input,apply,http,xstate}/**/*.test.ts",
        "test/docs/generated-pages.test.ts",
        "test/analysis/*.test.ts",
        "test/{vectors,testing}.test.ts",
        "test/conformance{,-scenarios,-shrink,-steps,-options.long}.test.ts",
      ],
      exclude: ["test/**/{laws,sequences,cells}.test.ts", "test/analysis/*.long.test.ts"],
      setupFiles: ["test/mutation/fixed-seed.ts"],
    },
  },
);
