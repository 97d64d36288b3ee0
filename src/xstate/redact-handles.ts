import { isArray } from "../input/reading.js";
import { isNonEmptyString } from "../lifecycle/guards.js";

/**
 * What an inspector may see of records and events. A handle is a capability: shown is that there is one, not which.
 */

/** Two options that every inspector of @statelyai/inspect takes. */
export interface HandleMasks {
  /** Masks the handles in an actor's context. What is no object, as the context of a promise is, comes back as it is. */
  sanitizeContext<Context>(context: Context): Context;
  /** Masks an event's handle, and the handles in its texts. */
  sanitizeEvent<Event extends object>(event: Event): Event;
}

interface MayHaveHandles {
  readonly requestHandle?: unknown;
  readonly earlierHandles?: unknown;
}

const MASK = "***";

/** Every text is searched for each of them, so there must be an end to it. */
const REMEMBERED = 1000;

const handlesIn = ({ requestHandle, earlierHandles }: MayHaveHandles): readonly string[] =>
  (isArray(earlierHandles) ? [requestHandle, ...earlierHandles] : [requestHandle]).filter(isNonEmptyString);

/** What is no handle stays: that there is none may be what a callback was rejected for. */
const maskHandle = (value: unknown): unknown => ((value ?? "") === "" ? value : MASK);

/** The longest go first: one handle may begin with another. */
const withoutHandles = (text: string, handles: readonly string[]): string =>
  handles.toSorted((a, b) => b.length - a.length).reduce((rest, handle) => rest.replaceAll(handle, MASK), text);

function maskMember(name: string, value: unknown, handles: readonly string[]): unknown {
  if (name === "requestHandle") return maskHandle(value);
  if (name === "earlierHandles") return isArray(value) ? value.map(maskHandle) : maskHandle(value);
  return typeof value === "string" && name !== "type" ? withoutHandles(value, handles) : value;
}

const maskMembers = <Part extends object>(part: Part, handles: readonly string[]): Part =>
  Object.fromEntries(Object.entries(part).map(([name, value]) => [name, maskMember(name, value, handles)])) as Part;

/**
 * Options for an inspector that looks at actors of `requestMachine`: `createWebSocketInspector({ url, ...maskHandles() })`.
 *
 * Handles are shown as `***`: in records, in events, and where a text quotes one of the same record or event, or one of the
 * thousand handles that these masks saw last in records. A record that stands inside of another actor's context is that actor's to mask.
 */
export function maskHandles(): HandleMasks {
  let known: readonly string[] = [];
  return {
    sanitizeContext(context) {
      if (typeof context !== "object" || context === null) return context;
      known = [...new Set([...handlesIn(context), ...known])].slice(0, REMEMBERED);
      return maskMembers(context, known);
    },
    sanitizeEvent: (event) => maskMembers(event, [...known, ...handlesIn(event)]),
  };
}
