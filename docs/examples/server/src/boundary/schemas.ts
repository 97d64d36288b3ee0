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

/** What is sent, and what is answered. The routes validate with the former, and the OpenAPI document shows both. */

const YEAR = 31_536_000;
const seconds = z.number().positive().max(YEAR);

export const submission = z.strictObject({
  requestId: z
    .union([z.string(), z.number()])
    .optional()
    .describe("int64; a string where it may exceed 2^53. Left out: the next free one."),
  retries: z.number().int().min(0).max(1_000).default(0).describe("Automatic retries allowed."),
  validated: z.boolean().default(true).describe("false: the request begins in PENDING_VALIDATION."),
  job: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Where the remote job is called. Left out: the operator starts the request and gets the handle."),
  automatic: z.boolean().default(true).describe("false: nothing moves the request but its job and the operator."),
  timeoutSeconds: seconds.default(3_600),
  expiresInSeconds: seconds.optional(),
  retryDelaySeconds: z
    .number()
    .min(0)
    .max(3_600)
    .default(1)
    .describe("Before the first retry; later ones wait longer."),
});

/** Only the members are picked out here: the library judges what they hold, after the state and with a reason. */
export const payload = z.object({
  message: z
    .any()
    .optional()
    .meta({ type: "string", description: "For validationFailed, manualRecoveryRequired and complete." }),
  result: z
    .any()
    .optional()
    .meta({ enum: [...HANDLER_RESULTS], description: "For postProcessed." }),
  state: z
    .any()
    .optional()
    .meta({ enum: [...COMPLETION_STATES], description: "For complete." }),
});
export const checkIn = z.object({ requestHandle: z.any().optional().meta({ type: "string" }) });

export const listing = z.object({
  state: z.enum(REQUEST_STATES).optional(),
  after: z
    .string()
    .refine((id) => id === "0" || !parseRequestId(id).issues, "Expected a request id.")
    .default("0")
    .describe("The last id of the page before."),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});

export type Json = Record<string, unknown>;

const target = "draft-2020-12";
/** A document has one dialect, said at its top. */
const without$schema = ({ $schema, ...schema }: Json): Json => schema;
const jsonOf = (schema: z.ZodType, io: "input" | "output"): Json =>
  without$schema(z.toJSONSchema(schema, { target, io }) as Json);
export const input = (schema: z.ZodType): Json => jsonOf(schema, "input");
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

const text = { type: "string" };
const uri = { ...text, format: "uri" };
const time = { ...text, format: "date-time" };
const state = { enum: REQUEST_STATES };
const kind = { enum: ["transitioned", "recorded", "ignored", "rejected"] };
const reason = { enum: Object.keys(OUTCOME_REASONS) };
const link = { href: uri, rel: { const: "self" } };
const none = { type: "null" };
const KINDS = ["string", "number", "null"];
const listOf = (items: Json): Json => ({ type: "array", items });
const object = (required: Json, optional: Json = {}): Json => ({
  type: "object",
  required: Object.keys(required),
  properties: { ...required, ...optional },
});

/** The record as it is shown: the hashes of the handles are the server's own. */
function shownRequest(): Json {
  const record = jobRequestSchema["~standard"].jsonSchema.output({ target });
  const { requestHandle, earlierHandles, ...properties } = record.properties as Json;
  const settings = submission.omit({ requestId: true, retries: true, validated: true });
  return object({
    ...properties,
    version: text,
    settings: jsonOf(settings, "output"),
  });
}

/** What came, as the history has it. */
const came = object({}, Object.fromEntries(Object.keys(AUDIT_ENTRY.shape).map((name) => [name, { type: KINDS }])));
const owed = object({
  task: { enum: [...EFFECTS, ...LIFECYCLE_EVENTS] },
  dueAt: { anyOf: [time, none] },
  doneAt: { anyOf: [time, none] },
  tries: { type: "integer" },
});

export const SCHEMAS = {
  ExecutionStatus: without$schema(executionStatusSchema["~standard"].jsonSchema.input({ target })),
  CheckIn: input(checkIn),
  Submission: input(submission),
  Payload: input(payload),
  ShownRequest: shownRequest(),
  Submitted: object({ ...link, request: ref("ShownRequest") }),
  Page: object({ items: listOf(ref("ShownRequest")) }, { next: uri }),
  History: object({
    items: listOf(
      object({
        ...{ id: text, version: text, at: time, name: text, input: came, kind },
        ...{
          reason: { anyOf: [reason, none] },
          from: { anyOf: [state, none] },
          to: state,
          told: text,
          owed: listOf(owed),
        },
      }),
    ),
  }),
  Applied: object(
    { ...link, kind, effects: listOf({ enum: EFFECTS }), state, told: text },
    { reason, from: state, to: state, requestHandle: text },
  ),
  IsToStop: { type: "boolean" },
  SelfLink: object(link),
  SimpleExceptionDetail: object(
    { title: text, type: uri },
    { detail: text, status: { type: "integer" }, errorCode: text, reason },
  ),
};
export type SchemaName = keyof typeof SCHEMAS;
