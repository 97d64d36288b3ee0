import { isArray } from "../input/read.js";
import { isNonEmptyString } from "../lifecycle/guards.js";

/** Redacts handles for inspectors: they show that there is a handle, not which. */

/** Options that every inspector of @statelyai/inspect accepts. */
export interface RedactionOptions {
  /** Redacts the handles in the context of an actor. Returns a non-object, such as the context of a promise, as is. */
  sanitizeContext<Context>(context: Context): Context;
  /** Redacts the handle of an event, and known handles in its texts. */
  sanitizeEvent<Event extends object>(event: Event): Event;
  /** Redacts the output of an ended actor, for which inspectors have no option of its own. Keeps every message. */
  filter(message: object): true;
}

const REDACTED = "***";

/** Every text is searched for every known handle, so their number is limited. */
const MAX_KNOWN_HANDLES = 1000;

const handlesOf = (part: {
  readonly requestHandle?: unknown;
  readonly earlierHandles?: unknown;
}): readonly string[] => {
  const earlier = isArray(part.earlierHandles) ? part.earlierHandles : [];
  return [part.requestHandle, ...earlier].filter(isNonEmptyString);
};

/** A missing handle stays visible: it may be the reason for a rejection. */
const redactHandle = (value: unknown): unknown =>
  value === undefined || value === null || value === "" ? value : REDACTED;

/** Longer handles first, since one handle may begin with another. */
const redactText = (text: string, handles: readonly string[]): string =>
  handles.toSorted((a, b) => b.length - a.length).reduce((rest, handle) => rest.replaceAll(handle, REDACTED), text);

function redactMember(name: string, value: unknown, handles: readonly string[]): unknown {
  if (name === "requestHandle") return redactHandle(value);
  if (name === "earlierHandles") return isArray(value) ? value.map(redactHandle) : redactHandle(value);
  return typeof value === "string" && name !== "type" ? redactText(value, handles) : value;
}

const redactMembers = <Part extends object>(part: Part, handles: readonly string[]): Part =>
  Object.fromEntries(Object.entries(part).map(([name, value]) => [name, redactMember(name, value, handles)])) as Part;

/**
 * Returns options for an inspector of actors of `requestMachine`:
 * `createWebSocketInspector({ url, ...redactHandles() })`.
 *
 * Handles are shown as `***`: in records and events, and in their texts, if a text contains a handle of the same record
 * or event, or one of the last thousand handles seen in a context. A record nested in the context of another actor is
 * not redacted: redact it yourself.
 */
export function redactHandles(): RedactionOptions {
  let known: readonly string[] = [];
  return {
    sanitizeContext(context) {
      if (typeof context !== "object" || context === null) return context;
      known = [...new Set([...handlesOf(context), ...known])].slice(0, MAX_KNOWN_HANDLES);
      return redactMembers(context, known);
    },
    sanitizeEvent: (event) => redactMembers(event, [...known, ...handlesOf(event)]),
    filter(message) {
      const { snapshot } = message as { readonly snapshot?: { readonly output?: unknown } };
      const output = snapshot?.output;
      if (typeof output === "object" && output !== null && "requestHandle" in output) {
        const redacted = redactMembers(output, [...known, ...handlesOf(output)]);
        Object.assign(message, { snapshot: { ...snapshot, output: redacted } });
      }
      return true;
    },
  };
}
