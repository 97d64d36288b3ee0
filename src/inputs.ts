import type { ExecutionStatusInput, LifecycleEvent } from "./events.js";

/**
 * Whatever comes, as a literal of our own. Each member is read once: what was checked is what is kept, whatever an accessor
 * would say the next time. What cannot be read has no members.
 */

const NO_MEMBERS = {};

export function readCallback(input: unknown): ExecutionStatusInput {
  return read(input, ({ requestHandle, status, statusMessage }: ExecutionStatusInput) => ({
    requestHandle,
    status,
    statusMessage,
  }));
}

export function readEvent(input: unknown): LifecycleEvent {
  return read(input, ({ type, requestHandle, at, message, result, state }: Members) => ({
    type,
    requestHandle,
    at,
    message,
    result,
    state,
  }));
}

type Members = Record<"type" | "requestHandle" | "at" | "message" | "result" | "state", unknown>;

function read<Read>(input: unknown, members: (input: never) => unknown): Read {
  if (typeof input !== "object" || input === null) return NO_MEMBERS as Read;
  try {
    return members(input as never) as Read;
  } catch {
    return NO_MEMBERS as Read;
  }
}
