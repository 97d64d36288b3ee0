import { MAX_EARLIER_HANDLES } from "../lifecycle/assign-actions.js";
import type { EventPayload } from "../lifecycle/events.js";
import { isNonEmptyString } from "../lifecycle/guards.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import { COMPLETION_STATES, EXECUTION_STATUSES, HANDLER_RESULTS } from "../lifecycle/names.js";
import { REQUEST_STATES } from "../lifecycle/states.js";
import { isArray } from "./read.js";
import { isRequestId, MAX_REQUEST_ID } from "./request-id.js";

/** The fields of a record and the members of an event, each described once: for the parsers and the JSON Schemas. */

/** The keywords of JSON Schema that are used here. `nullable` is translated for each version of JSON Schema. */
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

export interface Validator {
  /** Completes the sentence "… must be". */
  readonly expected: string;
  readonly isValid: (value: unknown) => boolean;
  readonly schema: FieldSchema;
}

const nullable = ({ expected, isValid, schema }: Validator): Validator => ({
  expected: `${expected} or null`,
  isValid: (value) => value === null || isValid(value),
  schema: { ...schema, nullable: true },
});

function oneOf(names: readonly string[]): Validator {
  const set: ReadonlySet<unknown> = new Set(names);
  return {
    expected: `one of ${names.join(", ")}`,
    isValid: (value) => set.has(value),
    schema: { type: "string", enum: names },
  };
}

export const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

const text: Validator = {
  expected: "a string",
  isValid: (value) => typeof value === "string",
  schema: { type: "string" },
};

const handle: Validator = {
  expected: "a non-empty string",
  isValid: isNonEmptyString,
  schema: { type: "string", minLength: 1 },
};

const counter: Validator = {
  expected: "an integer of at least 0",
  isValid: isCount,
  schema: { type: "integer", minimum: 0 },
};

const time: Validator = {
  expected: "a time in epoch milliseconds, a safe integer of at least 0",
  isValid: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  schema: { type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
};

const optionalText: Validator = {
  expected: "a string, null or absent",
  isValid: (value) => value === undefined || value === null || typeof value === "string",
  schema: { type: "string", nullable: true },
};

/** The fields of a stored record. */
export const RECORD_VALIDATORS: { readonly [Field in keyof JobRequest]: Validator } = {
  schemaVersion: {
    expected: "1",
    isValid: (value) => value === 1,
    schema: { type: "integer", enum: [1] },
  },
  requestId: {
    expected: `a decimal string from 1 to ${MAX_REQUEST_ID}`,
    isValid: isRequestId,
    schema: { type: "string", pattern: "^[1-9][0-9]{0,18}$", description: `1 to ${MAX_REQUEST_ID}` },
  },
  state: oneOf(REQUEST_STATES),
  requestHandle: nullable(handle),
  earlierHandles: {
    expected: `an array of at most ${MAX_EARLIER_HANDLES} non-empty strings`,
    isValid: (value) => isArray(value) && value.length <= MAX_EARLIER_HANDLES && value.every(isNonEmptyString),
    schema: { type: "array", maxItems: MAX_EARLIER_HANDLES, uniqueItems: true, items: handle.schema },
  },
  reportedStatus: nullable(oneOf(EXECUTION_STATUSES.filter((status) => status !== "UPDATE"))),
  attempt: counter,
  retries: counter,
  retriedCount: counter,
  message: nullable(text),
  update: nullable(text),
  pausedState: nullable(text),
  executableState: nullable(oneOf(["SUCCEEDED", "WARNING"])),
  errorType: nullable(oneOf(["SYSTEM", "BUSINESS", "TIMEOUT"])),
  timedOut: {
    expected: "a boolean",
    isValid: (value) => typeof value === "boolean",
    schema: { type: "boolean" },
  },
  cancelSeenAt: nullable(time),
};

/** The members that lifecycle events carry. */
export const PAYLOAD_VALIDATORS: { readonly [Member in keyof EventPayload]-?: Validator } = {
  requestHandle: handle,
  at: time,
  message: optionalText,
  result: oneOf(HANDLER_RESULTS),
  state: oneOf(COMPLETION_STATES),
};
