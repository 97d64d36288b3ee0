import { EXECUTION_STATUSES, LIFECYCLE_EVENTS, type LifecycleEventName } from "ess-request-machine";
import { MAX_EARLIER_HANDLES } from "../../src/lifecycle/assign-actions.js";
import { COMPLETION_STATES, HANDLER_RESULTS } from "../../src/lifecycle/names.js";
import type { Step } from "../support/arbitraries.js";
import { deepFrozen, type Node } from "./model.js";

/**
 * All inputs at a node: every callback and every event, with every kind of handle, text and payload.
 *
 * Every execution so far may send every status at every node. So every order of arrival is a path, every duplicate a
 * repeated step, and every late callback a step with an earlier handle.
 */

const HALF_HOUR = 30 * 60_000;
/** Any time but 0, which has no earlier one. */
const CANCELLED_AT = 1_000;
const FOREIGN = "foreign";

/** A missing member. */
const ABSENT = undefined;
const TEXTS = [ABSENT, "a", ""];
const OPERATOR_TEXTS = [...TEXTS, null, 7];
const NO_HANDLES = [ABSENT, "", 7];
const SIGNS_OF_LIFE = [CANCELLED_AT - 1, CANCELLED_AT, CANCELLED_AT + 1];
const AROUND_HALF_AN_HOUR = [HALF_HOUR - 1, HALF_HOUR, HALF_HOUR + 1].map((passed) => CANCELLED_AT + passed);
const NO_TIMES = [ABSENT, -1, 0.5, "1000"];
const NO_NAMES = [ABSENT, null, "", "PAUSED", "success", "xstate.stop", "__proto__", ["SUCCESS"]];
const NO_INPUTS = [null, "SUCCESS", "dispatch"];

interface Handles {
  /** Of all executions so far, oldest first. */
  readonly issued: readonly string[];
  /** For a new execution; empty when the limit is reached. */
  readonly fresh: readonly string[];
}

/** Every combination of the members' values. */
const every = (members: Readonly<Record<string, readonly unknown[]>>): readonly object[] =>
  Object.entries(members).reduce<readonly object[]>(
    (objects, [name, values]) =>
      objects.flatMap((object) => values.map((value) => (value === ABSENT ? object : { ...object, [name]: value }))),
    [{}],
  );

function callbacksWith({ issued }: Handles): readonly object[] {
  return [
    ...every({ status: EXECUTION_STATUSES, requestHandle: [...issued, FOREIGN], statusMessage: TEXTS }),
    ...every({ status: EXECUTION_STATUSES, requestHandle: NO_HANDLES, statusMessage: ["a"] }),
    ...every({ status: EXECUTION_STATUSES, requestHandle: issued.slice(-1), statusMessage: [7] }),
    ...every({ status: [...NO_NAMES, ...LIFECYCLE_EVENTS], requestHandle: issued.slice(-1) }),
  ];
}

function payloadsOf(name: LifecycleEventName, { issued, fresh }: Handles): readonly object[] {
  switch (name) {
    case "start":
    case "resume": {
      // Handles that the record has forgotten are left out: whether reuse is detected is unspecified.
      const known = issued.slice(-1 - MAX_EARLIER_HANDLES);
      return every({ requestHandle: [...fresh, ...known, ...NO_HANDLES] });
    }
    case "cancel":
      return every({ at: [CANCELLED_AT, ...NO_TIMES] });
    case "checkIn":
      return [
        ...every({ requestHandle: [...issued, FOREIGN, ...NO_HANDLES], at: SIGNS_OF_LIFE }),
        ...every({ requestHandle: issued.slice(-1), at: NO_TIMES }),
      ];
    case "forceCancel":
      return every({ at: [...AROUND_HALF_AN_HOUR, ...NO_TIMES] });
    case "postProcessed":
      return every({ result: [...HANDLER_RESULTS, ABSENT, "SUCCESS"] });
    case "complete":
      return every({ state: [...COMPLETION_STATES, ABSENT, "EXPIRED"], message: OPERATOR_TEXTS });
    case "validationFailed":
    case "manualRecoveryRequired":
      return every({ message: OPERATOR_TEXTS });
    default:
      return [{}];
  }
}

function eventsWith(handles: Handles): readonly object[] {
  return [
    ...LIFECYCLE_EVENTS.flatMap((type) => payloadsOf(type, handles).map((payload) => ({ type, ...payload }))),
    ...every({ type: [...NO_NAMES, ...EXECUTION_STATUSES], requestHandle: handles.issued.slice(-1) }),
  ];
}

const stepsWith = (handles: Handles): readonly Step[] =>
  deepFrozen([
    ...[...callbacksWith(handles), ...NO_INPUTS].map((callback) => ({ callback }) as Step),
    ...[...eventsWith(handles), ...NO_INPUTS].map((event) => ({ event }) as Step),
  ]);

export const handleOf = (execution: number): string => `handle-${execution}`;

/** The inputs at a node, with at most this many executions. */
export function stepsWithin(maxExecutions: number): (node: Node) => readonly Step[] {
  const byExecutions: (readonly Step[])[] = [];
  return ({ executions: { length } }) => {
    byExecutions[length] ??= stepsWith({
      issued: Array.from({ length }, (_, index) => handleOf(index + 1)),
      fresh: length < maxExecutions ? [handleOf(length + 1)] : [],
    });
    return byExecutions[length];
  };
}
