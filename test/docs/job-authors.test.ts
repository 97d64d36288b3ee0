import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  applyExecutionStatus,
  chart,
  EXECUTION_STATUSES,
  FORCE_CANCEL_AFTER_MS,
  ignoresMessage,
  OUTCOME_REASONS,
  toHttpResponse,
} from "ess-request-machine";
import { describe, expect, onTestFinished, test } from "vitest";
import { report } from "../../docs/examples/report.js";
import { MAX_EARLIER_HANDLES } from "../../src/lifecycle/assign-actions.js";
import { RUNNING } from "../support/boundary.js";
import { blocksOf, codesIn, contentOf, rowsOf } from "../support/pages.js";

/** docs/job-authors.md agrees with the library. */

const PAGE = "docs/job-authors.md";
const rows = rowsOf(PAGE);
const statusRows = rows.filter(([status = ""]) => status.startsWith("`"));
const answerRows = rows.filter(([answer = ""]) => /^\d/.test(answer));

test("it has a row for each status, and says which messages are ignored", () => {
  expect(statusRows.map(([status = ""]) => codesIn(status))).toEqual(EXECUTION_STATUSES.map((status) => [status]));
  const ignored = statusRows.filter((row) => /^(not read|ignored)$/.test(row[2] ?? ""));
  expect(ignored.flatMap(([status = ""]) => codesIn(status))).toEqual(EXECUTION_STATUSES.filter(ignoresMessage));
});

test.each([
  ["RUNNING", 3],
  ["CANCELLING", 4],
] as const)("it says what each status does in %s", (state, column) => {
  for (const [index, status] of EXECUTION_STATUSES.entries()) {
    const targets = (chart.states[state].on[status] ?? []).flatMap(({ target }) => target ?? []);
    expect(codesIn(statusRows[index]?.[column] ?? ""), status).toEqual(targets);
  }
});

test("it has a row for each HTTP status, with all reasons of callbacks that are answered with it", () => {
  const documented = [...Object.values(OUTCOME_REASONS).map(({ httpStatus }) => httpStatus), 404, 500];
  expect(answerRows.map(([answer]) => Number(answer))).toEqual([...new Set(documented)].sort());
  const reasons = chart.callbacks.fallbacks
    .flatMap(({ actions = [] }) => actions)
    .flatMap((action) => (typeof action === "string" ? [] : action.params.reason));
  for (const [answer, meaning = ""] of answerRows) {
    const expected = reasons.filter((reason) => OUTCOME_REASONS[reason].httpStatus === Number(answer));
    expect(codesIn(meaning), answer).toEqual(expected);
  }
});

test("the answers on the page are those of the library", () => {
  const href = "https://scheduler.example/ess/rest/scheduler/v1/requests/101";
  const answerTo = (requestHandle: string) =>
    toHttpResponse(applyExecutionStatus(RUNNING, { requestHandle, status: "WARNING" }), { href }).body;
  const shown = blocksOf(PAGE, contentOf(PAGE)).filter(({ language }) => language === "json");
  expect(shown.map((block) => JSON.parse(block.text))).toEqual([answerTo("handle-2"), answerTo("another handle")]);
});

test("the numbers on the page are those of the library", () => {
  expect([FORCE_CANCEL_AFTER_MS / 60_000, MAX_EARLIER_HANDLES]).toEqual([30, 16]);
  expect(contentOf(PAGE)).toMatch(/thirty minutes|30 minutes/i);
  expect(contentOf(PAGE)).toMatch(/(sixteen|16) earlier executions/);
});

/** A scheduler that gives these answers in turn; 0 closes the connection without an answer. */
async function startScheduler(...answers: readonly number[]) {
  const bodies: string[] = [];
  const server = createServer(async (req, res) => {
    bodies.push(await text(req));
    const status = answers[bodies.length - 1];
    if (status) res.writeHead(status, { location: "/elsewhere" }).end("{}");
    else req.socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const pauses: number[] = [];
  const wait = async (ms: number) => void pauses.push(ms);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { bodies, pauses, send: () => report(url, { requestHandle: "h", status: "SUCCESS" }, wait) };
}

describe("the example sends the report again exactly if the page says so:", () => {
  test.each(answerRows.map(([answer = "", , action = ""]) => [Number(answer), action] as const))(
    "%i: %s",
    async (answer, action) => {
      const { bodies, send } = await startScheduler(answer, 200);
      const error = await send().catch((thrown: unknown) => thrown);
      expect(bodies).toHaveLength(action === "send it again" ? 2 : 1);
      expect(error instanceof Error).toBe(action.startsWith("do not"));
    },
  );

  test("the same bytes after a temporary failure, with growing pauses", async () => {
    const { bodies, pauses, send } = await startScheduler(0, 503, 429, 408, 0, 502, 500, 504, 0, 503, 503, 200);
    await send();
    expect(new Set(bodies)).toEqual(new Set(['{"requestHandle":"h","status":"SUCCESS"}']));
    expect(pauses).toEqual([...[1, 2, 4, 8, 16, 32, 64, 128, 256].map((s) => s * 1000), 300_000, 300_000]);
  });

  test.each([301, 302, 307, 401, 409, 415])("not after %i, and a redirect is not followed", async (answer) => {
    const { bodies, send } = await startScheduler(answer, 200);
    await expect(send()).rejects.toThrow(String(answer));
    expect(bodies).toHaveLength(1);
  });
});
