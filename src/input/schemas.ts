import { parseExecutionStatus } from "../http/response.js";
import type { ExecutionStatusInput } from "../lifecycle/events.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import { EXECUTION_STATUSES } from "../lifecycle/names.js";
import { FIELDS, type FieldSchema } from "./fields.js";
import { expectation } from "./messages.js";
import { parseJobRequest } from "./parse-job-request.js";
import type { ParseResult } from "./reading.js";

/**
 * The parsers as Standard Schema with JSON Schema (standardschema.dev), for whatever framework takes those. The types are
 * written out, as the specification invites, so that the main entry needs no package; a test holds them to the original.
 */

/** @inline */
type JsonSchema = Record<string, unknown>;
/** @inline */
type Target = "draft-2020-12" | "draft-07" | "openapi-3.0" | (string & {});

/**
 * A parser in the shapes of `StandardSchemaV1` and `StandardJSONSchemaV1`. Source: standardschema.dev.
 *
 * @typeParam Value what the parser gives
 */
export interface Schema<Value> {
  /** What the specification asks for. */
  readonly "~standard": {
    /** Of the specification. */
    readonly version: 1;
    /** This library. */
    readonly vendor: "ess-request-machine";
    /** The parser; never throws. */
    readonly validate: (value: unknown) => ParseResult<Value>;
    /** For the compiler alone: never there at run time. */
    readonly types?:
      | {
          /** As given. */
          readonly input: Value;
          /** As read. */
          readonly output: Value;
        }
      | undefined;
    /** JSON Schema for one of the targets draft-2020-12, draft-07 and openapi-3.0; throws an Error for any other. */
    readonly jsonSchema: {
      /** Of what the parser takes. */
      readonly input: (options: { readonly target: Target }) => JsonSchema;
      /** Of what it gives. */
      readonly output: (options: { readonly target: Target }) => JsonSchema;
    };
  };
}

const DIALECTS = new Map<string, JsonSchema>([
  ["draft-2020-12", { $schema: "https://json-schema.org/draft/2020-12/schema" }],
  ["draft-07", { $schema: "http://json-schema.org/draft-07/schema#" }],
  ["openapi-3.0", {}],
]);

/** OpenAPI 3.0 marks what may be null; JSON Schema lists null among the types. In both an enum has to name it. */
function inDialect(target: Target, { nullable, items, ...schema }: FieldSchema): JsonSchema {
  return {
    ...schema,
    ...(items && { items: inDialect(target, items) }),
    ...(nullable && (target === "openapi-3.0" ? { nullable } : { type: [schema.type, "null"] })),
    ...(schema.enum && { enum: nullable ? [...schema.enum, null] : [...schema.enum] }),
  };
}

function objectSchema(target: Target, members: Record<string, FieldSchema>, required: readonly string[]): JsonSchema {
  const dialect = DIALECTS.get(target);
  if (dialect === undefined) {
    throw new Error(
      expectation(`a target among ${[...DIALECTS.keys()].join(", ")}`, "another", "Ask for one of them."),
    );
  }
  const properties = Object.fromEntries(
    Object.entries(members).map(([name, schema]) => [name, inDialect(target, schema)]),
  );
  return { ...dialect, type: "object", properties, required: [...required] };
}

interface Members {
  readonly input: Record<string, FieldSchema>;
  readonly output: Record<string, FieldSchema>;
  readonly required: readonly string[];
}

const schemaOf = <Value>(
  validate: (value: unknown) => ParseResult<Value>,
  { input, output, required }: Members,
): Schema<Value> => ({
  "~standard": {
    version: 1,
    vendor: "ess-request-machine",
    validate,
    jsonSchema: {
      input: ({ target }) => objectSchema(target, input, required),
      output: ({ target }) => objectSchema(target, output, required),
    },
  },
});

const STATUS: FieldSchema = { type: "string", enum: EXECUTION_STATUSES };
const TEXT: FieldSchema = { type: "string" };
const TEXT_OR_NULL: FieldSchema = { type: "string", nullable: true };

/** {@link parseExecutionStatus} as a schema. */
export const executionStatusSchema = schemaOf<ExecutionStatusInput>(parseExecutionStatus, {
  input: { requestHandle: TEXT_OR_NULL, status: STATUS, statusMessage: TEXT_OR_NULL },
  output: { requestHandle: TEXT, status: STATUS, statusMessage: TEXT },
  required: ["status"],
});

const RECORD = Object.fromEntries(Object.entries(FIELDS).map(([name, { schema }]) => [name, schema]));

/** {@link parseJobRequest} as a schema. JSON Schema says types and ranges; the parser also holds the fields against each other. */
export const jobRequestSchema = schemaOf<JobRequest>(parseJobRequest, {
  input: RECORD,
  output: RECORD,
  required: Object.keys(FIELDS),
});
