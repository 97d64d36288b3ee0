import { MEDIA_TYPES } from "../http/response.js";
import { count } from "../input/messages.js";
import { isArray } from "../input/read.js";
import type { Problem } from "./problems.js";
import { UsageError } from "./usage-error.js";

/** Reads the JSON body of a request; each way to be malformed has its own sentence. */

/** The parsed JSON, or the problem with the body. */
export type JsonBody =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly problem: Problem; readonly value?: undefined };

const TYPES = MEDIA_TYPES.join(" or ");
export const ACCEPT_POST = { "accept-post": MEDIA_TYPES.join(", ") };

const NOT_JSON_TYPE: Problem = {
  status: 415,
  detail: `The Content-Type is not a JSON type of this endpoint. Send ${TYPES}.`,
  headers: ACCEPT_POST,
};
const WRONG_CHARSET: Problem = {
  status: 415,
  detail: "The charset in Content-Type is not UTF-8. Send the body in UTF-8, or leave the charset out.",
  headers: ACCEPT_POST,
};
const ENCODED: Problem = {
  status: 415,
  detail: "The body has a Content-Encoding. Send it uncompressed, without this header.",
  headers: { "accept-encoding": "identity" },
};
const BROKEN_OFF: Problem = { status: 408, detail: "The body broke off before its end. Send it again." };
const EMPTY: Problem = { status: 400, detail: "The body is empty. Send a JSON object." };
const NOT_UTF8: Problem = { status: 400, detail: "The body is not valid UTF-8. Encode it in UTF-8." };
const NOT_JSON: Problem = {
  status: 400,
  detail: "The body is not JSON. Send one JSON object, as RFC 8259 defines it.",
};

const tooLarge = (maxBytes: number): Problem => ({
  status: 413,
  detail: `The body is larger than ${count(maxBytes, "byte")}. Shorten its texts.`,
});

/** The parsed body, or the problem with it. */
export async function readJsonBody(request: Request, maxBytes: number): Promise<JsonBody> {
  if (request.bodyUsed) {
    throw new UsageError("The body was already read. Let no body parser run before this handler.");
  }
  const body = await readBytes(request, maxBytes);
  const problem = headerProblem(request);
  if (problem !== undefined) return { problem };
  return isArray(body) ? parse(body) : { problem: body };
}

/** Reads the rest of the body: a connection that is closed with bytes unread may lose the answer. Never rejects. */
export async function discardBody(request: Request, maxBytes: number): Promise<void> {
  if (!request.bodyUsed) await readBytes(request, maxBytes);
}

/** Reads to the end, but keeps no more than the first bytes. */
async function readBytes(request: Request, maxBytes: number): Promise<readonly Uint8Array[] | Problem> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let problem: Problem | undefined;
  try {
    // Many servers give a whole body without the cost of a stream. They cut it at the length that was sent.
    const sentLength = Number(request.headers.get("content-length"));
    if (sentLength > 0 && sentLength <= maxBytes) {
      const bytes = new Uint8Array(await request.arrayBuffer());
      return bytes.byteLength <= maxBytes ? [bytes] : tooLarge(maxBytes);
    }
    const reader = request.body?.getReader();
    while (reader) {
      const { value } = await reader.read();
      if (value === undefined) break;
      length += value.byteLength;
      if (length <= maxBytes) chunks.push(value);
      else problem = tooLarge(maxBytes);
    }
    return problem ?? chunks;
  } catch {
    return BROKEN_OFF;
  }
}

function headerProblem({ headers }: Request): Problem | undefined {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  if (encoding !== "identity") return ENCODED;
  const contentType = headers.get("content-type");
  // Without a type, JSON is the only one that it can be.
  if (!contentType) return undefined;
  const [type, ...parameters] = contentType
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (!MEDIA_TYPES.some((name) => name === type)) return NOT_JSON_TYPE;
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice(8) ?? "utf-8";
  return /^"?utf-?8"?$/.test(charset) ? undefined : WRONG_CHARSET;
}

function parse(chunks: readonly Uint8Array[]): JsonBody {
  // Drops a byte order mark, as RFC 8259 allows.
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text: string;
  try {
    text = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") + decoder.decode();
  } catch {
    return { problem: NOT_UTF8 };
  }
  try {
    return { value: JSON.parse(text) };
  } catch {
    // The parser's own message would quote the body.
    return { problem: text.trim() === "" ? EMPTY : NOT_JSON };
  }
}
