import { EVENT_PAYLOADS, EXECUTION_STATUSES, LIFECYCLE_EVENTS, parseRequestId } from "ess-request-machine";

import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";
import { isPlaceholder } from "./placeholders.js";
import { sanitizeLine } from "./sanitize-line.js";

/** One line of a scenario as a parameter of the address: `ERROR=handle-1.Tax+service+down`. */

export interface AddressStep {
  readonly id: string;
  readonly note: string | undefined;
  /** `submit`, an event or a status. */
  readonly name: string;
  /** The payload's members, in their order, separated by dots. The last one can contain dots. */
  readonly value: string;
}

interface Form {
  readonly member: "submit" | "event" | "body";
  /** The member that holds the name of the event or status. */
  readonly head: Members;
  readonly payload: readonly string[];
}

const FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ["submit", { member: "submit", head: {}, payload: ["retries", "validated"] }],
  ...LIFECYCLE_EVENTS.map(
    (type) => [type, { member: "event", head: { type }, payload: EVENT_PAYLOADS[type] }] as const,
  ),
  ...EXECUTION_STATUSES.map(
    (status) => [status, { member: "body", head: { status }, payload: ["requestHandle", "statusMessage"] }] as const,
  ),
]);

/** An address is untrusted: handles other than placeholders are removed, so that the line no longer matches. */
export const sanitized = (line: string): string =>
  sanitizeLine(line, { handle: (handle) => (isPlaceholder(handle) ? handle : ""), text: (text) => text });

/** Half of a surrogate pair: an address cannot represent it. */
const HALF_PAIR = /\p{Surrogate}/u;

/** Returns undefined for a line that could not be restored from its short form. */
export function toStep(line: string): AddressStep | undefined {
  const members = parseJson(line);
  if (!isObject(members) || typeof members.id !== "string") return undefined;
  const { id, note, submit, event, body } = members as { id: string; note?: string } & Members;
  const content = submit ?? event ?? body;
  if (!isObject(content)) return undefined;
  const name = submit !== undefined ? "submit" : String(content.type ?? content.status);
  const form = FORMS.get(name);
  if (form === undefined) return undefined;
  const last = form.payload.findLastIndex((member) => Object.hasOwn(content, member));
  const value = form.payload
    .slice(0, last + 1)
    .map((member) => content[member] ?? "")
    .join(".");
  if (HALF_PAIR.test(`${note}${value}`)) return undefined;
  return lineOf({ id, note, name, value }) === line ? { id, note, name, value } : undefined;
}

function lineOf({ id, note, name, value }: AddressStep): string | undefined {
  const form = FORMS.get(name);
  if (form === undefined) return undefined;
  const content = { ...form.head, ...payloadOf(form.payload, value) };
  return sanitized(JSON.stringify({ note, id, [form.member]: content }));
}

/** Returns undefined unless the line is exactly what the step says. */
export function fromStep(step: AddressStep): string | undefined {
  const line = lineOf(step);
  const again = line === undefined ? undefined : toStep(line);
  return again?.value === step.value && again.id === step.id ? line : undefined;
}

function payloadOf(payload: readonly string[], value: string): Members {
  const parts = value === "" ? [] : value.split(".");
  const last = payload.length - 1;
  return Object.fromEntries(
    payload
      .slice(0, parts.length)
      .map((member, index) => [
        member,
        memberOf(member, parts.slice(index, index < last ? index + 1 : undefined).join(".")),
      ]),
  );
}

/** Only a text can be empty. Any other empty member is absent. */
function memberOf(member: string, text: string): unknown {
  if (member === "message" || member === "statusMessage") return text;
  if (text === "") return undefined;
  return member === "at" || member === "retries" || member === "validated" ? parseJson(text) : text;
}

/** Says why `fromStep` returned undefined. Unknown names and values are not echoed: they may contain a handle. */
export function causeOf({ id, name, value }: AddressStep): string {
  const form = FORMS.get(name);
  if (form === undefined) return "its name is not an event or a status";
  if (parseRequestId(id).issues !== undefined) return `${name} has no valid request id`;
  const handle = value.split(".")[form.payload.indexOf("requestHandle")];
  if (handle !== undefined && !isPlaceholder(handle)) {
    return `the handle of ${name} is not a placeholder such as handle-1, and links contain no other handles`;
  }
  return `${name} does not have these values`;
}
