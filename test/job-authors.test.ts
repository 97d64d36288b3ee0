import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import {
  applyExecutionStatus,
  chart,
  EXECUTION_STATUSES,
  ignoresMessage,
  OUTCOME_REASONS,
  toHttpResponse,
} from "ess-request-machine";
import { describe, expect, onTestFinished, test } from "vitest";
import { ReportRefused, report } from "../docs/examples/report.js";
import { EARLIER_HANDLES_KEPT } from "../src/lifecycle/assign-actions.js";
import { FORCE_CANCEL_AFTER, MINUTE } from "../src/lifecycle/guards.js";
import { RUNNING } from "./support/boundary.js";
import { blocksOf, codesIn, contentOf, rowsOf } from "./support/pages.js";

/** What docs/job-authors.md tells those who write jobs is what the library does. */

const PAGE = "docs/job-authors.md";
const rows = rowsOf(PAGE);
const statusRows = rows.filter(([status = ""]) => status.startsWith("`"));
const answerRows = rows.filter(([answer = ""]) => /^\d/.test(answer));

test("it has a row for each status, and says whose text is read", () => {
  expect(statusRows.map(([status = ""]) => codesIn(status))).toEqual(EXECUTION_STATUSES.map((status) => [status]));
  const unread = statusRows.filter((row) => row[2] === "not read").flatMap(([status = ""]) => codesIn(status));
  expect(unread).toEqual(EXECUTION_STATUSES.filter(ignoresMessage));
});

test.each(["RUNNING", "CANCELLING"] as const)("it says what each status does to a request that is %s", (state) => {
  const column = { RUNNING: 3, CANCELLING: 4 }[state];
  for (const [index, status] of EXECUTION_STATUSES.entries()) {
    const targets = (chart.states[state].on[status] ?? []).flatMap(({ target }) => target ?? []);
    expect(codesIn(statusRows[index]?.[column] ?? ""), status).toEqual(targets);
  }
});

test("it has a row for each answer, with all the reasons of that answer, in order", () => {
  const documented = [...Object.values(OUTCOME_REASONS).map(({ httpStatus }) => httpStatus), 404, 500];
  expect(answerRows.map(([answer]) => Number(answer))).toEqual([...new Set(documented)].sort());
  for (const [answer, meaning = ""] of answerRows) {
    const reasons = chart.refusals.filter(({ httpStatus }) => httpStatus === Number(answer));
    expect(codesIn(meaning)).toEqual(reasons.map(({ reason }) => reason));
  }
});

test("the answers that it shows are those that are given", () => {
  const href = "https://scheduler.example/ess/rest/scheduler/v1/requests/101";
  const answerTo = (requestHandle: string) =>
    toHttpResponse(applyExecutionStatus(RUNNING, { requestHandle, status: "WARNING" }), { href }).body;
  const shown = blocksOf(PAGE, contentOf(PAGE)).filter(({ language }) => language === "json");
  expect(shown.map((block) => JSON.parse(block.text))).toEqual([answerTo("handle-2"), answerTo("nobody's")]);
});

test("the numbers in it are the library's", () => {
  expect([FORCE_CANCEL_AFTER / MINUTE, EARLIER_HANDLES_KEPT]).toEqual([30, 16]);
  expect(contentOf(PAGE)).toMatch(/^- .*Thirty minutes/m);
  expect(contentOf(PAGE)).toContain("sixteen earlier executions");
  expect(contentOf("docs/server-authors.md")).toMatch(/`TOO_EARLY` until thirty\s+minutes/);
  expect(contentOf("docs/llms.txt")).toContain("`forceCancel` needs 30 minutes");
});

/** A scheduler that gives these answers, one after another: 0 breaks the connection off. */
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

describe("the example sends again just when the page says so", () => {
  test.each(answerRows.map(([answer = "", , then = ""]) => [Number(answer), then] as const))(
    "%i: %s",
    async (answer, then) => {
      const { bodies, send } = await answering(answer, 200);
      const refused = await send().catch((error: unknown) => error);
      expect(bodies).toHaveLength(then === "send it again" ? 2 : 1);
      if (then.startsWith("do not")) expect(refused).toBeInstanceOf(ReportRefused);
      else expect(refused).toBeUndefined();
    },
  );

  test("trouble on the way: the same bytes, with pauses that grow", async () => {
    const { bodies, pauses, send } = await answering(0, 503, 429, 408, 0, 502, 500, 504, 0, 503, 503, 200);
    await send();
    expect(new Set(bodies)).toEqual(new Set(['{"requestHandle":"h","status":"SUCCESS"}']));
    expect(pauses).toEqual([...[1, 2, 4, 8, 16, 32, 64, 128, 256].map((s) => s * 1000), 300_000, 300_000]);
  });

  test("any other answer stays the same, and a redirect is not followed", async () => {
    for (const answer of [301, 302, 307, 401, 409, 415]) {
      const { bodies, send } = await answering(answer, 200);
      await expect(send()).rejects.toThrow(`the scheduler answered ${answer}`);
      expect(bodies).toHaveLength(1);
    }
  });
});
