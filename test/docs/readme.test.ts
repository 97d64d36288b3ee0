import { readFileSync } from "node:fs";
import { createRequest, type ExecutionStatus, type JobRequest } from "ess-request-machine";
import { fromSnapshot } from "ess-request-machine/machine";
import { expect, test, vi } from "vitest";
import { actorOf } from "../../docs/examples/actor.js";
import { createEndpoint } from "../../docs/examples/endpoint.js";
import { inChunks, printedFor } from "../support/timeline.js";

const fileAt = (path: string) => new URL(`../../${path}`, import.meta.url);
const readme = readFileSync(fileAt("README.md"), "utf8");

test("the README shows a part of the demo's output", async () => {
  const shown = /^<!-- printed: .*\n```\n(.*?)^```$/ms.exec(readme)?.[1];
  const printed = await printedFor(inChunks(readFileSync(fileAt("docs/examples/callbacks.jsonl")), 1e6));
  expect(shown?.split("\n").length).toBeGreaterThan(4);
  expect(printed).toContain(shown);
});

const running: JobRequest = {
  ...createRequest({ requestId: "7" }),
  state: "RUNNING",
  requestHandle: "h-1",
  attempt: 1,
};

test("the README's endpoint stores the record, performs the effects and answers as documented", async () => {
  const requests = new Map([["7", running]]);
  const performed: string[] = [];
  const endpoint = createEndpoint(requests, (effects) => performed.push(...effects));
  const post = async (id: string, requestHandle: string, status: ExecutionStatus | "DONE") => {
    const url = `https://scheduler.example/ess/rest/scheduler/v1/requests/${id}/executionStatus`;
    const body = JSON.stringify({ requestHandle, status });
    const headers = { "content-type": "application/json" };
    return (await endpoint(new Request(url, { method: "POST", headers, body }))).status;
  };

  expect(await post("007", "h-1", "SUCCESS")).toBe(400);
  expect(await post("8", "h-1", "SUCCESS")).toBe(404);
  expect(await post("7", "h-1", "DONE")).toBe(400);
  expect(await post("7", "h-2", "SUCCESS")).toBe(403);
  expect([requests.get("7"), performed]).toEqual([running, []]);
  expect(await post("7", "h-1", "SUCCESS")).toBe(200);
  expect(await post("7", "h-1", "SUCCESS")).toBe(200);
  expect(requests.get("7")?.state).toBe("COMPLETED");
  expect(performed).toEqual(["runPostProcessing"]);
});

test("an actor continues from a record and performs the effects", () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const actor = actorOf({ ...running, state: "READY", requestHandle: null, attempt: 0 });
  actor.send({ type: "start", requestHandle: "h-1" });
  expect(fromSnapshot(actor.getSnapshot())).toEqual(running);
  expect(log.mock.calls).toEqual([["call the job of request 7"]]);
  log.mockRestore();
});
