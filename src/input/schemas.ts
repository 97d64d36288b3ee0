import { EVENT_PAYLOADS, type ExecutionStatusInput, type LifecycleEvent } from "../lifecycle/events.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import { mapValues } from "../lifecycle/map-values.js";
import { EXECUTION_STATUSES, LIFECYCLE_EVENTS, type LifecycleEventName } from "../lifecycle/names.js";
import { parseExecutionStatus } from "./parse-execution-status.js";
import { parseJobRequest } from "./parse-job-request.js";
import { parseLifecycleEvent } from "./parse-lifecycle-event.js";
import type { ParseResult } from "./read.js";
import { type FieldSchema, PAYLOAD_VALIDATORS, RECORD_VALIDATORS } from "./validators.js";

/**
 * The parsers as Standard Schema with JSON Schema (standardschema.dev). The types are copied from the specification, as
 * it invites, so that the main entry needs no package; a type test compares them with the original.
 */

/** @inline */
type JsonSchema = Record<string, unknown>;
/** @inline */
type Target = "draft-2020-12" | "draft-07" | "openapi-3.0" | (string & {});

/**
 * A parser as `StandardSchemaV1` and `StandardJSONSchemaV1`. Source: standardschema.dev.
 *
 * @typeParam Value the type of the parsed value
 */
export interface Schema<Value> {
  /** The members that the specification requires. */
  readonly "~standard": {
    /** Version of the specification. */
    readonly version: 1;
    /** This library. */
    readonly vendor: "ess-request-machine";
    /** The parser. Never throws. */
    readonly validate: (value: unknown) => ParseResult<Value>;
    /** Types for the compiler. Absent at run time. */
    readonly types?:
      | {
          /** The type before parsing. */
          readonly input: Value;
          /** The type after parsing. */
          readonly output: Value;
        }
      | undefined;
    /** JSON Schema for draft-2020-12, draft-07 or openapi-3.0. Throws an Error for any other target. */
    readonly jsonSchema: {
      /** The schema of what the parser accepts. */
      readonly input: (options: { readonly target: Target }) => JsonSchema;
      /** The schema of what it returns. */
      readonly output: (options: { readonly target: Target }) => JsonSchema;
    };
  };
}

/** An object type: its members and the names of the required ones. */
interface ObjectSchema {
  readonly members: Readonly<Record<string, FieldSchema>>;
  readonly required: readonly string[];
}

const DIALECTS: ReadonlyMap<string, JsonSchema> = new Map<string, JsonSchema>([
  ["draft-2020-12", { $schema: "https://json-schema.org/draft/2020-12/schema" }],
  ["draft-07", { $schema: "http://json-schema.org/draft-07/schema#" }],
  ["openapi-3.0", {}],
]);

/** OpenAPI 3.0 has `nullable`, JSON Schema lists null among the types. In both, an enum must contain null. */
function translate(target: Target, { nullable, items, ...schema }: FieldSchema): JsonSchema {
  return {
    ...schema,
    ...(items && { items: translate(target, items) }),
    ...(nullable && (target === "openapi-3.0" ? { nullable } : { type: [schema.type, "null"] })),
    ...(schema.enum && { enum: nullable ? [...schema.enum, null] : [...schema.enum] }),
  };
}

const objectSchema = (target: Target, { members, required }: ObjectSchema): JsonSchema => ({
  type: "object",
  properties: mapValues(members, (schema) => translate(target, schema)),
  required: [...required],
});

type ObjectSchemas = readonly [ObjectSchema, ...ObjectSchema[]];

/** Several object types become a schema with `oneOf`. */
function jsonSchema(target: Target, types: ObjectSchemas): JsonSchema {
  const dialect = DIALECTS.get(target);
  if (dialect === undefined) {
    throw new Error(`Unknown JSON Schema target. Use one of ${[...DIALECTS.keys()].join(", ")}.`);
  }
  const [first, ...others] = types.map((type) => objectSchema(target, type));
  return others.length === 0 ? { ...dialect, ...first } : { ...dialect, oneOf: [first, ...others] };
}

/** The object types are functions, since few programs need the JSON Schema and every import would pay for it. */
const createSchema = <Value>(
  validate: (value: unknown) => ParseResult<Value>,
  input: () => ObjectSchemas,
  output = input,
): Schema<Value> => ({
  "~standard": {
    version: 1,
    vendor: "ess-request-machine",
    validate,
    jsonSchema: {
      input: ({ target }) => jsonSchema(target, input()),
      output: ({ target }) => jsonSchema(target, output()),
    },
  },
});

const STATUS: FieldSchema = { type: "string", enum: EXECUTION_STATUSES };
const TEXT: FieldSchema = { type: "string" };
const NULLABLE_TEXT = PAYLOAD_VALIDATORS.message.schema;

/** {@link parseExecutionStatus} as a schema. */
export const executionStatusSchema: Schema<ExecutionStatusInput> = createSchema(
  parseExecutionStatus,
  () => [
    {
      members: { requestHandle: NULLABLE_TEXT, status: STATUS, statusMessage: NULLABLE_TEXT },
      required: ["status"],
    },
  ],
  () => [{ members: { requestHandle: TEXT, status: STATUS, statusMessage: TEXT }, required: ["status"] }],
);

const eventSchema = (name: LifecycleEventName, messageSchema: FieldSchema): ObjectSchema => {
  const members: readonly (keyof typeof PAYLOAD_VALIDATORS)[] = EVENT_PAYLOADS[name];
  return {
    members: {
      type: { type: "string", enum: [name] },
      ...Object.fromEntries(
        members.map((member) => [member, member === "message" ? messageSchema : PAYLOAD_VALIDATORS[member].schema]),
      ),
    },
    required: ["type", ...members.filter((member) => member !== "message")],
  };
};

const eventSchemas = (messageSchema: FieldSchema) =>
  LIFECYCLE_EVENTS.map((name) => eventSchema(name, messageSchema)) as [ObjectSchema, ...ObjectSchema[]];

/** {@link parseLifecycleEvent} as a schema. */
export const lifecycleEventSchema: Schema<LifecycleEvent> = createSchema(
  parseLifecycleEvent,
  () => eventSchemas(NULLABLE_TEXT),
  () => eventSchemas(TEXT),
);

/**
 * {@link parseJobRequest} as a schema. JSON Schema describes types and ranges; the parser also checks that the fields
 * do not contradict each other.
 */
export const jobRequestSchema: Schema<JobRequest> = createSchema(parseJobRequest, () => [
  { members: mapValues(RECORD_VALIDATORS, ({ schema }) => schema), required: Object.keys(RECORD_VALIDATORS) },
]);
