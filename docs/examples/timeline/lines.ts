import { encodingOf } from "./file-format.js";

/** Splits a stream of chunks into lines. Holds at most one chunk and one line in memory. */

export const MAX_LINE_LENGTH = 1024 * 1024;

export type Chunks = AsyncIterable<Uint8Array | string>;

/** A line without its newline; null if it was too long to keep. */
export type Line = string | null;

/** The bytes that identify an encoding. */
const START = 4;

async function* decoded(chunks: Chunks): AsyncGenerator<string> {
  let start: Uint8Array = new Uint8Array();
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    if (typeof chunk === "string") {
      yield chunk;
      continue;
    }
    const bytes = start.length === 0 ? chunk : Uint8Array.of(...start, ...chunk);
    if (decoder === undefined && bytes.length < START) {
      start = bytes;
      continue;
    }
    start = new Uint8Array();
    decoder ??= new TextDecoder(encodingOf(bytes));
    // The decoder joins the bytes of a character that two chunks share.
    yield decoder.decode(bytes, { stream: true });
  }
  yield (decoder ?? new TextDecoder(encodingOf(start))).decode(start);
}

/** Yields the lines that end in one chunk together: a growing log is shown without delay, and a file is read fast. */
export async function* linesOf(chunks: Chunks, maxLength = MAX_LINE_LENGTH): AsyncGenerator<readonly Line[]> {
  const join = (start: Line, end: string): Line =>
    start === null || start.length + end.length > maxLength ? null : start + end;

  let rest: Line = "";
  for await (const text of decoded(chunks)) {
    const lines: Line[] = [];
    for (const piece of text.split("\n")) {
      lines.push(join(rest, piece));
      rest = "";
    }
    rest = lines.pop() ?? null;
    if (lines.length > 0) yield lines;
  }
  if (rest !== "") yield [rest];
}
