import { STATUS_CODES } from "node:http";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { MediaType } from "ess-request-machine";
import type { Context } from "hono";
import Negotiator from "negotiator";

/** What any endpoint needs that takes and gives JSON: media types, bodies, problem details. */

export const MEDIA_TYPES = ["application/json", "application/vnd.oracle.resource+json"] as const satisfies MediaType[];
export const MAX_BODY = 64 * 1024;

/** `told` is what the log tells of an answer, beside its method and status. */
export type Env = { Variables: { told: object } };
export type Served = Context<Env>;
export type Handler = (c: Served) => Promise<Response>;

export const tell = (c: Served, told: object) => c.set("told", { ...c.get("told"), ...told });

/** An answer that ends the work on a request, in the shape of `SimpleExceptionDetail`. */
export class Problem extends Error {
  constructor(
    readonly status: 400 | 401 | 404 | 405 | 406 | 409 | 413 | 415 | 500 | 503,
    sentence: string | readonly [expected: string, found: string, advice: string],
    readonly headers: Record<string, string> = {},
  ) {
    super(
      typeof sentence === "string" ? sentence : `Expected ${sentence[0]}, but found ${sentence[1]}. ${sentence[2]}`,
    );
  }

  get body() {
    const { status, message: detail } = this;
    // RFC 9110 numbers its sections as it does the codes: 15.5.1 is 400, 15.6.1 is 500.
    const section = `15.${status < 500 ? 5 : 6}.${(status % 100) + 1}`;
    const type = `https://www.rfc-editor.org/rfc/rfc9110#section-${section}`;
    return { title: STATUS_CODES[status], type, detail, status };
  }
}

/** In which of the two media types to answer; undefined if the client takes neither. */
export const wantedType = (c: Context): MediaType | undefined =>
  new Negotiator({ headers: { accept: c.req.header("accept") || "*/*" } }).mediaType([...MEDIA_TYPES]) as
    | MediaType
    | undefined;

export function answer(c: Context, status: number, body: unknown, headers: Record<string, string> = {}) {
  // Who takes neither media type has to be told so in one that it did not ask for.
  const type = { "content-type": wantedType(c) ?? MEDIA_TYPES[0], "cache-control": "no-store" };
  return c.body(JSON.stringify(body), status as 200, { ...headers, ...type });
}
export const refusal = (c: Context, { status, body, headers }: Problem) => answer(c, status, body, headers);

function checkContentType(c: Context): void {
  const type = c.req.header("content-type") ?? "";
  const isOurs = MEDIA_TYPES.includes(type.split(";", 1)[0]?.trim().toLowerCase() as MediaType);
  const isUtf8 = !/charset=(?!"?utf-?8"?\s*(;|$))/i.test(type);
  const isPlain = (c.req.header("content-encoding") ?? "identity") === "identity";
  if (isOurs && isUtf8 && isPlain) return;
  const expected = `a body in ${MEDIA_TYPES.join(" or ")}, in UTF-8 and not compressed`;
  const headers = { "accept-post": MEDIA_TYPES.join(", ") };
  throw new Problem(415, [expected, "another content type or none", "Say so in Content-Type."], headers);
}

/** The parsed body: 415, or a 400 that says that it is no JSON. What is wrong with its content is for others to say. */
export async function readJson(c: Context): Promise<unknown> {
  checkContentType(c);
  const bytes = await c.req.arrayBuffer();
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    // What the parser says would quote the body.
    const found = bytes.byteLength === 0 ? "an empty body" : "text that is none";
    throw new Problem(400, ["a JSON document", found, "Send one, in UTF-8."]);
  }
}

/** For operations whose body may be left out. */
export const readOptionalJson = async (c: Context): Promise<unknown> =>
  (await c.req.arrayBuffer()).byteLength === 0 ? {} : readJson(c);

/** The value, or a 400 that says what is wrong with it. Any Standard Schema will do. */
export async function validated<Value>(schema: StandardSchemaV1<unknown, Value>, input: unknown): Promise<Value> {
  const result = await schema["~standard"].validate(input);
  if (!result.issues) return result.value;
  const faults = result.issues.map(({ path = [], message }) => [...path.map(String), message].join(": "));
  throw new Problem(400, ["what this operation takes", `faults (${faults.join("; ")})`, "Correct them."]);
}
