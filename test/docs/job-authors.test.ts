import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  applyExecutionStatus,
  chart,
  createRequest,
  EXECUTION_STATUSES,
  FORCE_CANCEL_AFTER_MS,
  ignoresMessage,
  type JobRequest,
  OUTCOME_REASONS,
  toHttpResponse,
} from "ess-request-machine";
import { describe, expect, onTestFinished, test } from "vitest";
import { ReportRefused, report } from "../../docs/examples/report.js";
import { MAX_EARLIER_HANDLES } from "../../src/lifecycle/assign-actions.js";
import { blocksOf, codesIn, contentOf, rowsOf } from "../support/pages.js";

/** What docs/job-authors.md tells the authors of jobs is what the library does. */

const PAGE = "docs/job-authors.md";
const rows = rowsOf(PAGE);
const statusRows = rows.filter(([status = ""]) => status.startsWith("`"));
const answerRows = rows.filter(([answer = ""]) => /^\d/.test(answer));

const running: JobRequest = {
  ...createRequest({ requestId: "101" }),
  state: "RUNNING",
  requestHandle: "handle-1",
  attempt: 1,
};

test("it has a row for each status, and says which ones ignore the message", () => {
  expect(statusRows.map(([status = ""]) => codesIn(status))).toEqual(EXECUTION_STATUSES.map((status) => [status]));
  const ignoring = statusRows.filter((row) => row[2] === "ignored").flatMap(([status = ""]) => codesIn(status));
  expect(ignoring).toEqual(EXECUTION_STATUSES.filter(ignoresMessage));
});

test.each(["RUNNING", "CANCELLING"] as const)("it says what each status does in %s", (state) => {
  const column = { RUNNING: 3, CANCELLING: 4 }[state];
  for (const [index, status] of EXECUTION_STATUSES.entries()) {
    const targets = (chart.states[state].on[status] ?? []).flatMap(({ target }) => target ?? []);
    expect(codesIn(statusRows[index]?.[column] ?? ""), status).toEqual(targets);
  }
});

test("it has a row for each documented answer, with all the reasons of that answer, in order", () => {
  const documented = [...Object.values(OUTCOME_REASONS).map(({ httpStatus }) => httpStatus), 404, 500];
  expect(answerRows.map(([answer]) => Number(answer))).toEqual([...new Set(documented)].sort());
  const reasons = chart.callbacks.fallbacks.flatMap(({ actions = [] }) =>
    actions.flatMap((action) => (typeof action === "string" ? [] : action.params.reason)),
  );
  for (const [answer, meaning = ""] of answerRows) {
    const expected = reasons.filter((reason) => OUTCOME_REASONS[reason].httpStatus === Number(answer));
    expect(codesIn(meaning)).toEqual(expected);
  }
});

test("the answers that it shows are real", () => {
  const href = "https://scheduler.example/ess/rest/scheduler/v1/requests/101";
  const answerTo = (requestHandle: string) =>
    toHttpResponse(applyExecutionStatus(running, { requestHandle, status: "WARNING" }), { href }).body;
  const shown = blocksOf(PAGE, contentOf(PAGE)).filter(({ language }) => language === "json");
  expect(shown.map((block) => JSON.parse(block.text))).toEqual([answerTo("handle-1"), answerTo("foreign")]);
});

test("the numbers on the pages are the library's", () => {
  expect([FORCE_CANCEL_AFTER_MS / 60_000, MAX_EARLIER_HANDLES]).toEqual([30, 16]);
  expect(contentOf(PAGE)).toContain("Thirty minutes after");
  expect(contentOf(PAGE)).toContain("sixteen earlier executions");
  expect(contentOf("docs/server-authors.md")).toContain("30 minutes after it was last seen");
  expect(contentOf("docs/llms.txt")).toContain("`forceCancel` needs 30 minutes");
});

/** A scheduler that gives these answers, one after another; 0 breaks the connection. */
async function answering(...answers: readonly number[]) {
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

describe("the example sends again exactly when the page says so", () => {
  test.each(answerRows.map(([answer = "", , action = ""]) => [Number(answer), action] as const))(
    "%i: %s",
    async (answer, action) => {
      const { bodies, send } = await answering(answer, 200);
      const error = await send().catch((thrown: unknown) => thrown);
      expect(bodies).toHaveLength(action === "send it again" ? 2 : 1);
      if (action.startsWith("do not")) expect(error).toBeInstanceOf(ReportRefused);
      else expect(error).toBeUndefined();
    },
  );

  test("a temporary problem: the same bytes, with growing pauses", async () => {
    const { bodies, pauses, send } = await answering(0, 503, 429, 408, 0, 502, 500, 504, 0, 503, 503, 200);
    await send();
    expect(new Set(bodies)).toEqual(new Set(['{"requestHandle":"h","status":"SUCCESS"}']));
    expect(pauses).toEqual([...[1, 2, 4, 8, 16, 32, 64, 128, 256].map((s) => s * 1000), 300_000, 300_000]);
  });

  test("any other answer is final, and a redirect is not followed", async () => {
    for (const answer of [301, 302, 307, 401, 409, 413, 415]) {
      const { bodies, send } = await answering(answer, 200);
      await expect(send()).rejects.toThrow(`the scheduler answered ${answer}`);
      expect(bodies).toHaveLength(1);
    }
  });
});
