import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { MediaType } from "ess-request-machine";
import type { Context } from "hono";
import Negotiator from "negotiator";
import { Problem } from "./problem.js";

/** What any endpoint that takes and returns JSON needs: media types, bodies, answers. */

export const MEDIA_TYPES = ["application/json", "application/vnd.oracle.resource+json"] as const satisfies MediaType[];
export const MAX_BODY_BYTES = 64 * 1024;

/** `fields` are what the log line of an answer shows beside method and status. */
export type Env = { Variables: { fields: object } };
export type AppContext = Context<Env>;
export type Handler = (c: AppContext) => Promise<Response>;

export const addToLog = (c: AppContext, fields: object) => c.set("fields", { ...c.get("fields"), ...fields });

/** The media type to answer in; undefined if the client accepts neither. */
export const acceptedType = (c: Context): MediaType | undefined =>
  new Negotiator({ headers: { accept: c.req.header("accept") || "*/*" } }).mediaType([...MEDIA_TYPES]) as
    | MediaType
    | undefined;

export function answer(c: Context, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  // A client that accepts neither media type gets its 406 in one of them.
  const type = { "content-type": acceptedType(c) ?? MEDIA_TYPES[0], "cache-control": "no-store" };
  return c.body(JSON.stringify(body), status as 200, { ...headers, ...type });
}
export const answerProblem = (c: Context, { status, body, headers }: Problem) => answer(c, status, body, headers);

function checkContentType(c: Context): void {
  const type = c.req.header("content-type") ?? "";
  const isJson = MEDIA_TYPES.includes(type.split(";", 1)[0]?.trim().toLowerCase() as MediaType);
  const isUtf8 = !/charset=(?!"?utf-?8"?\s*(;|$))/i.test(type);
  const isPlain = (c.req.header("content-encoding") ?? "identity") === "identity";
  if (isJson && isUtf8 && isPlain) return;
  const types = MEDIA_TYPES.join(" or ");
  const detail = `The body is not declared as uncompressed UTF-8 JSON. Send Content-Type: ${types}.`;
  throw new Problem(415, detail, { "accept-post": MEDIA_TYPES.join(", ") });
}

/** The parsed body. Otherwise 415, or 400 if it is not JSON. */
export async function readJson(c: Context): Promise<unknown> {
  checkContentType(c);
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength === 0) throw new Problem(400, "The body is empty. Send a JSON document.");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // The parser's message would quote the body.
    throw new Problem(400, "The body is not a JSON document in UTF-8. Correct it.");
  }
}

/** For operations whose body is optional. */
export const readOptionalJson = async (c: Context): Promise<unknown> =>
  (await c.req.arrayBuffer()).byteLength === 0 ? {} : readJson(c);

/** The validated value. Otherwise 400 with the faults. */
export async function validate<Value>(schema: StandardSchemaV1<unknown, Value>, input: unknown): Promise<Value> {
  const result = await schema["~standard"].validate(input);
  if (!result.issues) return result.value;
  const faults = result.issues.map(({ path = [], message }) => [...path.map(String), message].join(": "));
  throw new Problem(400, `The input is invalid (${faults.join("; ")}). Correct it.`);
}
