import {
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  isTerminal,
  type JobRequest,
  type LifecycleEvent,
} from "ess-request-machine";
import { type PendingInput, reachableEnds } from "ess-request-machine/analysis";
import { describe, expect, test } from "vitest";
import { randomFrom } from "../support/random.js";
import { allRecords, apply, completed } from "./concrete.js";

const after = (request: JobRequest, ...events: readonly LifecycleEvent[]): JobRequest =>
  events.reduce((record, event) => applyLifecycleEvent(record, event).request, request);
const running = after(createRequest({ requestId: 1 }), { type: "dispatch" }, { type: "start", requestHandle: "a" });

const cancel: PendingInput = { event: { type: "cancel", at: 0 } };
const success: PendingInput = { callback: { requestHandle: "a", status: "SUCCESS" } };
const endsOf = (request: JobRequest, ...pending: readonly PendingInput[]) =>
  reachableEnds(request, pending).map(({ state, steps }) => [state, ...steps.map(({ index }) => index)]);

describe("the ends of a request", () => {
  test("are its present state if nothing is pending", () => {
    expect(reachableEnds(running, [])).toEqual([{ state: "RUNNING", steps: [], request: running }]);
  });

  test("depend on the order of a cancel and the job's SUCCESS", () => {
    expect(endsOf(running, cancel, success)).toEqual([
      ["RUNNING"],
      ["CANCELLING", 0],
      ["COMPLETED", 1],
      ["SUCCEEDED", 0, 1],
    ]);
  });

  test("include the outcome of every step and the record at the end", () => {
    const cancelled = applyLifecycleEvent(running, { type: "cancel", at: 0 });
    const succeeded = applyExecutionStatus(cancelled.request, { requestHandle: "a", status: "SUCCESS" });
    expect(reachableEnds(running, [cancel, success]).at(-1)).toEqual({
      state: "SUCCEEDED",
      steps: [
        { index: 0, outcome: cancelled },
        { index: 1, outcome: succeeded },
      ],
      request: succeeded.request,
    });
  });

  test("may need the same input more than once", () => {
    const retried = { ...running, retries: 2 };
    const pending: readonly PendingInput[] = [
      { callback: { requestHandle: "a", status: "ERROR" } },
      { callback: { requestHandle: "b", status: "ERROR" } },
      { callback: { requestHandle: "c", status: "SUCCESS" } },
      { event: { type: "retry" } },
      { event: { type: "dispatch" } },
      { event: { type: "start", requestHandle: "b" } },
      { event: { type: "start", requestHandle: "c" } },
    ];
    expect(endsOf(retried, ...pending)).toContainEqual(["COMPLETED", 0, 3, 4, 6, 2]);
    const exhausted = endsOf({ ...retried, retries: 1 }, ...pending.slice(0, 2), ...pending.slice(3));
    expect(exhausted).toContainEqual(["ERROR", 0, 2, 3, 4, 1]);
  });

  test("are not reached by ignored or rejected inputs", () => {
    expect(
      endsOf(running, { callback: { requestHandle: "b", status: "SUCCESS" } }, { event: { type: "dispatch" } }),
    ).toEqual([["RUNNING"]]);
  });

  test("are too many to search where very many executions are pending", () => {
    const starts = Array.from(
      { length: 20 },
      (_, number): PendingInput => ({
        event: { type: "start", requestHandle: `${number}` },
      }),
    );
    const events = (["dispatch", "manualRecoveryRequired", "recover"] as const).map(
      (type): PendingInput => ({ event: { type } }),
    );
    const search = () => reachableEnds(createRequest({ requestId: 1 }), [...starts, ...events]);
    expect(search).toThrow(RangeError);
    expect(search).toThrow("More than 10000 different records can be reached. Ask with fewer pending inputs.");
  });
});

/** Every sequence of deliveries up to a length, whether accepted or not. */
function shortestByBruteForce(request: JobRequest, pending: readonly PendingInput[], length: number) {
  const shortest = new Map([[request.state, 0]]);
  let records = [request];
  for (let steps = 1; steps <= length; steps += 1) {
    records = records.flatMap((record) => pending.map((input) => apply(record, input).request));
    for (const { state } of records) if (!shortest.has(state)) shortest.set(state, steps);
  }
  return shortest;
}

test("brute force finds the same ends, as far away", () => {
  const random = randomFrom(2);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] as Value;
  const inputs = ["SUCCESS", "ERROR", "PAUSE", "CANCEL"]
    .flatMap((status) => completed({ callback: { status } }))
    .concat(
      ["start", "resume", "cancel", "forceCancel", "dispatch", "retry", "recover"].flatMap((type) =>
        completed({ event: { type } }),
      ),
    )
    .concat(
      ["manualRecoveryRequired", "timeOut", "complete", "postProcessed"].flatMap((type) =>
        completed({ event: { type } }),
      ),
    );
  const live = allRecords().filter(({ state }) => !isTerminal(state));
  let ends = 0;
  for (let count = 0; count < 100; count += 1) {
    const request = pick(live);
    const pending = [pick(inputs), pick(inputs), pick(inputs), pick(inputs)];
    const found = reachableEnds(request, pending);
    const expected = shortestByBruteForce(request, pending, 5);
    const near = found.filter(({ steps }) => steps.length <= 5);
    expect(new Map(near.map(({ state, steps }) => [state, steps.length]))).toEqual(expected);
    ends += found.length;
  }
  expect(ends).toBeGreaterThan(100);
});
