import type { AnyEventObject, MachineContext } from "xstate";

/** A handle is a capability: the inspector shows that there is one, not which. */
const mask = <Part extends object>(part: Part): Part =>
  "requestHandle" in part && part.requestHandle !== null ? { ...part, requestHandle: "***" } : part;

export const masked = {
  sanitizeContext: (context: MachineContext) => ({ ...mask(context), earlierHandles: [] }),
  sanitizeEvent: (event: AnyEventObject) => mask(event),
};
