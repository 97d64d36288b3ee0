/** Lines out of a stream of chunks, wherever the chunks are cut. No more than one chunk and one line is ever held. */

export const LONGEST_LINE = 1024 * 1024;

export type Chunks = AsyncIterable<Uint8Array | string>;

/** A line without its newline; null stands for one that was too long to keep. */
export type Line = string | null;

/** Yields the lines that end in a chunk together: whoever follows a live log sees them at once, and a file is read fast. */
export async function* linesOf(chunks: Chunks, longest = LONGEST_LINE): AsyncGenerator<readonly Line[]> {
  // A character whose bytes are cut apart is put together by the decoder.
  const decoder = new TextDecoder();
  const join = (start: Line, end: string): Line =>
    start === null || start.length + end.length > longest ? null : start + end;

  let rest: Line = "";
  for await (const chunk of chunks) {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    const lines: Line[] = [];
    for (const piece of text.split("\n")) {
      lines.push(join(rest, piece));
      rest = "";
    }
    rest = lines.pop() ?? null;
    if (lines.length > 0) yield lines;
  }
  rest = join(rest, decoder.decode());
  if (rest !== "") yield [rest];
}
