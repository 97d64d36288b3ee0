import { readdirSync, readFileSync } from "node:fs";
import { ConformanceError, conformance, formatReport } from "ess-request-machine/testing";
import { expect, onTestFinished, test } from "vitest";
import { serverUnderTest } from "../docs/examples/conformance-http-server.js";

/** The example of a server, judged over a socket. */

const root = new URL("../", import.meta.url);
const page = readFileSync(new URL("docs/conformance.md", root), "utf8");

test("it passes, and the report is the one that the page shows", async () => {
  const { adapter, close } = await serverUnderTest();
  onTestFinished(close);
  const report = formatReport(await conformance(adapter, { coverage: "full" }));
  expect(page).toContain(`\`\`\`\n${report}\n\`\`\`\n`);
});

test("a server that answers a late callback with 409 is caught over the socket, with a story", async () => {
  const { adapter, close } = await serverUnderTest();
  onTestFinished(close);
  const strict: typeof adapter = {
    ...adapter,
    async applyExecutionStatus(id, callback) {
      const before = await adapter.read(id);
      const answer = await adapter.applyExecutionStatus(id, callback);
      const isLate = before.state === "COMPLETED" && callback.status === "CANCEL";
      return isLate ? { httpStatus: 409 } : answer;
    },
  };
  const failure = await conformance(strict).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConformanceError);
  expect((failure as ConformanceError).story).toMatch(
    /^4\. CANCEL with the latest handle, text "text"\n.+\nAt step 4 the implementation differs\.\n {3}httpStatus: expected 200, but found 409\.$/m,
  );
});

test("the page shows the examples as they are", () => {
  const code = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);
  const files = readdirSync(new URL("docs/examples/", root)).filter((file) => file.startsWith("conformance-"));
  const examples = files.map((file) => readFileSync(new URL(`docs/examples/${file}`, root), "utf8"));
  expect(code.sort()).toEqual(examples.sort());
});
