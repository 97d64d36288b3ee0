import { COMPLETION_STATES, EXECUTION_STATUSES, HANDLER_RESULTS, LIFECYCLE_EVENTS } from "ess-request-machine";
import { z } from "zod";
import type { Command, CommandResult } from "./command.js";
import { redactHandles } from "./handles.js";

/** The stored form of a command. Senders may put a handle, or a megabyte, into any member. */

export const MAX_TEXT = 4_000;

/** Cuts a text that is too long, but no character in half. */
const shorten = (text: string): string =>
  text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 1).replace(/[\ud800-\udbff]$/, "")}…`;

/** A text without handles, and short. A paused state stays whole, because the job gets it back. */
export function redactMessage(text: string, received: object): string {
  const redacted = redactHandles(text);
  return "status" in received && received.status === "PAUSE" ? redacted : shorten(redacted);
}

/** The command with such texts. */
export function sanitize(command: Command): Command {
  const members = Object.entries(command).map(([name, value]) => {
    const isText = typeof value === "string" && name !== "requestHandle";
    return [name, isText ? redactMessage(value, command) : value];
  });
  return Object.fromEntries(members) as Command;
}

function typeOf(value: unknown): string {
  if (value === null) return "(null)";
  return Array.isArray(value) ? "(array)" : `(${typeof value})`;
}
/** Invalid members are stored by type only. */
const orType = (schema: z.ZodType) => schema.optional().catch(({ value }: { value: unknown }) => typeOf(value));
const text = orType(z.string().transform(shorten).nullable());

export const AUDIT_ENTRY = z.object({
  type: z.enum(LIFECYCLE_EVENTS).optional().catch(undefined),
  at: orType(z.number()),
  message: text,
  result: orType(z.enum(HANDLER_RESULTS)),
  state: orType(z.enum(COMPLETION_STATES)),
  status: orType(z.enum(EXECUTION_STATUSES)),
  statusMessage: text,
});

/** The command as the history stores it: no handle, no unknown member, and no text of a rejected sender. */
export function toAuditEntry(command: object, { outcome }: CommandResult): object {
  const entry = AUDIT_ENTRY.parse(command);
  if (outcome.kind !== "rejected") return entry;
  const { message, statusMessage, ...rest } = entry;
  return rest;
}
