import {
  COMPLETION_STATES,
  EFFECTS,
  executionStatusSchema,
  HANDLER_RESULTS,
  jobRequestSchema,
  LIFECYCLE_EVENTS,
  OUTCOME_REASONS,
  parseRequestId,
  REQUEST_STATES,
} from "ess-request-machine";
import { z } from "zod";
import { AUDIT_ENTRY } from "../lifecycle/audit-entry.js";

/** Schemas of bodies, queries and answers. Routes validate with the zod schemas; the OpenAPI document shows all of them. */

const MAX_SECONDS = 31_536_000;
const seconds = z.number().positive().max(MAX_SECONDS);

/** An int64 as text: a JavaScript number would lose digits. */
export const REQUEST_ID = { type: "string", pattern: "^[1-9][0-9]{0,18}$" };
const requestId = z
  .string()
  .refine((id) => !parseRequestId(id).issues, 'is not a request id, a decimal int64 such as "101"')
  .meta({ ...REQUEST_ID, description: "Default: the next free number." });

export const submission = z.strictObject({
  requestId: requestId.optional(),
  retries: z.number().int().min(0).max(1_000).default(0).describe("Automatic retries allowed."),
  validated: z.boolean().default(true).describe("false: the request begins in PENDING_VALIDATION."),
  job: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where the remote job is called. Without it, the operator starts the request and gets the handle."),
  automatic: z.boolean().default(true).describe("false: only its job and the operator move the request."),
  timeoutSeconds: seconds.default(3_600).describe("How long the callback is awaited before the time-out is recorded."),
  expiresInSeconds: seconds.optional().describe("How long the request may wait for its start. Default: for ever."),
  retryDelaySeconds: z
    .number()
    .min(0)
    .max(3_600)
    .default(1)
    .describe("The pause before the first retry. Each later one is twice as long."),
});

/** Only picks the members: the library checks their values, after the state and with a reason. */
export const payload = z.object({
  message: z
    .any()
    .optional()
    .meta({ type: "string", description: "For validationFailed, manualRecoveryRequired and complete." }),
  result: z
    .any()
    .optional()
    .meta({ type: "string", enum: [...HANDLER_RESULTS], description: "For postProcessed." }),
  state: z
    .any()
    .optional()
    .meta({ type: "string", enum: [...COMPLETION_STATES], description: "For complete." }),
});

/** The last id of the page before. */
const after = z
  .string()
  .refine((id) => id === "0" || !parseRequestId(id).issues, "is not an id")
  .meta({ type: "string", pattern: "^(0|[1-9][0-9]{0,18})$", description: "The last id of the page before." })
  .default("0");
const limit = z.coerce.number().int().min(1).max(500).default(100).describe("How many items a page has.");
export const listQuery = z.object({
  state: z.enum(REQUEST_STATES).optional().describe("Only this state."),
  after,
  limit,
});
export const historyQuery = z.object({ after, limit });

export type Json = Record<string, unknown>;

const target = "draft-2020-12";
/** A document declares its dialect once. */
const without$schema = ({ $schema, ...schema }: Json): Json => schema;
const toJsonSchema = (schema: z.ZodType, io: "input" | "output"): Json =>
  without$schema(z.toJSONSchema(schema, { target, io }) as Json);
export const inputSchema = (schema: z.ZodType): Json => toJsonSchema(schema, "input");
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

const text = { type: "string" };
const uri = { ...text, format: "uri" };
const time = { ...text, format: "date-time" };
const oneOf = (names: readonly string[]): Json => ({ ...text, enum: names });
const state = oneOf(REQUEST_STATES);
const kind = oneOf(["transitioned", "recorded", "ignored", "rejected"]);
const reason = oneOf(Object.keys(OUTCOME_REASONS));
const link = { href: uri, rel: { ...text, const: "self" } };
const integer = { type: "integer" };
const orNull = (schema: Json): Json => ({ anyOf: [schema, { type: "null" }] });
const arrayOf = (items: Json): Json => ({ type: "array", items });
const object = (required: Json, optional: Json = {}): Json => ({
  type: "object",
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

function shownRequest(): Json {
  const record = jobRequestSchema["~standard"].jsonSchema.output({ target });
  const { requestHandle, earlierHandles, ...properties } = record.properties as Json;
  const settings = submission.omit({ requestId: true, retries: true, validated: true });
  return object({ ...properties, version: text, settings: toJsonSchema(settings, "output") });
}

/** A command as the history shows it: invalid members by their type. */
const input = object(
  {},
  Object.fromEntries(Object.keys(AUDIT_ENTRY.shape).map((name) => [name, { type: ["string", "number", "null"] }])),
);
const task = object({
  task: oneOf([...EFFECTS, ...LIFECYCLE_EVENTS]),
  dueAt: orNull(time),
  doneAt: orNull(time),
  tries: integer,
  problem: orNull(text),
});
const auditEntry = object({
  ...{ id: text, version: text, at: time, name: text, input, kind, reason: orNull(reason) },
  ...{ from: orNull(state), to: state, explanation: text, count: integer, lastAt: orNull(time), tasks: arrayOf(task) },
});

export const SCHEMAS = {
  ExecutionStatus: without$schema(executionStatusSchema["~standard"].jsonSchema.input({ target })),
  CheckIn: { ...object({}, { requestExecutionContext: text, requestHandle: text }), description: "Either name." },
  Submission: inputSchema(submission),
  Payload: inputSchema(payload),
  ShownRequest: shownRequest(),
  Submitted: object({ ...link, request: ref("ShownRequest") }),
  Page: object({ items: arrayOf(ref("ShownRequest")) }, { next: uri }),
  History: object({ items: arrayOf(auditEntry) }, { next: uri }),
  Applied: object(
    { ...link, kind, effects: arrayOf(oneOf(EFFECTS)), state, explanation: text },
    { reason, from: state, to: state, requestHandle: text },
  ),
  ShouldStop: { type: "boolean" },
  SelfLink: object(link),
  SimpleExceptionDetail: object({ title: text, type: uri }, { detail: text, status: integer, errorCode: text, reason }),
};
export type SchemaName = keyof typeof SCHEMAS;
