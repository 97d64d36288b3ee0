import {
  EXECUTION_STATUSES,
  type ExecutionStatusInput,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  type LifecycleEventName,
} from "ess-request-machine";
import { isExecutionStatus } from "../../src/lifecycle/names.js";
import { acceptable } from "../../src/testing/arbitraries.js";
import { FOREIGN_HANDLE, type Step } from "../support/arbitraries.js";

/** What comes next in a long life, drawn so that most of it is accepted: a million draws want less than fast-check takes. */

/** What one step of a life needs, whatever the state is by then. */
export interface Draw {
  readonly wild: boolean;
  readonly name: number;
  readonly handle: number;
  readonly text: string | null | undefined;
  readonly result: "PROCEED" | "WARN" | "BIZ_ERROR" | "SYSTEM_ERROR" | "CANCEL" | "DELAY";
  readonly state: "SUCCEEDED" | "WARNING" | "ERROR" | "CANCELLED";
  readonly wait: number;
}

/** The latest handle mostly; else an earlier one, a foreign one or none. */
function handleOf(request: JobRequest, { handle }: Draw): string | undefined {
  if (handle <= 16) return request.requestHandle ?? FOREIGN_HANDLE;
  if (handle === 17) return request.earlierHandles.at(-1) ?? FOREIGN_HANDLE;
  return handle === 18 ? FOREIGN_HANDLE : undefined;
}

function callbackFrom(request: JobRequest, drawn: Draw): ExecutionStatusInput {
  return {
    requestHandle: handleOf(request, drawn),
    status: EXECUTION_STATUSES[drawn.name % EXECUTION_STATUSES.length]!,
    statusMessage: drawn.text,
  };
}

/** An event of one name, with a payload that fits. A start or a resume gets a new handle mostly. */
function eventNamed(type: LifecycleEventName, request: JobRequest, drawn: Draw): LifecycleEvent {
  const begins = type === "start" || type === "resume";
  const fresh = `${request.requestHandle ?? "handle"}'`;
  const requestHandle = begins && drawn.handle <= 17 ? fresh : (handleOf(request, drawn) ?? FOREIGN_HANDLE);
  const at = (request.cancelSeenAt ?? 0) + drawn.wait;
  return { type, requestHandle, at, message: drawn.text, result: drawn.result, state: drawn.state } as LifecycleEvent;
}

/** What the draw means for this record: nine times of ten something acceptable. */
export function stepFrom(request: JobRequest, drawn: Draw): Step {
  const accepted = acceptable(request);
  const names = drawn.wild || accepted.length === 0 ? [...EXECUTION_STATUSES, ...LIFECYCLE_EVENTS] : accepted;
  const name = names[drawn.name % names.length]!;
  if (isExecutionStatus(name)) return { callback: { ...callbackFrom(request, drawn), status: name } };
  return { event: eventNamed(name, request, drawn) };
}
