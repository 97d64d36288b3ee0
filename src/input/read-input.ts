import type { ExecutionStatusInput, LifecycleEvent, PayloadMembers } from "../lifecycle/events.js";

/**
 * Whatever comes, as a literal of our own. Each member is read once: what was checked is what is kept, whatever an accessor
 * would say the next time. What is no object, or cannot be read, has no members, not even inherited ones.
 */

const NO_MEMBERS: object = Object.freeze(Object.create(null));

type EventMembers = { readonly type: unknown } & { readonly [M in keyof PayloadMembers]: unknown };

const callbackOf = ({ requestHandle, status, statusMessage }: ExecutionStatusInput) => ({
  requestHandle,
  status,
  statusMessage,
});

const eventOf = ({ type, requestHandle, at, message, result, state }: EventMembers) => ({
  type,
  requestHandle,
  at,
  message,
  result,
  state,
});

export const readCallback = (input: unknown) => read(input, callbackOf) as ExecutionStatusInput;

export const readEvent = (input: unknown) => read(input, eventOf) as LifecycleEvent;

function read<Members>(input: unknown, copyOf: (members: Members) => object): object {
  if (typeof input !== "object") return NO_MEMBERS;
  try {
    return copyOf(input as Members);
  } catch {
    // It is null, or one of its accessors threw.
    return NO_MEMBERS;
  }
}
