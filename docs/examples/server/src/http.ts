import { STATUS_CODES } from "node:http";
import type { MediaType } from "ess-request-machine";
import type { Context } from "hono";

/** What any endpoint needs that takes and gives JSON: media types, bodies, problem details. */

export const REQUESTS = "/ess/rest/scheduler/v1/requests";
export const MEDIA_TYPES = [
  "application/json",
  "application/vnd.oracle.resource+json",
] as const satisfies readonly MediaType[];
const LONGEST_BODY = 64 * 1024;

const SECTIONS = {
  400: "15.5.1",
  401: "15.5.2",
  403: "15.5.4",
  404: "15.5.5",
  405: "15.5.6",
  406: "15.5.7",
  409: "15.5.10",
  413: "15.5.14",
  415: "15.5.16",
  500: "15.6.1",
  503: "15.6.4",
} as const;
type ProblemStatus = keyof typeof SECTIONS;

/** An answer that ends the work on a request, in the words of `SimpleExceptionDetail`. */
export class Problem extends Error {
  constructor(
    readonly status: ProblemStatus,
    readonly detail: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
  }

  get body() {
    const { status, detail } = this;
    const type = `https://www.rfc-editor.org/rfc/rfc9110#section-${SECTIONS[status]}`;
    return { title: STATUS_CODES[status] as string, type, detail, status };
  }
}

export const expected = (what: string, found: string, advice: string): string =>
  `Expected ${what}, but found ${found}. ${advice}`;

/** How much a range of `Accept` wants a media type; undefined if it does not speak of it. The narrower range decides. */
function wishFor(type: string, accept: string): number | undefined {
  const ranges = accept.split(",").map((range) =>
    range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/),
  );
  for (const name of [type, "application/*", "*/*"]) {
    const range = ranges.find(([candidate]) => candidate === name);
    if (range === undefined) continue;
    const q = range.find((parameter) => parameter.startsWith("q="));
    return q === undefined ? 1 : Number(q.slice(2)) || 0;
  }
  return undefined;
}

/** In which of the two media types to answer, or a 406. */
export function answerType(c: Context): MediaType {
  const accept = c.req.header("accept");
  if (accept === undefined || accept.trim() === "") return MEDIA_TYPES[0];
  const wishes = MEDIA_TYPES.map((type) => ({ type, wish: wishFor(type, accept) ?? 0 }));
  const [best] = wishes.toSorted((one, other) => other.wish - one.wish);
  if (best === undefined || best.wish === 0) {
    throw new Problem(
      406,
      expected(
        `an Accept header that takes ${MEDIA_TYPES.join(" or ")}`,
        "one that takes neither",
        "Send one of the two.",
      ),
    );
  }
  return best.type;
}

function checkContentType(c: Context): void {
  const [type = "", ...parameters] = (c.req.header("content-type") ?? "").toLowerCase().split(/\s*;\s*/);
  const isUtf8 = parameters.every(
    (parameter) => !parameter.startsWith("charset=") || /^charset="?utf-?8"?$/.test(parameter),
  );
  const isPlain = (c.req.header("content-encoding") ?? "identity") === "identity";
  if ((MEDIA_TYPES as readonly string[]).includes(type.trim()) && isUtf8 && isPlain) return;
  const what = `a body in ${MEDIA_TYPES.join(" or ")}, in UTF-8 and not compressed`;
  throw new Problem(415, expected(what, "another content type or none", "Say so in Content-Type."), {
    "accept-post": MEDIA_TYPES.join(", "),
  });
}

/** The body's bytes, and no more than is allowed. What comes after that is not read. */
async function bytesOf(c: Context): Promise<Uint8Array> {
  const tooLong = () =>
    new Problem(413, expected(`a body of at most ${LONGEST_BODY} bytes`, "a longer one", "Send a shorter text."), {
      connection: "close",
    });
  if (Number(c.req.header("content-length") ?? 0) > LONGEST_BODY) throw tooLong();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** The parsed body: 415, 413, or a 400 that says that it is no JSON; what is wrong with the content is for others to say. */
export async function readJson(c: Context): Promise<unknown> {
  checkContentType(c);
  const bytes = await bytesOf(c);
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    // What the parser says would quote the body.
    throw new Problem(
      400,
      expected("a JSON document", bytes.length === 0 ? "an empty body" : "text that is none", "Send one, in UTF-8."),
    );
  }
}

/** For operations whose body may be left out. */
export async function readOptionalJson(c: Context): Promise<unknown> {
  const isEmpty = c.req.header("transfer-encoding") === undefined && Number(c.req.header("content-length") ?? 0) === 0;
  return isEmpty ? {} : readJson(c);
}
