import { readFileSync } from "node:fs";
import { createRequest, type ExecutionStatus, type JobRequest } from "ess-request-machine";
import { fromSnapshot } from "ess-request-machine/machine";
import { describe, expect, test, vi } from "vitest";
import { actorOf } from "../docs/examples/actor.js";
import { answerCallback } from "../docs/examples/answer-callback.js";
import { inChunks, printedFor } from "./support/timeline.js";

/** What the README shows is what there is. */

const fileAt = (path: string) => new URL(`../${path}`, import.meta.url);
const readme = readFileSync(fileAt("README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", text = ""]) => ({
  language,
  text,
}));

describe("the README", () => {
  test("shows what the demo prints", async () => {
    const [shown] = blocks.filter(({ language }) => language === "");
    const printed = await printedFor(inChunks(readFileSync(fileAt("docs/examples/callbacks.jsonl")), 1e6));
    expect(shown?.text.split("\n").length).toBeGreaterThan(10);
    expect(printed).toContain(shown?.text);
  });
});

const running: JobRequest = {
  ...createRequest({ requestId: "7" }),
  state: "RUNNING",
  requestHandle: "h-1",
  attempt: 1,
};

test("the answer to a callback is what the endpoint documents, once the record is stored and what is owed is known", () => {
  const requests = new Map([["7", running]]);
  const owed: string[] = [];
  const answer = (id: string, requestHandle: string, status: ExecutionStatus | "DONE") =>
    answerCallback(requests, (effects) => owed.push(...effects), id, { requestHandle, status }).status;

  expect(answer("007", "h-1", "SUCCESS")).toBe(400);
  expect(answer("8", "h-1", "SUCCESS")).toBe(404);
  expect(answer("7", "h-1", "DONE")).toBe(400);
  expect(answer("7", "h-2", "SUCCESS")).toBe(403);
  expect([requests.get("7"), owed]).toEqual([running, []]);
  expect(answer("7", "h-1", "SUCCESS")).toBe(200);
  expect(answer("7", "h-1", "SUCCESS")).toBe(200);
  expect(requests.get("7")?.state).toBe("COMPLETED");
  expect(owed).toEqual(["runPostProcessing"]);
});

test("an actor goes on from a record and carries out what is owed", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const actor = actorOf({ ...running, state: "READY", requestHandle: null, attempt: 0 });
  actor.send({ type: "start", requestHandle: "h-1" });
  expect(fromSnapshot(actor.getSnapshot())).toEqual(running);
  expect(log.mock.calls).toEqual([["call the job of request 7"]]);
  log.mockRestore();
});
