import {
  COMPLETION_STATES,
  EXECUTION_STATUSES,
  HANDLER_RESULTS,
  type JobRequest,
  LIFECYCLE_EVENTS,
} from "ess-request-machine";
import { z } from "zod";
import { withoutHandles } from "./handles.js";

/** What of a command may be kept and shown. Whoever sends something may put a handle anywhere: into a text, a name, a wrong value. */

/** The command, with no handle of this request in any text of it, whoever sent it. */
export function redactHandles<Command extends object>(command: Command, { requestHandle, earlierHandles }: JobRequest): Command {
  const hashes = new Set([requestHandle, ...earlierHandles]);
  const members = Object.entries(command).map(([name, value]) => [
    name,
    typeof value === "string" ? withoutHandles(value, hashes) : value,
  ]);
  return Object.fromEntries(members) as Command;
}

function kindOf(value: unknown): string {
  if (value === null) return "(null)";
  return Array.isArray(value) ? "(array)" : `(${typeof value})`;
}
const orKind = (schema: z.ZodType) => schema.optional().catch(({ value }: { value: unknown }) => kindOf(value));
const text = orKind(z.string().nullable());

/** A command as the history has it: without its handle, of an unknown name nothing, and of what does not fit only the kind. */
export const AUDIT_ENTRY = z.object({
  type: z.enum(LIFECYCLE_EVENTS).optional().catch(undefined),
  at: orKind(z.number()),
  message: text,
  result: orKind(z.enum(HANDLER_RESULTS)),
  state: orKind(z.enum(COMPLETION_STATES)),
  status: orKind(z.enum(EXECUTION_STATUSES)),
  statusMessage: text,
  fault: text,
});
export const toAuditEntry = (command: object): object => AUDIT_ENTRY.parse(command);
