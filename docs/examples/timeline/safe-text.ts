import type { JobRequest } from "ess-request-machine";

/** Makes text from outside safe to print: no handle, no control characters, and a limited length. */

/** The columns for a callback or event. */
export const INPUT_WIDTH = 46;

export const REDACTED = "***";

/** Control and format characters (terminal escapes, newlines, bidirectional overrides) and line separators. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]+/gu;
const PLAIN = /^[\x20-\x7e]*$/;

/** The handles that a text about a request may quote: those of its record, and those of the inputs. */
export function handlesOf(request: JobRequest | undefined, ...inputs: readonly unknown[]): readonly string[] {
  const received = inputs.map((input) => (input as { requestHandle?: unknown } | null | undefined)?.requestHandle);
  const handles = [...received, request?.requestHandle, ...(request?.earlierHandles ?? [])];
  // The longest first, since one handle may begin with another.
  return handles
    .filter((handle): handle is string => typeof handle === "string" && handle !== "")
    .sort((a, b) => b.length - a.length);
}

/** Redacts before it shortens: otherwise the beginning of a handle could remain. */
export function safeText(text: string, handles: readonly string[], maxLength = INPUT_WIDTH): string {
  const redacted = handles.reduce((rest, handle) => rest.replaceAll(handle, REDACTED), text);
  if (redacted.length <= maxLength && PLAIN.test(redacted)) return redacted.trim();
  // Shortened before it is cleaned, since a text may be a megabyte long.
  const start = redacted.slice(0, 4 * maxLength);
  const characters = [...start.replace(UNPRINTABLE, " ").trim()];
  if (characters.length <= maxLength && start.length === redacted.length) return characters.join("");
  return `${characters.slice(0, maxLength - 1).join("")}…`;
}

/** Wraps a text into indented lines. */
export const wrapped = (text: string, indent: number, width = 110): string =>
  text.replace(new RegExp(`(.{1,${width - indent}})(?: |$)`, "g"), `${" ".repeat(indent)}$1\n`);
