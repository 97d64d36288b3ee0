import { COMPLETION_STATES, EXECUTION_STATUSES, type ExecutionStatus } from "../index.js";
import { type Scenario, scenarioOf } from "./scenario.js";
import { callback, event, RUN, resume, timed } from "./step-builders.js";
import type { Step } from "./steps.js";

/** Scenarios about what an implementation may keep of an execution, or of a rejected input, and use later. */

const MANUAL = event("manualRecoveryRequired", { message: "manual" });
const RECOVERED: readonly Step[] = [event("recover"), ...RUN];
const proceed = event("postProcessed", { result: "PROCEED" });
const reports = EXECUTION_STATUSES.filter((status) => status !== "UPDATE");
const complete = (state: (typeof COMPLETION_STATES)[number], message?: string): Step =>
  event("complete", message === undefined ? { state } : { state, message });

/** Ways from one execution to the next, each of which leaves something behind. */
const PREDECESSORS: readonly (readonly Step[])[] = [
  [callback("ERROR", "error"), event("retry"), ...RUN],
  [callback("PAUSE", "paused"), resume()],
  [callback("SUSPEND", "suspended"), resume()],
  [MANUAL, ...RECOVERED],
  ...reports.map((status) => [MANUAL, callback(status, "evidence"), ...RECOVERED]),
].flatMap((way) => [
  [callback("UPDATE", "update"), ...way],
  [callback("UPDATE", "update"), event("timeOut"), ...way],
]);

/** Steps that a leftover time-out, report, result or text would change. */
const SUCCESSORS: readonly (readonly Step[])[] = [
  [complete("SUCCEEDED"), event("timeOut"), complete("ERROR")],
  [callback("SUCCESS"), proceed, callback("WARNING", "late")],
  [callback("WARNING"), proceed],
  [callback("ERROR")],
  [MANUAL, complete("ERROR"), callback("ERROR", "late")],
  [event("manualRecoveryRequired"), callback("SUCCESS"), complete("WARNING")],
  [timed("cancel", 0), callback("SUCCESS"), timed("cancel", 0)],
  [timed("cancel", 0), callback("PAUSE")],
  [callback("PAUSE"), resume(), callback("BUSINESS_ERROR")],
];

const inherited: readonly Scenario[] = PREDECESSORS.flatMap((before) =>
  SUCCESSORS.map((after) => scenarioOf([...RUN, ...before, ...after], { retries: 1 })),
);

/** The evidence does not change the operator's decision. Late callbacks are compared with the evidence. */
const evidence: readonly Scenario[] = [false, true].flatMap((timedOut) =>
  EXECUTION_STATUSES.flatMap((status) =>
    COMPLETION_STATES.flatMap((state) => {
      const before = [...RUN, ...(timedOut ? [event("timeOut")] : []), MANUAL, callback(status, "evidence")];
      const late = [callback(status, "late"), callback(another(status), "late"), callback("UPDATE", "late")];
      return [
        scenarioOf([...before, complete(state), ...late]),
        scenarioOf([...before, callback(another(status), "late"), complete(state, "operator")]),
      ];
    }),
  ),
);

function another(status: ExecutionStatus): ExecutionStatus {
  return status === "SUCCESS" ? "ERROR" : "SUCCESS";
}

/** Inputs without effect, each with a text. */
const REJECTED: readonly (readonly Step[])[] = [
  [callback("WARNING", "late", "earlier")],
  [callback("ERROR", "forged", "unknown")],
  [callback("PAUSE", "forged", "unknown"), callback("UPDATE", "forged", "unknown")],
  [callback("ERROR", "anonymous", "missing"), callback("UPDATE", "anonymous", "empty")],
  [{ callback: "FAILED", handle: "current", text: "unknown" }],
  [event("complete", { state: "EXPIRED", message: "invalid" })],
  [event("complete", { state: "ERROR", message: 7 })],
  [event("validationFailed", { message: "unsupported" })],
];

/** The steps that would show that a rejected input was kept. */
const REVEALED: readonly (readonly Step[])[] = [
  [MANUAL, complete("ERROR")],
  [event("manualRecoveryRequired"), callback("SUCCESS"), complete("SUCCEEDED")],
  [callback("WARNING"), callback("ERROR", "late"), proceed],
  [callback("PAUSE"), callback("ERROR", "late"), resume(), callback("SUSPEND"), resume(), callback("SUCCESS")],
  [callback("ERROR"), callback("WARNING", "late"), event("retry"), ...RUN, callback("ERROR")],
  [timed("cancel", 0), callback("CANCEL"), callback("ERROR", "late")],
];

const rejected: readonly Scenario[] = REJECTED.flatMap((inputs) =>
  REVEALED.map((after) => scenarioOf([...RUN, callback("PAUSE"), resume(), ...inputs, ...after], { retries: 1 })),
);

/** A rejected start must leave no execution behind: its handle remains unknown. */
const starts: readonly Scenario[] = [
  [{ event: "start", handle: "new" } as const, callback("SUCCESS", "text", "unknown"), ...RUN, callback("SUCCESS")],
  [...RUN, { event: "start", handle: "new" } as const, callback("SUCCESS", "text", "unknown"), callback("SUCCESS")],
  [
    ...RUN,
    { event: "resume", handle: "new" } as const,
    callback("UPDATE", "text", "unknown"),
    callback("UPDATE", "text"),
  ],
  [
    ...RUN,
    callback("PAUSE"),
    { event: "start", handle: "new" } as const,
    callback("SUCCESS", "text", "unknown"),
    resume(),
  ],
  [
    event("dispatch"),
    event("hold"),
    { event: "start", handle: "new" } as const,
    event("release"),
    ...RUN,
    callback("SUCCESS"),
  ],
].map((steps) => scenarioOf(steps));

export const LEFTOVER_SCENARIOS: readonly Scenario[] = [...inherited, ...evidence, ...rejected, ...starts];
