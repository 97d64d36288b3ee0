import { chart, type RequestState } from "ess-request-machine";
import type { EntryKind } from "./entry.js";

/** The colours of the timeline. */

export type Format = "bold" | "dim" | "red" | "yellow" | "green" | "blue" | "magenta" | "gray";
export type Style = (format: Format, text: string) => string;

/** Without a format, returns the text unchanged. */
export const styled = (text: string, format: Format | undefined, style: Style): string =>
  format === undefined ? text : style(format, text);

export const noStyle: Style = (_, text) => text;

const BY_RESULT = { success: "green", warning: "yellow", failure: "red", cancelled: "gray" } as const;

/** A terminal state has the colour of its result, any other state none. */
export function stateFormat(state: RequestState): Format | undefined {
  const { terminal, result } = chart.states[state].meta;
  if (!terminal) return undefined;
  return result === null ? "magenta" : BY_RESULT[result];
}

const BY_KIND: Partial<Record<EntryKind, Format>> = { ignored: "yellow", "begins late": "magenta" };
const WITH_EFFECT: readonly EntryKind[] = ["submitted", "record read", "transitioned", "recorded", "state seen"];

/** The colour of lines that had no effect or an unknown one; undefined for all others. */
export const kindFormat = (kind: EntryKind): Format | undefined =>
  WITH_EFFECT.includes(kind) ? undefined : (BY_KIND[kind] ?? "red");
