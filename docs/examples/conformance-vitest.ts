import { conformance } from "ess-request-machine/testing";
import { onTestFinished, test } from "vitest";
import { serverUnderTest } from "./conformance-http-server.js";

test("the server does what the lifecycle says", async () => {
  const { adapter, close } = await serverUnderTest();
  onTestFinished(close);
  await conformance(adapter, { coverage: "full" });
}, 60_000);
