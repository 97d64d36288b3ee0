import { describe, isObject, readOwn } from "../input/read.js";
import type { Malformed } from "./problems.js";

/** The body of `checkInCancelling`, read. */
interface CheckIn {
  /** Empty where neither member is there: applying the event then gives HANDLE_MISSING. */
  readonly requestHandle: string;
  readonly issues?: undefined;
}

/** Oracle's name for the handle in a check-in, then its name in a callback. Either is accepted. */
export const CHECK_IN_MEMBERS = ["requestExecutionContext", "requestHandle"] as const;

/** Reads the parsed JSON body of a check-in. `null` counts as absent. Never throws. */
export function parseCheckIn(body: unknown): CheckIn | Malformed {
  if (!isObject(body)) {
    const message = `The body must be a JSON object, but is ${describe(body)}. Send requestExecutionContext in it.`;
    return { issues: [{ message }] };
  }
  const issues: { message: string }[] = [];
  const handles = new Set<string>();
  for (const member of CHECK_IN_MEMBERS) {
    const value = readOwn(body, member) ?? undefined;
    if (typeof value === "string") handles.add(value);
    else if (value !== undefined) {
      const message = `${member} must be a string, but is ${describe(value)}. Send the execution's handle unchanged.`;
      issues.push({ message });
    }
  }
  if (handles.size > 1) {
    const message = `${CHECK_IN_MEMBERS.join(" and ")} differ. Send one of them: they are two names of one thing.`;
    issues.push({ message });
  }
  const [requestHandle = ""] = handles;
  return issues.length > 0 ? { issues } : { requestHandle };
}
