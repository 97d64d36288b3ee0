import { chart } from "ess-request-machine";
import { expect, test } from "vitest";

/** How well founded each edge is, in the order of its event's edges: by hand, from what Oracle documents and what not. */
const GRADES = `
PENDING_VALIDATION: validationPassed I, validationFailed D, cancel A
WAIT: dispatch D, block A, hold D, expire DD, scheduleEnded II, cancel D
READY: start ID, block A, hold D, expire DD, cancel D
BLOCKED: unblock A, expire DD, cancel D
HOLD: release D, cancel D
RUNNING: SUCCESS D, WARNING D, ERROR DD, BUSINESS_ERROR D, PAUSE D, SUSPEND A, CANCEL I, UPDATE I
RUNNING: timeOut AD, manualRecoveryRequired D, complete IIIII, cancel D
CANCELLING: SUCCESS I, WARNING I, ERROR I, BUSINESS_ERROR I, PAUSE I, SUSPEND A, CANCEL D, UPDATE I
CANCELLING: checkIn D, cancel A, forceCancel DDD, cancelCompleted II, postProcessed IDDIAAAI
PAUSED: resume ID, cancel I
ERROR_AUTO_RETRY: retry A, cancel A
ERROR_MANUAL_RECOVERY: SUCCESS I, WARNING I, ERROR I, BUSINESS_ERROR I, PAUSE I, SUSPEND I, CANCEL I, UPDATE I
ERROR_MANUAL_RECOVERY: recover I, complete IIII, cancel A
COMPLETED: postProcessed DDIAAAI, cancel D
SCHEDULE_ENDED: childrenFinished I, cancel A
any: checkIn IAIII
`;

test("every edge has the grade that it deserves", () => {
  const expected = GRADES.trim()
    .split("\n")
    .map((line) => line.split(": "))
    .flatMap(([state, events = ""]) => events.split(", ").map((event) => `${state} ${event}`));
  const found = Object.entries({ ...chart.states, any: chart }).flatMap(([state, { on }]) =>
    Object.entries(on).map(([event, edges]) => `${state} ${event} ${edges.map(({ meta }) => meta.grade).join("")}`),
  );
  expect(found.sort()).toEqual(expected.sort());
});
