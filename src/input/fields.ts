import { EARLIER_HANDLES_KEPT } from "../lifecycle/assign-actions.js";
import { isNonEmptyString } from "../lifecycle/guards.js";
import { isCount, type JobRequest } from "../lifecycle/job-request.js";
import { EXECUTION_STATUSES, REQUEST_STATES } from "../lifecycle/names.js";
import { isArray } from "./reading.js";
import { LARGEST_REQUEST_ID, parseRequestId } from "./request-id.js";

/** The fields of a record, each described once: for the parser and for the JSON Schema. */

/** The little of JSON Schema that is needed here; `nullable` is written as each version of it wants. */
export interface FieldSchema {
  readonly type: "string" | "integer" | "boolean" | "array";
  readonly nullable?: true;
  readonly enum?: readonly (string | number)[];
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly items?: FieldSchema;
  readonly description?: string;
}

export interface Field {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
  readonly schema: FieldSchema;
}

const orNull = ({ expected, holds, schema }: Field): Field => ({
  expected: `${expected} or null`,
  holds: (value) => value === null || holds(value),
  schema: { ...schema, nullable: true },
});

export const oneOf = (names: readonly string[]): Field => ({
  expected: `one of ${names.join(", ")}`,
  holds: (value) => (names as readonly unknown[]).includes(value),
  schema: { type: "string", enum: names },
});

export const text: Field = {
  expected: "a string",
  holds: (value) => typeof value === "string",
  schema: { type: "string" },
};

export const handle: Field = {
  expected: "a non-empty string",
  holds: isNonEmptyString,
  schema: { type: "string", minLength: 1 },
};

const count: Field = {
  expected: "an integer, 0 or more",
  holds: isCount,
  schema: { type: "integer", minimum: 0 },
};

export const time: Field = {
  expected: "a safe integer, 0 or more, in epoch milliseconds",
  holds: (value) => isCount(value) && Number.isSafeInteger(value),
  schema: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
};

export const FIELDS: { readonly [F in keyof JobRequest]: Field } = {
  schemaVersion: {
    expected: "1",
    holds: (value) => value === 1,
    schema: { type: "integer", enum: [1] },
  },
  requestId: {
    expected: `a decimal string from 1 to ${LARGEST_REQUEST_ID}`,
    holds: (value) => typeof value === "string" && parseRequestId(value).issues === undefined,
    schema: { type: "string", pattern: "^[1-9][0-9]{0,18}$", description: `1 to ${LARGEST_REQUEST_ID}` },
  },
  state: oneOf(REQUEST_STATES),
  requestHandle: orNull(handle),
  earlierHandles: {
    expected: `an array of at most ${EARLIER_HANDLES_KEPT} handles`,
    holds: (value) => isArray(value) && value.length <= EARLIER_HANDLES_KEPT,
    schema: { type: "array", maxItems: EARLIER_HANDLES_KEPT, uniqueItems: true, items: handle.schema },
  },
  reportedStatus: orNull(oneOf(EXECUTION_STATUSES.filter((status) => status !== "UPDATE"))),
  attempt: count,
  retries: count,
  retriedCount: count,
  message: orNull(text),
  update: orNull(text),
  pausedState: orNull(text),
  executableState: orNull(oneOf(["SUCCEEDED", "WARNING"])),
  errorType: orNull(oneOf(["SYSTEM", "BUSINESS", "TIMEOUT"])),
  timedOut: {
    expected: "a boolean",
    holds: (value) => typeof value === "boolean",
    schema: { type: "boolean" },
  },
  cancelSeenAt: orNull(time),
};
