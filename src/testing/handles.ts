import type { JobRequest } from "../index.js";
import type { HandleKind, HandleVariation } from "./steps.js";

/** The kit's handles. No handle is used for two executions in one run: each contains the id of its request. */

export interface KnownHandles {
  readonly request: JobRequest;
  /** The handle of every execution, the latest last. The record forgets the oldest ones. */
  readonly handles: readonly string[];
  /** How many new handles were made, rejected ones included. */
  readonly issued: number;
  /** The latest new handle that was rejected. */
  readonly rejected?: string | undefined;
  /** The current handle of another running request, if there is one. */
  readonly foreign: string | undefined;
}

const LONG = "x".repeat(300);

const VARIATIONS: { readonly [V in HandleVariation]: (handle: string) => unknown } = {
  "upper case": (handle) => handle.toUpperCase(),
  "space before": (handle) => ` ${handle}`,
  "space after": (handle) => `${handle} `,
  "last character": (handle) => `${handle.slice(0, -1)}#`,
  shorter: (handle) => handle.slice(0, -1),
  longer: (handle) => `${handle}#`,
  decomposed: (handle) => handle.normalize("NFD"),
  accented: (handle) => `${handle}é`,
  long: (handle) => handle + LONG,
  "in an array": (handle) => [handle],
};

/** Returns undefined if no such handle exists. An `unknown` or `new` handle is one that no execution has. */
export function handleOf(known: KnownHandles, kind: HandleKind, variation?: HandleVariation): unknown {
  const handle = plainHandle(known, kind, variation);
  if (variation === undefined || handle === undefined) return handle;
  const varied = VARIATIONS[variation](handle);
  return known.handles.includes(varied as string) ? undefined : varied;
}

function plainHandle(known: KnownHandles, kind: HandleKind, variation?: HandleVariation): string | undefined {
  const { request, handles, foreign, rejected } = known;
  const { requestId, requestHandle, earlierHandles } = request;
  switch (kind) {
    case "current":
      return requestHandle ?? undefined;
    case "earlier":
      return earlierHandles[0];
    case "oldest":
      return earlierHandles.length < 2 ? undefined : earlierHandles.at(-1);
    case "forgotten":
      return handles.find((handle) => handle !== requestHandle && !earlierHandles.includes(handle));
    case "foreign":
      return foreign;
    case "unknown":
      if (variation !== undefined) return requestHandle ?? undefined;
      return rejected ?? `unknown-handle-of-${requestId}`;
    case "empty":
      return "";
    case "missing":
      return undefined;
    case "new":
      return variation !== undefined && !MAKES_NEW.has(variation) ? (requestHandle ?? undefined) : newHandle(known);
  }
}

/** These vary a new handle, all others the current one. */
const MAKES_NEW: ReadonlySet<HandleVariation> = new Set(["accented", "long"]);

/**
 * A record that the kit did not create may have handles of any form. The end keeps a shortened one from being another.
 */
function newHandle({ request, handles, issued }: KnownHandles): string {
  let number = issued + 1;
  while (handles.includes(nameOf(request, number))) number += 1;
  return nameOf(request, number);
}

const nameOf = ({ requestId }: JobRequest, number: number): string => `handle-${number}-of-${requestId}-end`;
