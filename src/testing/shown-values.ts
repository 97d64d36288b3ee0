import { EFFECTS, EXECUTION_STATUSES, OUTCOME_REASONS, REQUEST_STATES } from "../index.js";
import { count } from "../input/messages.js";
import { describe } from "../input/read.js";
import type { ModelState } from "./model.js";

/** How values are shown. An implementation may show a handle anywhere, so only values that cannot be one are quoted. */

/** Values that the run sent itself, and may therefore show. */
export interface Known {
  readonly state: ModelState;
  readonly texts: readonly string[];
}

const NAMES: ReadonlySet<unknown> = new Set([
  ...REQUEST_STATES,
  ...EXECUTION_STATUSES,
  ...EFFECTS,
  ...Object.keys(OUTCOME_REASONS),
  ...["SYSTEM", "BUSINESS", "TIMEOUT", "transitioned", "recorded", "ignored", "rejected"],
]);

/** Names, numbers, ids and the kit's own texts are quoted; anything else is described. */
export function shown(value: unknown, known: Known): string {
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map((item) => shown(item, known)).join(", ");
  if (NAMES.has(value) || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return describe(value);
  return isOwn(value, known) ? quoted(value) : `an unknown text (${count(value.length, "character")})`;
}

const LONGEST_QUOTE = 60;

/** JSON, so that blanks and escapes are visible; the length of a long text, and how it begins and ends. */
export function quoted(text: string): string {
  if (text.length <= LONGEST_QUOTE) return visible(text);
  return `${visible(text.slice(0, 20))} … ${visible(text.slice(-10))} (${text.length} characters)`;
}

const visible = (text: string): string => escapeInvisible(JSON.stringify(text));

/** Combining and invisible characters are escaped: texts that look alike can be distinguished, and copied. */
export const escapeInvisible = (json: string): string =>
  json.replace(/[\p{M}\p{Cf}\p{Zl}\p{Zp}\p{Co}\u00a0]/gu, (char) =>
    char
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );

/**
 * Whether a found text is one that the kit sent, unchanged or changed as real code changes texts; or the request's id.
 */
function isOwn(found: string, { state, texts }: Known): boolean {
  if (found === "") return true;
  if (/^-?\d+(\.0)?$/.test(found) && found.length <= state.request.requestId.length + 2) return true;
  return texts.some((text) => changes(text).some((changed) => changed.includes(found)));
}

const changes = (text: string): readonly string[] => [
  text,
  text.toLowerCase(),
  text.toUpperCase(),
  ...["NFC", "NFD", "NFKC", "NFKD"].map((form) => text.normalize(form)),
  JSON.stringify(text),
  text.replaceAll("\r\n", "\n"),
  text.replaceAll("\0", ""),
  text.replaceAll("\0", "\ufffd"),
  text.replace(/\p{Cs}/gu, "\ufffd"),
  text.replace(/\p{Cs}/gu, "?"),
  text.replace(/\s+/g, " "),
  text.replace(/[^\x20-\x7e]/g, ""),
  text.replace(/[^\x20-\x7e]/g, "?"),
  text.replace(/[^\x20-\x7e]/gu, "?"),
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  text.replaceAll("'", "''"),
];

/** Handles are shown by their kind. */
export function shownHandles(value: unknown, known: Known): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? "none" : value.map((item) => shownHandles(item, known)).join(", ");
  }
  if (typeof value !== "string" || value === "") return describe(value);
  const { handles, foreign, rejected } = known.state;
  const number = handles.indexOf(value) + 1;
  if (number > 0) return `that of execution ${number}`;
  if (value === foreign) return "that of another request";
  return value === rejected ? "that of a rejected execution" : "an unknown handle";
}
