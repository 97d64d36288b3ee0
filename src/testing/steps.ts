import type { ExecutionStatusInput, LifecycleEvent } from "../index.js";

/**
 * Steps describe inputs without handles and times: by the kind of handle, and by the time since the job was last seen.
 * So a step keeps its meaning when earlier steps are removed, it is plain JSON, and it can be shown.
 */

/**
 * The kind of handle that a step carries. `oldest` is the last one that the record remembers, `forgotten` one that it
 * no longer remembers, `foreign` the current one of another running request. No execution has an `unknown` one; if a
 * `start` or `resume` with a new handle was rejected, it is that handle. `new` is for the execution that a step begins.
 */
export type HandleKind =
  | "current"
  | "earlier"
  | "oldest"
  | "forgotten"
  | "foreign"
  | "unknown"
  | "empty"
  | "missing"
  | "new";

/** How a `new` or `unknown` handle differs from the current one; `in an array` is for the current handle itself. */
export type HandleVariation =
  | "upper case"
  | "space before"
  | "space after"
  | "last character"
  | "shorter"
  | "longer"
  | "decomposed"
  | "accented"
  | "long"
  | "in an array";

/** A callback. */
export interface CallbackStep {
  /** The status: one of the eight, or an invalid value. */
  readonly callback: unknown;
  /** The kind of handle that the callback carries. */
  readonly handle: HandleKind;
  /** How the handle is varied. */
  readonly variation?: HandleVariation;
  /** The `statusMessage`. Default: absent. */
  readonly text?: string | null;
  /** Other members, valid or not. They replace the members above. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A lifecycle event. */
export interface EventStep {
  /** The event's name: one of the library's, or an invalid value. */
  readonly event: unknown;
  /** The kind of handle that the event carries, if any. */
  readonly handle?: HandleKind;
  /** How the handle is varied. */
  readonly variation?: HandleVariation;
  /** Sets `at`: milliseconds since the job was last seen. */
  readonly wait?: number;
  /** The rest of the payload, valid or not. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** One input of a scenario, without handles and absolute times. */
export type Step = CallbackStep | EventStep;

/** One input: a callback or an event. */
export type Input =
  | {
      /** For `applyExecutionStatus`. */
      readonly callback: ExecutionStatusInput;
      /** Absent. */
      readonly event?: undefined;
    }
  | {
      /** For `applyLifecycleEvent`. */
      readonly event: LifecycleEvent;
      /** Absent. */
      readonly callback?: undefined;
    };

export const isCallback = (step: Step): step is CallbackStep => "callback" in step;

/** The texts that a step sends. */
export const textsOf = (step: Step): readonly string[] =>
  [isCallback(step) ? step.text : undefined, ...Object.values(step.members ?? {})].filter(
    (value): value is string => typeof value === "string",
  );
