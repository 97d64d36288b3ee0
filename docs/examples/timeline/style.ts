import { chart, type RequestState } from "ess-request-machine";
import type { EntryKind } from "./entry.js";

/** The colours of the timeline. */

export type Format = "bold" | "dim" | "red" | "yellow" | "green" | "blue" | "cyan" | "magenta" | "gray";
export type Style = (format: Format, text: string) => string;

export const noStyle: Style = (_, text) => text;

const BY_RESULT = { success: "green", warning: "yellow", failure: "red", cancelled: "gray" } as const;

/** A terminal state has the colour of its result. */
export function stateFormat(state: RequestState): Format {
  const { terminal, result } = chart.states[state].meta;
  if (!terminal) return "cyan";
  return result === null ? "magenta" : BY_RESULT[result];
}

/** The colour of lines without effect; undefined for all others. */
export function kindFormat(kind: EntryKind): Format | undefined {
  if (kind === "submitted" || kind === "record read" || kind === "transitioned" || kind === "recorded") return undefined;
  return kind === "ignored" ? "yellow" : "red";
}
