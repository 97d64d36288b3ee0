import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import {
  type ExecutionStatusInput,
  executionStatusSchema,
  type JobRequest,
  jobRequestSchema,
  type LifecycleEvent,
  lifecycleEventSchema,
  parseExecutionStatus,
  parseJobRequest,
  parseLifecycleEvent,
} from "ess-request-machine";
import { describe, expect, expectTypeOf, test } from "vitest";
import { RUNNING } from "../support/boundary.js";
import { VALID_EVENTS } from "../support/valid-events.js";

/** The parsers as Standard Schema with JSON Schema. */

const SCHEMAS = { executionStatusSchema, lifecycleEventSchema, jobRequestSchema };
const STATUSES = ["SUCCESS", "UPDATE", "PAUSE", "WARNING", "ERROR", "BUSINESS_ERROR", "CANCEL", "SUSPEND"];

describe("all of them are Standard Schemas", () => {
  test("by their types", () => {
    expectTypeOf(executionStatusSchema).toExtend<StandardSchemaV1<ExecutionStatusInput>>();
    expectTypeOf(executionStatusSchema).toExtend<StandardJSONSchemaV1<ExecutionStatusInput>>();
    expectTypeOf(lifecycleEventSchema).toExtend<StandardSchemaV1<LifecycleEvent>>();
    expectTypeOf(lifecycleEventSchema).toExtend<StandardJSONSchemaV1<LifecycleEvent>>();
    expectTypeOf(jobRequestSchema).toExtend<StandardSchemaV1<JobRequest>>();
    expectTypeOf(jobRequestSchema).toExtend<StandardJSONSchemaV1<JobRequest>>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof executionStatusSchema>>().toEqualTypeOf<ExecutionStatusInput>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof lifecycleEventSchema>>().toEqualTypeOf<LifecycleEvent>();
    expectTypeOf<StandardSchemaV1.InferOutput<typeof jobRequestSchema>>().toEqualTypeOf<JobRequest>();
  });

  test.each(Object.entries(SCHEMAS))("%s, by version and vendor", (_, schema) => {
    expect(schema["~standard"]).toMatchObject({ version: 1, vendor: "ess-request-machine" });
  });

  test("for code that takes any Standard Schema", async () => {
    const validate = async (schema: StandardSchemaV1, value: unknown) => schema["~standard"].validate(value);
    expect(await validate(executionStatusSchema, { status: "SUCCESS" })).toEqual({ value: { status: "SUCCESS" } });
    expect(await validate(jobRequestSchema, RUNNING)).toEqual({ value: RUNNING });
    expect(await validate(jobRequestSchema, {})).toHaveProperty("issues");
  });
});

/** Values, and whether they are valid. JSON Schema cannot compare fields, so the records differ in one field only. */
const BODIES: [body: unknown, valid: boolean][] = [
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
const EVENTS: [event: unknown, valid: boolean][] = [
  ...VALID_EVENTS.map((event): [unknown, boolean] => [event, true]),
  [{ type: "complete", state: "ERROR", message: null }, true],
  [{ type: "validationFailed" }, true],
  [{ type: "dispatch", at: "ignored", more: 1 }, true],
  [{}, false],
  [{ type: "SUCCESS" }, false],
  [{ type: "finish" }, false],
  [{ type: ["dispatch"] }, false],
  [{ type: "start" }, false],
  [{ type: "start", requestHandle: "" }, false],
  [{ type: "start", requestHandle: null }, false],
  [{ type: "checkIn", requestHandle: "h" }, false],
  [{ type: "cancel", at: -1 }, false],
  [{ type: "cancel", at: 0.5 }, false],
  [{ type: "cancel", at: 2 ** 53 }, false],
  [{ type: "cancel", at: "0" }, false],
  [{ type: "postProcessed", result: "SUCCESS" }, false],
  [{ type: "complete", state: "RUNNING" }, false],
  [{ type: "complete", state: "ERROR", message: 1 }, false],
  [null, false],
  ["dispatch", false],
  [[{ type: "dispatch" }], false],
];
const sixteen = Array.from({ length: 16 }, (_, i) => `earlier-${i}`);
const CHANGES: [change: object, valid: boolean][] = [
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
const RECORDS = CHANGES.map(([change, valid]): [unknown, boolean] => [{ ...RUNNING, ...change }, valid]);

describe.each([
  ["executionStatusSchema", executionStatusSchema, parseExecutionStatus, BODIES],
  ["lifecycleEventSchema", lifecycleEventSchema, parseLifecycleEvent, EVENTS],
  ["jobRequestSchema", jobRequestSchema, parseJobRequest, RECORDS],
] as const)("%s", (_, schema, parse, table) => {
  const standard = schema["~standard"];

  test.each(table)("validates like the parser: %j, valid: %s", (value, valid) => {
    expect(standard.validate(value)).toStrictEqual(parse(value));
    expect(standard.validate(value).issues === undefined).toBe(valid);
  });

  describe.each([
    ["draft-07", Ajv, "http://json-schema.org/draft-07/schema#"],
    ["draft-2020-12", Ajv2020, "https://json-schema.org/draft/2020-12/schema"],
  ] as const)("as JSON Schema %s", (target, Validator, dialect) => {
    const ajv = new Validator({ strict: true, allowUnionTypes: true });
    const input = ajv.compile(standard.jsonSchema.input({ target }));
    const output = ajv.compile(standard.jsonSchema.output({ target }));

    test.each(["input", "output"] as const)("the %s schema is valid, names its dialect and is plain JSON", (side) => {
      const json = standard.jsonSchema[side]({ target });
      expect(json).toHaveProperty("$schema", dialect);
      expect(ajv.validateSchema(json), JSON.stringify(ajv.errors)).toBe(true);
      expect(JSON.parse(JSON.stringify(json))).toStrictEqual(json);
      expect(JSON.stringify(json), "nullable is a keyword of OpenAPI only").not.toContain('"nullable"');
    });

    test("each call returns a new schema", () => {
      const json = standard.jsonSchema.input({ target });
      const before = structuredClone(json);
      for (const { required } of (json.oneOf ?? [json]) as { required: string[] }[]) required.length = 0;
      expect(standard.jsonSchema.input({ target })).toStrictEqual(before);
    });

    test.each(table)("the input schema agrees with the parser: %j, valid: %s", (value, valid) => {
      expect(input(value)).toBe(valid);
    });

    test.each(table.filter(([, valid]) => valid))("the output schema accepts the parsed %j", (value) => {
      const parsed = parse(value);
      if (parsed.issues !== undefined) expect.fail("it has issues");
      expect(output(parsed.value)).toBe(true);
    });
  });

  test.each(["draft-04", "draft-2019-09", "openapi-3.1", "", "constructor", "__proto__"])(
    "throws for the unknown target %j",
    (target) => {
      const message = /^Unknown JSON Schema target\. Use one of draft-2020-12, draft-07, openapi-3\.0\.$/;
      expect(() => standard.jsonSchema.input({ target })).toThrow(message);
      expect(() => standard.jsonSchema.output({ target })).toThrow(message);
    },
  );
});

test("the description of a request id has the limit that its pattern cannot express", () => {
  const { properties } = jobRequestSchema["~standard"].jsonSchema.output({ target: "draft-2020-12" });
  expect(properties).toMatchObject({ requestId: { description: "1 to 9223372036854775807" } });
});

test("a parsed callback has no null", () => {
  const output = executionStatusSchema["~standard"].jsonSchema.output({ target: "draft-07" });
  expect(new Ajv().validate(output, { requestHandle: null, status: "SUCCESS" })).toBe(false);
  expect(new Ajv().validate(output, { status: "SUCCESS", statusMessage: null })).toBe(false);
});

test("a parsed event has no null", () => {
  const output = lifecycleEventSchema["~standard"].jsonSchema.output({ target: "draft-07" });
  expect(new Ajv().validate(output, { type: "validationFailed", message: "text" })).toBe(true);
  expect(new Ajv().validate(output, { type: "validationFailed", message: null })).toBe(false);
});

describe("OpenAPI 3.0 uses nullable, and has neither lists of types nor a dialect", () => {
  const target = "openapi-3.0";

  test("for a callback", () => {
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

  test("for a record", () => {
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
      // A nullable enum must list null.
      if (property.enum) expect(property.enum.includes(null), name).toBe(nullable.includes(name));
    }
    expect(json.required).toEqual(Object.keys(RUNNING));
    expect(json).not.toHaveProperty("$schema");
  });
});
