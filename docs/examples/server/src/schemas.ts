import { type CompletionState, type HandlerResult, parseRequestId, REQUEST_STATES } from "ess-request-machine";
import { z } from "zod";
import { expected, Problem } from "./http.js";

/** What the operator sends. Each is a Standard Schema, and what the OpenAPI document shows. */

const YEAR = 31_536_000;
const LARGEST_PAGE = 1_000;

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
  timeoutSeconds: z.number().positive().max(YEAR).default(3_600),
  expiresInSeconds: z.number().positive().max(YEAR).optional(),
  retryDelaySeconds: z
    .number()
    .min(0)
    .max(3_600)
    .default(1)
    .describe("Before the first retry; later ones wait longer."),
});

const RESULTS = ["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"] as const satisfies HandlerResult[];
const COMPLETIONS = ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"] as const satisfies CompletionState[];

/** Shown, but not asked: the library judges an event's payload, after the state and with a reason. */
export const payload = z.looseObject({
  message: z.string().nullish().describe("For validationFailed, manualRecoveryRequired and complete."),
  result: z.enum(RESULTS).optional().describe("For postProcessed."),
  state: z.enum(COMPLETIONS).optional().describe("For complete."),
});

export const listing = z.object({
  state: z.enum(REQUEST_STATES).optional(),
  after: z
    .string()
    .refine((id) => id === "0" || !parseRequestId(id).issues, "Expected a request id.")
    .default("0")
    .describe("The last id of the page before."),
  limit: z.coerce.number().int().min(1).max(LARGEST_PAGE).default(100),
});

/** As much of `StandardSchemaV1` as is needed here: zod's schemas have it, and so do the library's. */
interface Validator<Value> {
  readonly "~standard": { readonly validate: (value: unknown) => Result<Value> | Promise<Result<Value>> };
}
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}
type Result<Value> = { readonly value: Value; readonly issues?: undefined } | { readonly issues: readonly Issue[] };

/** The value, or a 400 that says what is wrong with it. */
export async function validated<Value>(schema: Validator<Value>, input: unknown): Promise<Value> {
  const result = await schema["~standard"].validate(input);
  if (!result.issues) return result.value;
  const told = result.issues.map(({ path = [], message }) =>
    path.length === 0 ? message : `${String(path[0])}: ${message}`,
  );
  throw new Problem(400, expected("what this operation takes", `faults (${told.join("; ")})`, "Correct them."));
}
