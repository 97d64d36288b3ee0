import { type ExecutionStatus, ignoresMessage, type LifecycleEventName, type Outcome } from "ess-request-machine";
import { minuteOf } from "./minute.js";
import type { Members } from "./parse-line.js";
import { handlesOf, INPUT_WIDTH, safeText } from "./safe-text.js";

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
  { result, at, message, requestHandle }: Members,
  { kind, request }: Outcome,
): string {
  const name = event ?? "unknown event";
  // A rejected answer of the handler is not shown: it may be any text.
  const isAnswer = event === "postProcessed" && (kind === "transitioned" || kind === "recorded");
  const answer = isAnswer ? ` ${result}` : "";
  const minute = typeof at === "number" ? minuteOf(at) : undefined;
  const time = minute === undefined ? "" : ` at ${minute}`;
  return `${name}${answer}${time}${quoted(message, handlesOf(request, { requestHandle }), name)}`;
}

const quoted = (text: unknown, handles: readonly string[], name: string): string =>
  typeof text === "string" ? ` "${safeText(text, handles, INPUT_WIDTH - name.length - 3)}"` : "";
