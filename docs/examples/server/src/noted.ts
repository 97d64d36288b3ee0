import {
  COMPLETION_STATES,
  EXECUTION_STATUSES,
  HANDLER_RESULTS,
  type JobRequest,
  LIFECYCLE_EVENTS,
} from "ess-request-machine";
import { z } from "zod";
import { withoutHandles } from "./handles.js";

/** What of a deed may be kept and shown. Whoever sends something may put a handle anywhere: into a text, a name, a wrong value. */

/** The deed, with no handle of this request in any text of it, whoever sent it. */
export function disarmed<Deed extends object>(deed: Deed, { requestHandle, earlierHandles }: JobRequest): Deed {
  const hashes = new Set([requestHandle, ...earlierHandles]);
  const members = Object.entries(deed).map(([name, value]) => [
    name,
    typeof value === "string" ? withoutHandles(value, hashes) : value,
  ]);
  return Object.fromEntries(members) as Deed;
}

const text = z.string().nullish();
const MEMBERS: Readonly<Record<string, z.ZodType>> = {
  type: z.enum(LIFECYCLE_EVENTS),
  at: z.number(),
  message: text,
  result: z.enum(HANDLER_RESULTS),
  state: z.enum(COMPLETION_STATES),
  status: z.enum(EXECUTION_STATUSES),
  statusMessage: text,
  fault: text,
};

/** A deed as the history has it: without its handle, of an unknown name nothing, and of what does not fit only the kind. */
export function noted(deed: object): object {
  const { requestHandle: _, ...rest } = deed as { requestHandle?: unknown };
  const members = Object.entries(rest).map(([name, value]) => [name, notedMember(name, value)]);
  return Object.fromEntries(members);
}

function notedMember(name: string, value: unknown): unknown {
  if (value === undefined || MEMBERS[name]?.safeParse(value).success) return value;
  return name === "type" ? undefined : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === null) return "(null)";
  return Array.isArray(value) ? "(array)" : `(${typeof value})`;
}
