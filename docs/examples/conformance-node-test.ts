import { test } from "node:test";
import { conformance } from "ess-request-machine/testing";
import { serverUnderTest } from "./conformance-http-server.js";

test("the server does what the lifecycle says", async (t) => {
  const { adapter, close } = await serverUnderTest();
  t.after(close);
  await conformance(adapter, { coverage: "full" });
});
