import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  explain,
  type JobRequest,
} from "ess-request-machine";
import { expect, test } from "vitest";

/** What is read of a callback, and how often: its members may be accessors, and say something else the next time. */

const RUNNING: JobRequest = {
  ...createRequest({ requestId: "101" }),
  state: "RUNNING",
  requestHandle: "handle-1",
  attempt: 1,
};

/** What the accessor says the first time, and what ever after. */
const first = (value: string, then: string) => {
  let reads = 0;
  return () => (reads++ === 0 ? value : then);
};

test("a handle is asked for once where the callback is taken", () => {
  const handle = first("handle-1", "handle-2");
  const callback = {
    status: "SUCCESS" as const,
    get requestHandle() {
      return handle();
    },
  };
  expect(applyExecutionStatus(RUNNING, callback)).toMatchObject({ kind: "transitioned", to: "COMPLETED" });
});

test("a status is looked up once where the handle is missing", () => {
  const status = first("SUCCESS", "nothing known");
  const callback = {
    get status() {
      return status() as "SUCCESS";
    },
  };
  expect(applyExecutionStatus(RUNNING, callback)).toMatchObject({ kind: "rejected", reason: "HANDLE_MISSING" });
});

test("a text that is ignored is not even read", () => {
  const callback = {
    requestHandle: "handle-1",
    status: "SUCCESS" as const,
    get statusMessage(): string {
      throw new Error("read");
    },
  };
  expect(applyExecutionStatus(RUNNING, callback)).toMatchObject({ kind: "transitioned", to: "COMPLETED" });
});

test("what came is not named by a status if it was an unknown event, nor by what it says afterwards", () => {
  const unknown = { type: "nothing known", status: "SUCCESS" } as never;
  const event = applyLifecycleEvent(RUNNING, unknown);
  expect(explain(RUNNING, unknown, event)).toMatch(/^An unknown name for request 101 in RUNNING was rejected/);
  const callback = { requestHandle: "handle-1", status: "SUCCESS" } as const;
  const outcome = applyExecutionStatus(RUNNING, callback);
  expect(explain(RUNNING, { status: "nothing known" } as never, outcome)).toMatch(/^An unknown name moved request 101/);
  const malformed = applyExecutionStatus(RUNNING, { status: "nothing known" } as never);
  expect(explain(RUNNING, callback, malformed)).toMatch(/^An unknown name for request 101/);
});
