import { mergeConfig } from "vitest/config";
import shared from "../vitest.config.js";

/** The tests that mutants run against: those of src/, without the slow ones and those that read other files. */

const config = shared({ mode: "test", command: "serve" });

export default mergeConfig(
  { ...config, test: { ...config.test, include: [], isolate: true } },
  {
    test: {
      include: [
        "test/{accessors,create-request,explain,facts,fault-sentences,handle-masks,hostile-input,inspect,machine}.test.ts",
        "test/{generated-pages,http-response,scenarios,schemas,status-hints,stored-records,vectors}.test.ts",
        "test/{parse-*,request-id,testing,conformance*}.test.ts",
      ],
      exclude: ["test/conformance-http-server.test.ts"],
      setupFiles: ["test/mutation/fixed-seed.ts"],
    },
  },
);
