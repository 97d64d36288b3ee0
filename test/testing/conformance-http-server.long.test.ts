import { readdirSync, readFileSync } from "node:fs";
import { ConformanceError, conformance, formatReport } from "ess-request-machine/testing";
import { expect, onTestFinished, test } from "vitest";
import { serverUnderTest } from "../../docs/examples/conformance-http-server.js";

/** The example server, tested over a socket. `npm run check:vitest` and `check:node-test` send it everything. */

const root = new URL("../../", import.meta.url);
const page = readFileSync(new URL("docs/conformance.md", root), "utf8");
const withoutNumbers = (text: string) => text.replaceAll(/\d+/g, "0");

test("it passes, and the page shows such a report", async () => {
  const { adapter, close } = await serverUnderTest();
  onTestFinished(close);
  const report = formatReport(await conformance(adapter, { maxSteps: 4, numRuns: 0 }));
  const [, shown = ""] = /```\n(\d+ requests,.*?)\n```/s.exec(page) ?? [];
  const linesOf = (text: string) => withoutNumbers(text).split("\n");
  const [first, ...lines] = linesOf(shown);
  expect(linesOf(report)[0]).toBe(first);
  expect(linesOf(report).at(-1)).toBe(lines.at(-1));
  expect(linesOf(report).filter((line) => / of \d+$/.test(line))).toEqual(lines.slice(0, 5));
});

test("a server that answers a late callback with 409 is detected over the socket", async () => {
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
  const failure = await conformance(strict, { only: [{ state: "COMPLETED", event: "CANCEL" }] }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ConformanceError);
  expect((failure as ConformanceError).counterexample).toMatch(
    /^4\. CANCEL with .+\n.+\nThe implementation differs at step 4:\n {3}httpStatus: expected \d+, but found 409\.$/m,
  );
});

test("the page shows the examples", () => {
  const code = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text);
  const files = readdirSync(new URL("docs/examples/", root)).filter((file) => file.startsWith("conformance-"));
  const examples = files.map((file) => readFileSync(new URL(`docs/examples/${file}`, root), "utf8"));
  expect(code.sort()).toEqual(examples.sort());
});
