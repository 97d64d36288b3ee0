import {
  createRequest,
  EXECUTION_STATUSES,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEventName,
} from "ess-request-machine";
import { EVENT_PAYLOADS } from "../../src/lifecycle/events.js";
import { outcomeOf, type Trial } from "./vector-trials.js";

/** Searches everything that can be reached from a new request, with a short list of inputs. */

export const HALF_HOUR = 30 * 60_000;
const NOW = 5_000_000;

const VALUES: Readonly<Record<string, (request: JobRequest) => readonly unknown[]>> = {
  requestHandle: ({ requestHandle, earlierHandles, attempt }) => [
    requestHandle,
    earlierHandles[0],
    "somebody else's",
    `own-${attempt}-${earlierHandles.length}`,
  ],
  at: ({ cancelSeenAt }) => [NOW, (cancelSeenAt ?? NOW) + HALF_HOUR, (cancelSeenAt ?? NOW) + HALF_HOUR - 1],
  message: () => [undefined],
  result: () => ["PROCEED", "WARN", "BIZ_ERROR", "SYSTEM_ERROR", "CANCEL", "DELAY"],
  state: () => ["SUCCEEDED", "WARNING", "ERROR", "CANCELLED"],
};

function eventsOf(type: LifecycleEventName, request: JobRequest): readonly Trial[] {
  let events: Record<string, unknown>[] = [{ type }];
  for (const member of EVENT_PAYLOADS[type]) {
    const values = VALUES[member]!(request);
    events = events.flatMap((event) => values.map((value) => ({ ...event, [member]: value })));
  }
  const invalid = EVENT_PAYLOADS[type].map((member) => ({ ...events.at(-1), [member]: 0.5 }));
  return [...events, ...invalid, { type: "no event" }].map((event) => ({ request, event }));
}

const triedOn = (request: JobRequest): readonly Trial[] => [
  ...[...EXECUTION_STATUSES, "no status"].flatMap((status) =>
    [...VALUES.requestHandle!(request), undefined].map((requestHandle) => ({
      request,
      callback: { requestHandle, status },
    })),
  ),
  ...LIFECYCLE_EVENTS.flatMap((type) => eventsOf(type, request)),
];

/** Equal for records that no guard distinguishes. */
const likeness = ({ requestId: _, message: _m, update: _u, pausedState: _p, ...asked }: JobRequest): string =>
  JSON.stringify({
    ...asked,
    requestHandle: asked.requestHandle === null,
    earlierHandles: asked.earlierHandles.length > 0,
    attempt: asked.attempt > 0,
    cancelSeenAt: asked.cancelSeenAt === null,
  });

export function everythingReachable(): readonly Trial[] {
  const seen = new Map<string, JobRequest>();
  const reach = (request: JobRequest) => void (seen.has(likeness(request)) || seen.set(likeness(request), request));
  for (const retries of [0, 1]) reach(createRequest({ requestId: 5, retries }));
  reach(createRequest({ requestId: 5, validated: false }));
  const trials: Trial[] = [];
  for (const request of seen.values()) {
    for (const trial of triedOn(request)) {
      trials.push(trial);
      reach(outcomeOf(trial).request);
    }
  }
  return trials;
}
