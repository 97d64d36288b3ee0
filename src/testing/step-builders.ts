import type { ExecutionStatus, LifecycleEventName } from "../index.js";
import type { CallbackStep, EventStep, HandleKind, HandleVariation, Step } from "./steps.js";

/** Short forms for written scenarios. */

export const MINUTE = 60_000;

export const callback = (
  status: ExecutionStatus,
  text?: string | null,
  handle: HandleKind = "current",
): CallbackStep => ({ callback: status, handle, ...(text === undefined ? {} : { text }) });

export const event = (name: LifecycleEventName, members?: EventStep["members"]): EventStep => ({
  event: name,
  ...(members === undefined ? {} : { members }),
});

export const timed = (name: "cancel" | "forceCancel", wait: number): EventStep => ({ event: name, wait });

export const checkIn = (wait: number, handle: HandleKind = "current"): EventStep => ({
  event: "checkIn",
  handle,
  wait,
});

export const start = (variation?: HandleVariation): EventStep => begin("start", variation);
export const resume = (variation?: HandleVariation): EventStep => begin("resume", variation);

const begin = (name: "start" | "resume", variation?: HandleVariation): EventStep => ({
  event: name,
  handle: "new",
  ...(variation === undefined ? {} : { variation }),
});

export const RUN: readonly Step[] = [event("dispatch"), start()];
export const PAUSE_AND_RESUME: readonly Step[] = [callback("PAUSE"), resume()];
export const RETRY: readonly Step[] = [callback("ERROR", "text"), event("retry"), ...RUN];
export const RECOVER: readonly Step[] = [event("manualRecoveryRequired"), event("recover"), ...RUN];

export const repeat = (count: number, ...steps: readonly Step[]): readonly Step[] =>
  Array.from({ length: count }, () => steps).flat();
