import { type ExecutionStatus, HANDLER_RESULTS, ignoresMessage, type LifecycleEventName } from "ess-request-machine";
import { minuteOf } from "./minute.js";
import type { Members } from "./parse-line.js";
import { INPUT_WIDTH, safeText } from "./safe-text.js";

/** A callback or an event in short: its name, and its text or time as far as there is room. */

export function callbackText(
  name: ExecutionStatus | undefined,
  { statusMessage }: Members,
  handles: readonly string[],
): string {
  if (name === undefined) return "callback";
  const isIgnored = typeof statusMessage === "string" && ignoresMessage(name);
  return `${name}${isIgnored ? " (its message is ignored)" : quoted(statusMessage, handles, name)}`;
}

export function eventText(
  event: LifecycleEventName | undefined,
  { result, at, message }: Members,
  handles: readonly string[],
): string {
  const name = event ?? "unknown event";
  const isResult = event === "postProcessed" && (HANDLER_RESULTS as readonly unknown[]).includes(result);
  const answer = isResult ? ` ${result}` : "";
  const minute = typeof at === "number" ? minuteOf(at) : undefined;
  const time = minute === undefined ? "" : ` at ${minute}`;
  return `${name}${answer}${time}${quoted(message, handles, name)}`;
}

const MAX_NOTE_LENGTH = 100;

export const noteText = (note: string, handles: readonly string[]): string => safeText(note, handles, MAX_NOTE_LENGTH);

const quoted = (text: unknown, handles: readonly string[], name: string): string =>
  typeof text === "string" ? ` "${safeText(text, handles, INPUT_WIDTH - name.length - 3)}"` : "";
