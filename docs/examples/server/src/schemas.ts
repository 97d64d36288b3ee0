import { COMPLETION_STATES, HANDLER_RESULTS, parseRequestId, REQUEST_STATES } from "ess-request-machine";
import { z } from "zod";

/** What is sent, beside the callback: the routes validate with these, and the OpenAPI document shows them. */

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
