import type { JobRequest } from "ess-request-machine";

/** Text from outside, made fit to be shown: no handle, no control characters, no more than there is room for. */

/** Columns for what came. */
export const CAME_WIDTH = 46;

export const MASK = "***";

/** Control and format characters (terminal escapes, newlines, bidirectional overrides), and separators of lines. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;

/** The handles that a text about a request might quote: those in its record, and those in what came. */
export function handlesOf(request: JobRequest | undefined, ...inputs: readonly unknown[]): readonly string[] {
  const came = inputs.map((input) => (input as { requestHandle?: unknown } | null | undefined)?.requestHandle);
  const handles = [...came, request?.requestHandle, ...(request?.earlierHandles ?? [])];
  // The longest first: one handle may begin with another.
  return handles
    .filter((handle): handle is string => typeof handle === "string" && handle !== "")
    .sort((a, b) => b.length - a.length);
}

/** Handles go first, while they are whole: a text cut within one would still tell its beginning. */
export function plain(text: string, handles: readonly string[], longest = CAME_WIDTH): string {
  const masked = handles.reduce((rest, handle) => rest.replaceAll(handle, MASK), text);
  // Cut before it is cleaned: a text may be a megabyte long.
  const cut = masked.slice(0, 4 * longest);
  const characters = [...cut.replace(UNPRINTABLE, " ").trim()];
  if (characters.length <= longest && cut.length === masked.length) return characters.join("");
  return `${characters.slice(0, longest - 1).join("")}…`;
}

/** A sentence in indented lines. */
export const wrapped = (sentence: string, indent: number, width = 110): string =>
  sentence.replace(new RegExp(`(.{1,${width - indent}})(?: |$)`, "g"), `${" ".repeat(indent)}$1\n`);
