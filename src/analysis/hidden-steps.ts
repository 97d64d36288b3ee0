import type { ExecutionStatus, LifecycleEventName, RequestState } from "../index.js";

/** The name of a callback or event that the log does not show, and the state after it. */
export type HiddenStep =
  | {
      /** A callback of the latest execution. */
      readonly callback: ExecutionStatus;
      /** The state after it. */
      readonly to: RequestState;
    }
  | {
      /** A lifecycle event. */
      readonly event: LifecycleEventName;
      /** The state after it. */
      readonly to: RequestState;
    };

/** The result of `auditStates`: narrow it by `consistent`. */
export type StatesAudit =
  | {
      /** Distinguishes the two results. */
      readonly consistent: true;
      /**
       * The shortest explanation of the whole sequence: `steps[i]` are the hidden steps that lead from `states[i]` to
       * `states[i + 1]`; empty where both are the same state. One item fewer than `states`.
       */
      readonly steps: readonly (readonly HiddenStep[])[];
    }
  | {
      /** Distinguishes the two results. */
      readonly consistent: false;
      /** Index of the first state that cannot follow those before it. */
      readonly index: number;
      /** The states that could have been seen there, in the order of `REQUEST_STATES`. */
      readonly possible: readonly RequestState[];
      /** Why, in English, on one line. */
      readonly message: string;
    };
