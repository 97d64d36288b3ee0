import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  type ExecutionStatusInput,
  executionStatusSchema,
  type JobRequest,
  jobRequestSchema,
  parseExecutionStatus,
  parseJobRequest,
} from "ess-request-machine";
import { describe, expect, expectTypeOf, test } from "vitest";
import { RUNNING } from "./support/boundary.js";

/** The parsers as schemas, for whatever framework takes those. */

const SCHEMAS = { executionStatusSchema, jobRequestSchema };
const EACH = Object.entries(SCHEMAS);
const STATUSES = ["SUCCESS", "UPDATE", "PAUSE", "WARNING", "ERROR", "BUSINESS_ERROR", "CANCEL", "SUSPEND"];

describe("both are Standard Schemas", () => {
  test("by their types", () => {
    expectTypeOf(executionStatusSchema).toExtend<StandardSchemaV1<ExecutionStatusInput>>();
    expectTypeOf(executionStatusSchema).toExtend<StandardJSONSchemaV1<ExecutionStatusInput>>();
    expectTypeOf(jobRequestSchema).toExtend<StandardSchemaV1<JobRequest>>();
    expectTypeOf(jobRequestSchema).toExtend<StandardJSONSchemaV1<JobRequest>>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof executionStatusSchema>>().toEqualTypeOf<ExecutionStatusInput>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof jobRequestSchema>>().toEqualTypeOf<JobRequest>();
  });

  test.each(EACH)("%s, by version and vendor", (_, schema) => {
    expect(schema["~standard"]).toMatchObject({ version: 1, vendor: "ess-request-machine" });
  });

  test("to whoever takes any", async () => {
    const validate = async (schema: StandardSchemaV1, value: unknown) => schema["~standard"].validate(value);
    expect(await validate(executionStatusSchema, { status: "SUCCESS" })).toEqual({ value: { status: "SUCCESS" } });
    expect(await validate(jobRequestSchema, RUNNING)).toEqual({ value: RUNNING });
    expect(await validate(jobRequestSchema, {})).toHaveProperty("issues");
  });
});

/** Bodies with whether they are callbacks, and records with whether their fields, each for itself, are right. */
const BODIES: [body: unknown, right: boolean][] = [
  ...STATUSES.map((status): [unknown, boolean] => [{ requestHandle: "h", status, statusMessage: "text" }, true]),
  [{ status: "SUCCESS" }, true],
  [{ requestHandle: null, status: "ERROR", statusMessage: null }, true],
  [{ requestHandle: "", status: "ERROR", statusMessage: "" }, true],
  [{ status: "SUCCESS", more: { of: ["everything"] } }, true],
  [{}, false],
  [{ requestHandle: "h" }, false],
  [{ status: null }, false],
  [{ status: "PAUSED" }, false],
  [{ status: "success" }, false],
  [{ status: 1 }, false],
  [{ status: ["SUCCESS"] }, false],
  [{ requestHandle: 1, status: "SUCCESS" }, false],
  [{ requestHandle: ["h"], status: "SUCCESS" }, false],
  [{ status: "SUCCESS", statusMessage: 1 }, false],
  [{ status: "SUCCESS", statusMessage: {} }, false],
  [null, false],
  [[{ status: "SUCCESS" }], false],
  ["SUCCESS", false],
  [1, false],
];
const sixteen = Array.from({ length: 16 }, (_, i) => `earlier-${i}`);
const CHANGES: [change: object, right: boolean][] = [
  [{}, true],
  [{ requestId: "9223372036854775807", earlierHandles: sixteen, cancelSeenAt: 2 ** 53 - 1 }, true],
  [{ earlierHandles: [], message: "", update: null, pausedState: null, executableState: "WARNING" }, true],
  [{ more: 1 }, true],
  [{ requestHandle: "h", earlierHandles: ["g"] }, true],
  [{ schemaVersion: 2 }, false],
  [{ schemaVersion: "1" }, false],
  [{ requestId: "007" }, false],
  [{ requestId: "10000000000000000000" }, false],
  [{ requestId: 101 }, false],
  [{ state: "UNKNOWN" }, false],
  [{ state: null }, false],
  [{ requestHandle: "" }, false],
  [{ earlierHandles: null }, false],
  [{ earlierHandles: [...sixteen, "seventeenth"] }, false],
  [{ earlierHandles: ["a", "a"] }, false],
  [{ earlierHandles: [""] }, false],
  [{ earlierHandles: [1] }, false],
  [{ reportedStatus: "UPDATE" }, false],
  [{ attempt: 1.5 }, false],
  [{ attempt: -1 }, false],
  [{ retries: "1" }, false],
  [{ retriedCount: null }, false],
  [{ message: 1 }, false],
  [{ executableState: "ERROR" }, false],
  [{ errorType: "NONE" }, false],
  [{ timedOut: null }, false],
  [{ cancelSeenAt: -1 }, false],
  [{ cancelSeenAt: 2 ** 53 }, false],
  [{ update: undefined }, false],
];
const RECORDS = CHANGES.map(([change, right]): [unknown, boolean] => [{ ...RUNNING, ...change }, right]);

describe.each([
  ["executionStatusSchema", executionStatusSchema, parseExecutionStatus, BODIES],
  ["jobRequestSchema", jobRequestSchema, parseJobRequest, RECORDS],
] as const)("%s", (_, schema, parse, table) => {
  const standard = schema["~standard"];

  test.each(table)("validates what the parser parses: %j is right: %s", (value, right) => {
    expect(standard.validate(value)).toStrictEqual(parse(value));
    expect(standard.validate(value).issues === undefined).toBe(right);
  });

  describe.each([
    ["draft-07", Ajv, "http://json-schema.org/draft-07/schema#"],
    ["draft-2020-12", Ajv2020, "https://json-schema.org/draft/2020-12/schema"],
  ] as const)("as JSON Schema %s", (target, Validator, dialect) => {
    const ajv = new Validator({ strict: true, allowUnionTypes: true });
    const input = ajv.compile(standard.jsonSchema.input({ target }));
    const output = ajv.compile(standard.jsonSchema.output({ target }));

    test.each(["input", "output"] as const)("its %s is valid, names its dialect, and is plain JSON", (side) => {
      const json = standard.jsonSchema[side]({ target });
      expect(json).toMatchObject({ $schema: dialect, type: "object" });
      expect(ajv.validateSchema(json), JSON.stringify(ajv.errors)).toBe(true);
      expect(JSON.parse(JSON.stringify(json))).toStrictEqual(json);
      expect(JSON.stringify(json), "a keyword of OpenAPI").not.toContain('"nullable"');
    });

    test("what it gave is nobody else's", () => {
      const json = standard.jsonSchema.input({ target });
      (json.required as string[]).length = 0;
      expect(standard.jsonSchema.input({ target }).required).not.toHaveLength(0);
    });

    test.each(table)("its input agrees with the parser: %j is right: %s", (value, right) => {
      expect(input(value)).toBe(right);
    });

    test.each(table.filter(([, right]) => right))("its output accepts what comes of %j", (value) => {
      const parsed = parse(value);
      if (parsed.issues !== undefined) expect.fail("it has issues");
      expect(output(parsed.value)).toBe(true);
    });
  });

  test.each(["draft-04", "draft-2019-09", "openapi-3.1", "", "constructor", "__proto__"])(
    "has no JSON Schema for the target %j, and says so",
    (target) => {
      const message = /^Expected a target among draft-2020-12, draft-07, openapi-3\.0, but found another\. /;
      expect(() => standard.jsonSchema.input({ target })).toThrow(message);
      expect(() => standard.jsonSchema.output({ target })).toThrow(message);
    },
  );
});

test("what a callback becomes has no null any more", () => {
  const output = executionStatusSchema["~standard"].jsonSchema.output({ target: "draft-07" });
  expect(new Ajv().validate(output, { requestHandle: null, status: "SUCCESS" })).toBe(false);
  expect(new Ajv().validate(output, { status: "SUCCESS", statusMessage: null })).toBe(false);
});

describe("OpenAPI 3.0 says nullable, and knows neither a list of types nor a dialect", () => {
  const target = "openapi-3.0";

  test("of a callback", () => {
    const status = { type: "string", enum: STATUSES };
    const textOrNull = { type: "string", nullable: true };
    const { input, output } = executionStatusSchema["~standard"].jsonSchema;
    expect(input({ target })).toStrictEqual({
      type: "object",
      properties: { requestHandle: textOrNull, status, statusMessage: textOrNull },
      required: ["status"],
    });
    expect(output({ target })).toStrictEqual({
      type: "object",
      properties: { requestHandle: { type: "string" }, status, statusMessage: { type: "string" } },
      required: ["status"],
    });
  });

  test("of a record", () => {
    const json = jobRequestSchema["~standard"].jsonSchema.input({ target });
    const properties = Object.entries(json.properties as Record<string, { nullable?: true; enum?: unknown[] }>);
    const nullable = properties.filter(([, property]) => property.nullable).map(([name]) => name);
    expect(nullable).toEqual([
      "requestHandle",
      "reportedStatus",
      "message",
      "update",
      "pausedState",
      "executableState",
      "errorType",
      "cancelSeenAt",
    ]);
    for (const [name, property] of properties) {
      expect(property, name).toHaveProperty("type", expect.stringMatching(/^(string|integer|boolean|array)$/));
      // A nullable enum has to list null, or null would not be in it.
      if (property.enum) expect(property.enum.includes(null), name).toBe(nullable.includes(name));
    }
    expect(json.required).toEqual(Object.keys(RUNNING));
    expect(json).not.toHaveProperty("$schema");
  });
});
