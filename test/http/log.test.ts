import type { FetchLogEntry } from "ess-request-machine/fetch";
import { describe, expect, test } from "vitest";
import { SECRET } from "../support/boundary.js";
import { CANCELLING, SUCCESS, serving } from "./serving.js";

/** The log hook: one entry for each answer. */

describe("an entry", () => {
  test("of a callback has its outcome and an explanation", async () => {
    const { send, entries } = serving();
    await send(SUCCESS);
    expect(entries).toEqual([
      {
        operation: "executionStatus",
        requestId: "101",
        httpStatus: 200,
        explanation: expect.stringMatching(/^SUCCESS: request 101 moved from RUNNING to COMPLETED\./),
        outcome: {
          kind: "transitioned",
          reason: undefined,
          from: "RUNNING",
          state: "COMPLETED",
          effects: ["runPostProcessing"],
        },
        unknownMembers: 0,
        hint: undefined,
        errorName: undefined,
      } satisfies Record<keyof FetchLogEntry, unknown>,
    ]);
  });

  test.each([
    [
      "a check-in",
      { requestHandle: "handle-2" },
      { operation: "checkInCancelling" },
      { outcome: { kind: "recorded" } },
    ],
    ["a malformed body", "{", {}, { httpStatus: 400, outcome: undefined, explanation: /^The body is not JSON/ }],
    ["an unknown request", SUCCESS, { id: "102" }, { httpStatus: 404, requestId: "102", explanation: /^No request/ }],
    ["a malformed id", SUCCESS, { id: "x" }, { httpStatus: 400, requestId: undefined, explanation: /request id/ }],
    ["another path", SUCCESS, { path: "/" }, { httpStatus: 404, operation: undefined, explanation: /^No operation/ }],
    ["another method", SUCCESS, { method: "PUT" }, { httpStatus: 405, operation: "executionStatus" }],
    ["a question for the methods", null, { method: "OPTIONS" }, { httpStatus: 204, operation: "executionStatus" }],
  ])("of %s says so", async (_, body, sent, { explanation = /./, ...expected }: Partial<Record<string, unknown>>) => {
    const { send, entries } = serving({}, CANCELLING);
    await send(body, sent);
    expect(entries).toMatchObject([{ ...expected, explanation: expect.stringMatching(explanation as RegExp) }]);
  });

  test("of a failure has the error's name", async () => {
    const fails = () => Promise.reject(new RangeError("SECRET"));
    const { send, entries } = serving({ update: fails });
    await send(SUCCESS);
    const explanation = "The server threw: RangeError.";
    expect(entries).toMatchObject([{ httpStatus: 500, requestId: "101", explanation, errorName: "RangeError" }]);
  });
});

describe("members that are left out are counted, with a hint for another spelling of statusMessage:", () => {
  const ERROR = { requestHandle: "handle-2", status: "ERROR" };
  test.each([
    "message",
    "status_message",
    "StatusMessage",
    "statusMsg",
    "statusMesage",
    "statusText",
    "status_text",
    "status-message",
    "errorMessage",
    "errorMesage",
  ])("%s", async (name) => {
    const { send, entries } = serving();
    await send({ ...ERROR, [name]: "disk full" });
    expect(entries).toMatchObject([{ unknownMembers: 1, hint: expect.stringContaining("statusMessage") }]);
  });

  test("no hint if statusMessage is there, or if nothing looks like it", async () => {
    const { send, entries } = serving();
    await send({ ...ERROR, statusMessage: "disk full", message: "disk full" });
    await send({ ...ERROR, SECRET: 1, exitStatusMode: 2 });
    await send({ requestHandle: "handle-2", message: "?" }, { operation: "checkInCancelling" });
    expect(entries.map(({ unknownMembers, hint }) => [unknownMembers, hint])).toEqual([
      [1, undefined],
      [2, undefined],
      [1, undefined],
    ]);
    expect(JSON.stringify(entries)).not.toMatch(SECRET);
  });
});

describe("a report is answered even if the log fails:", () => {
  test.each<[string, () => void | Promise<void>]>([
    [
      "it throws",
      () => {
        throw new Error();
      },
    ],
    ["it rejects", () => Promise.reject(new Error())],
  ])("%s", async (_, log) => {
    const { send, requests } = serving({ log });
    expect((await send(SUCCESS)).status).toBe(200);
    expect(requests.get("101")?.state).toBe("COMPLETED");
  });
});

test("no entry and no answer shows a handle, for any input", async () => {
  const { send, entries } = serving();
  const bodies = [SUCCESS, SUCCESS, { ...SUCCESS, requestHandle: "handle-1" }, { ...SUCCESS, requestHandle: "SECRET" }];
  const odd = ['{"requestHandle": "SECRET"', { status: "SECRET" }, { ...SUCCESS, requestHandle: ["SECRET"] }, "SECRET"];
  const named = [
    { ...SUCCESS, SECRET: 1, "handle-2": 2 },
    { requestExecutionContext: "SECRET", requestHandle: "handle-2" },
  ];
  const answers: unknown[] = [];
  for (const body of [...bodies, ...odd, ...named]) {
    for (const operation of ["executionStatus", "checkInCancelling", "SECRET"]) {
      for (const id of ["101", "102", "SECRET", "handle-2"]) {
        const { status, body: answer, headers } = await send(body, { operation, id });
        answers.push([status, answer, [...headers]]);
      }
    }
  }
  expect(entries).toHaveLength(answers.length);
  expect(JSON.stringify(entries)).not.toMatch(SECRET);
  expect(JSON.stringify(answers)).not.toMatch(SECRET);
});
