import {
  applyExecutionStatus,
  applyLifecycleEvent,
  EXECUTION_STATUSES,
  type FinalStatus,
  ignoresMessage,
  isAccepted,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
  parseJobRequest,
  REQUEST_STATES,
} from "ess-request-machine";
import { toSnapshot } from "ess-request-machine/machine";
import { callbackFor, type Input, inputFor, inputsFrom, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { liveState, rightlyTyped } from "../support/arbitraries.js";
import { eventOf, fitsMachine, machineAnswer, tableAnswer } from "../support/machine.js";
import { runs } from "../support/runs.js";
import { VALID_EVENTS } from "../support/valid-events.js";

/** Each law of the lifecycle as a property. */

const apply = (request: JobRequest, step: Input) =>
  step.event === undefined ? applyExecutionStatus(request, step.callback) : applyLifecycleEvent(request, step.event);

/** Two arbitraries or three; a property fails only by an assertion; its return value is ignored. */
function holds<A, B = null, C = null>(
  arbitraries: readonly [fc.Arbitrary<A>, fc.Arbitrary<B>?, fc.Arbitrary<C>?],
  check: (a: A, b: B, c: C) => void,
): void {
  const [a, b = fc.constant(null) as never, c = fc.constant(null) as never] = arbitraries;
  fc.assert(
    fc.property(a, b, c, (...drawn) => {
      check(...drawn);
    }),
    { numRuns: runs(200) },
  );
}

const finalStatus = fc.constantFrom(...EXECUTION_STATUSES.filter((s): s is FinalStatus => s !== "UPDATE"));
const takesCallbacks = fc.constantFrom("RUNNING", "CANCELLING", "ERROR_MANUAL_RECOVERY").chain(wellFormedRequest);
const awaited: fc.Arbitrary<JobRequest> = takesCallbacks.map((request) => ({ ...request, reportedStatus: null }));

/** A record with an input for it. */
const withInput = (requests: fc.Arbitrary<JobRequest>) =>
  requests.chain((request) => fc.tuple(fc.constant(request), inputFor(request)));

/** Something that looks like an input more often than not. */
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withTypedArray: true }),
  fc.record(
    {
      status: fc.oneof(
        fc.constantFrom<unknown>(...EXECUTION_STATUSES, ["SUCCESS"], "__proto__", "start"),
        fc.anything(),
      ),
      type: fc.oneof(fc.constantFrom<unknown>(...LIFECYCLE_EVENTS, ["start"], "constructor", "SUCCESS"), fc.anything()),
      requestHandle: fc.oneof(fc.constantFrom<unknown>("handle-1", "handle-2", "", null), fc.anything()),
      statusMessage: fc.anything(),
      at: fc.oneof(fc.integer(), fc.double(), fc.anything()),
      result: fc.anything(),
      state: fc.anything(),
      message: fc.anything(),
    },
    { requiredKeys: [] },
  ),
);

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(deepFreeze);
}

describe("law 1, total", () => {
  const kinds = ["transitioned", "recorded", "ignored", "rejected"];

  test("any callback on any record has an outcome", () => {
    holds([rightlyTyped, anything], (request, input) => {
      expect(kinds).toContain(applyExecutionStatus(request, input as never).kind);
    });
  });

  test("any event on any record has an outcome", () => {
    holds([rightlyTyped, anything], (request, event) => {
      expect(kinds).toContain(applyLifecycleEvent(request, event as never).kind);
    });
  });
});

test("law 2, fencing: a callback whose handle is not the latest changes nothing", () => {
  const withCallback = rightlyTyped.chain((request) => fc.tuple(fc.constant(request), callbackFor(request)));
  holds([withCallback], ([request, callback]) => {
    fc.pre(callback.requestHandle !== request.requestHandle);
    expect(applyExecutionStatus(request, callback).request).toBe(request);
  });
});

test("law 3, terminal states have no outgoing transitions", () => {
  const ended = fc.constantFrom(...REQUEST_STATES.filter(isTerminal)).chain(wellFormedRequest);
  holds([withInput(ended)], ([request, input]) => {
    expect(apply(request, input).request).toBe(request);
  });
});

describe("law 4, idempotent", () => {
  test("the same final report any number of times has the effect of once", () => {
    holds([awaited, finalStatus, fc.integer({ min: 1, max: 5 })], (request, status, times) => {
      const report = { requestHandle: request.requestHandle, status, statusMessage: "text" };
      const first = applyExecutionStatus(request, report);
      expect(isAccepted(first)).toBe(true);
      for (let time = 0; time < times; time += 1) {
        const again = applyExecutionStatus(first.request, report);
        expect(again).toEqual({ kind: "ignored", reason: "DUPLICATE", request: first.request, effects: [] });
      }
    });
  });

  test("a repeated UPDATE leaves the record as one would, and its effect is repeated", () => {
    holds([awaited, fc.string()], (request, statusMessage) => {
      const update = { requestHandle: request.requestHandle, status: "UPDATE" as const, statusMessage };
      const once = applyExecutionStatus(request, update);
      const twice = applyExecutionStatus(once.request, update);
      expect(once.kind).toBe("recorded");
      expect(twice).toEqual(once);
      expect(twice.request).not.toBe(once.request);
    });
  });
});

test("law 5, at most one final report of an execution is accepted, in any order of arrival", () => {
  const statuses = fc.array(fc.constantFrom(...EXECUTION_STATUSES), { minLength: 2, maxLength: 12 });
  holds([awaited, statuses], (request, order) => {
    let current = request;
    const accepted = order.filter((status) => {
      const outcome = applyExecutionStatus(current, { requestHandle: request.requestHandle, status });
      current = outcome.request;
      return isAccepted(outcome);
    });
    const firstFinal = order.findIndex((status) => status !== "UPDATE");
    expect(accepted).toEqual(firstFinal === -1 ? order : order.slice(0, firstFinal + 1));
  });
});

test("law 6, ignored and rejected return the same record object; accepted never does", () => {
  holds([withInput(rightlyTyped)], ([request, input]) => {
    const outcome = apply(request, input);
    expect(outcome.request === request).toBe(!isAccepted(outcome));
    expect(Object.isFrozen(outcome.effects)).toBe(true);
    if (!isAccepted(outcome)) expect(outcome.effects).toBe(applyExecutionStatus(request, null as never).effects);
  });
});

test("law 7, the input record is never changed", () => {
  holds([withInput(rightlyTyped)], ([request, input]) => {
    const before = structuredClone(request);
    deepFreeze(request);
    deepFreeze(input);
    apply(request, input);
    expect(request).toEqual(before);
  });
});

test("law 8, SUCCESS and CANCEL give the same outcome with and without a message", () => {
  const ignoring = fc.constantFrom(...EXECUTION_STATUSES.filter(ignoresMessage));
  holds([fc.oneof(awaited, rightlyTyped), ignoring, fc.anything()], (request, status, statusMessage) => {
    const { requestHandle } = request;
    expect(applyExecutionStatus(request, { requestHandle, status, statusMessage } as never)).toEqual(
      applyExecutionStatus(request, { requestHandle, status }),
    );
  });
});

describe("laws 9 and 12, on a well-formed record", () => {
  const sequence = wellFormedRequest().chain((request) => fc.tuple(fc.constant(request), inputsFrom(request, 30)));
  const along = (request: JobRequest, inputs: readonly Input[], check: (reached: JobRequest) => void) => {
    let current = request;
    for (const input of inputs) {
      current = apply(current, input).request;
      check(current);
    }
  };

  test("retriedCount never exceeds retries", () => {
    holds([sequence], ([request, inputs]) => {
      along(request, inputs, ({ retriedCount, retries }) => expect(retriedCount).toBeLessThanOrEqual(retries));
    });
  });

  test("the outcome's record is well formed", () => {
    holds([sequence], ([request, inputs]) => {
      along(request, inputs, (reached) => expect(parseJobRequest(reached)).toEqual({ value: reached }));
    });
  });
});

test("law 10, from every state that is not terminal some sequence of events ends the request", () => {
  const next = (request: JobRequest) => {
    const { requestHandle } = request;
    const events = VALID_EVENTS.map((event) =>
      "requestHandle" in event ? { ...event, requestHandle: `${requestHandle}'` } : event,
    );
    return [
      ...EXECUTION_STATUSES.map((status) => applyExecutionStatus(request, { requestHandle, status })),
      ...events.map((event) => applyLifecycleEvent(request, event)),
    ];
  };
  const canEnd = (request: JobRequest): boolean => {
    const seen = new Set([request.state]);
    let front = [request];
    while (front.length > 0) {
      if (front.some(({ state }) => isTerminal(state))) return true;
      const reached = front.flatMap(next).map((outcome) => outcome.request);
      front = reached.filter(({ state }) => !seen.has(state) && seen.add(state));
    }
    return false;
  };
  holds([liveState.chain(wellFormedRequest)], (request) => expect(canEnd(request)).toBe(true));
});

test("law 11, the machine and the pure functions agree on every well-formed record", () => {
  const fitting = withInput(wellFormedRequest()).filter(([, input]) => fitsMachine(input));
  holds([fitting], ([request, input]) => {
    expect(tableAnswer(request, input)).toEqual(machineAnswer(toSnapshot(request), eventOf(input)));
  });
});
