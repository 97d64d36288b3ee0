/** JSON out of a line of a log. */

export type Members = { readonly [name: string]: unknown };

export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Undefined for anything but JSON. The parser's own message is not used: it quotes the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The record separator, and what an array adds around its elements. */
const BEFORE = ["\x1e", "[", ","];
const AFTER = [",", "]"];

/**
 * The JSON values of a line. Also reads what databases and jq put around objects: an array with one element a line, an
 * array on one line, and JSON text sequences.
 */
export function valuesIn(text: string): readonly unknown[] {
  const value = parseJson(text);
  if (Array.isArray(value)) return value;
  if (value !== undefined) return [value];
  let bare = text.trim();
  if (BEFORE.some((character) => bare.startsWith(character))) bare = bare.slice(1);
  if (AFTER.some((character) => bare.endsWith(character))) bare = bare.slice(0, -1);
  return bare === "" ? [] : [parseJson(bare)];
}
