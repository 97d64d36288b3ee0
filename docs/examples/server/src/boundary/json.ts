import type { MediaType } from "ess-request-machine";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import type { z } from "zod";
import { faultsOf } from "../errors.js";
import { Problem } from "./problem.js";

/** What the operator's routes share: media types, bodies, answers. */

export const MEDIA_TYPES = ["application/json", "application/vnd.oracle.resource+json"] as const satisfies MediaType[];

/** `fields` are what the log line of an answer shows beside method and status. */
export type Env = { Variables: { fields: object } };
export type AppContext = Context<Env>;
export type Handler = (c: AppContext) => Promise<Response>;

export const addToLog = (c: AppContext, fields: object) => c.set("fields", { ...c.get("fields"), ...fields });

export function answer(c: Context, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const type = accepts(c, { header: "Accept", supports: [...MEDIA_TYPES], default: MEDIA_TYPES[0] });
  return c.body(JSON.stringify(body), status as 200, {
    ...headers,
    "content-type": type,
    "cache-control": "no-store",
  });
}
export const answerProblem = (c: Context, { status, body, headers }: Problem) => answer(c, status, body, headers);

/** The valid body. All of the operator's operations have default values, so it may be empty. */
export async function readBody<Value>(c: Context, schema: z.ZodType<Value>): Promise<Value> {
  const text = await c.req.text();
  let body: unknown;
  try {
    body = text === "" ? {} : JSON.parse(text);
  } catch {
    // The parser's message would quote the body.
    throw new Problem(400, "The body is not a JSON document. Correct it.");
  }
  return validate(schema, body);
}

/** The validated value. Otherwise 400 with the faults. */
export function validate<Value>(schema: z.ZodType<Value>, input: unknown): Value {
  const { data, error } = schema.safeParse(input);
  if (error) throw new Problem(400, `The input is invalid (${faultsOf(error)}). Correct it.`);
  return data;
}
