import type { JobRequest, LifecycleEvent, LifecycleEventName, RequestState } from "ess-request-machine";
import { randomFrom } from "../support/random.js";
import { switchLifecycleEvent } from "./hand-written-events.js";
import { type Case, type Drawn, drawers, NEVER_STARTED, repeated, type Sample, samplesFor, TEXTS } from "./samples.js";

/** Generates records, each with a lifecycle event for it. */

/** Frequencies in percent. The states in which each event arrives follow below. */
const EVENTS = repeated<LifecycleEventName>({
  ...{ dispatch: 22, start: 22, postProcessed: 18, checkIn: 10, retry: 5, resume: 3, cancel: 6, timeOut: 3, hold: 2 },
  ...{
    release: 2,
    block: 1,
    unblock: 1,
    expire: 1,
    manualRecoveryRequired: 1,
    forceCancel: 1,
    recover: 1,
    complete: 1,
  },
});
const FOUND_IN: { readonly [E in LifecycleEventName]?: readonly RequestState[] } = {
  dispatch: ["WAIT"],
  start: ["READY"],
  postProcessed: ["COMPLETED"],
  checkIn: ["RUNNING", "RUNNING", "CANCELLING", "CANCELLING", "CANCELLING", "SUCCEEDED"],
  retry: ["ERROR_AUTO_RETRY"],
  resume: ["PAUSED"],
  cancel: ["WAIT", "READY", "RUNNING", "RUNNING", "PAUSED", "COMPLETED", "CANCELLING"],
  timeOut: ["RUNNING"],
  hold: ["WAIT", "READY"],
  release: ["HOLD"],
  block: ["WAIT"],
  unblock: ["BLOCKED"],
  expire: ["WAIT", "READY"],
  manualRecoveryRequired: ["RUNNING"],
  forceCancel: ["CANCELLING"],
  recover: ["ERROR_MANUAL_RECOVERY"],
  complete: ["RUNNING", "ERROR_MANUAL_RECOVERY"],
};
/** The ratio of events that arrive too late or for the wrong request. */
const OUT_OF_PLACE = 0.1;
const ELSEWHERE: readonly RequestState[] = ["WAIT", "RUNNING", "COMPLETED", "SUCCEEDED", "CANCELLED"];

export function eventsFor(name: Case, count: number, seed: number): Sample[] {
  const random = randomFrom(seed);
  const { pick, handle, time, record } = drawers(random);

  const recordIn = (state: RequestState): JobRequest => {
    const request = record(state);
    const isFresh = ["WAIT", "READY", "HOLD", "BLOCKED"].includes(state) && random() < 0.8;
    if (isFresh) return { ...request, ...NEVER_STARTED };
    if (state === "COMPLETED") return { ...request, reportedStatus: "SUCCESS", executableState: "SUCCEEDED" };
    if (state === "PAUSED") return { ...request, reportedStatus: "PAUSE", pausedState: pick(TEXTS) };
    if (state === "ERROR_AUTO_RETRY")
      return { ...request, reportedStatus: "ERROR", message: pick(TEXTS), retries: 3, retriedCount: pick([0, 1, 2]) };
    return request;
  };
  const handleFor = (type: LifecycleEventName, { requestHandle, earlierHandles }: JobRequest): string => {
    const chance = random();
    if (type !== "checkIn") return chance < 0.03 ? (requestHandle ?? handle()) : handle();
    if (chance < 0.1) return handle();
    return chance < 0.2 ? (earlierHandles[0] ?? handle()) : (requestHandle ?? handle());
  };
  const payload = (type: LifecycleEventName, request: JobRequest): object => {
    const message = random() < 0.5 ? { message: pick(TEXTS) } : {};
    switch (type) {
      case "start":
      case "resume":
        return { requestHandle: random() < 0.01 ? "" : handleFor(type, request) };
      case "checkIn":
        return { requestHandle: handleFor(type, request), at: time() };
      case "cancel":
      case "forceCancel":
        return { at: random() < 0.01 ? -1 : time() };
      case "postProcessed":
        return { result: pick([...Array(8).fill("PROCEED"), "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"]) };
      case "complete":
        return { state: pick(["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"]), ...message };
      case "manualRecoveryRequired":
        return message;
      default:
        return {};
    }
  };
  const draw = (): Drawn<LifecycleEvent> => {
    const type = pick(EVENTS);
    const request = recordIn(pick(random() < OUT_OF_PLACE ? ELSEWHERE : FOUND_IN[type]!));
    return [request, { type, ...payload(type, request) } as LifecycleEvent];
  };
  return samplesFor(name, count, draw, switchLifecycleEvent);
}
