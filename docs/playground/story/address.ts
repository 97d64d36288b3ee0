import { EXECUTION_STATUSES, LIFECYCLE_EVENTS } from "ess-request-machine";
import { EVENT_PAYLOADS } from "../../../src/lifecycle/events.js";
import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";
import { harmlessLine } from "./harmless.js";
import { MOST_LINES } from "./log.js";
import { isMadeUp } from "./made-up.js";
import { type Story, sceneOf, storyOf } from "./story.js";

/**
 * A story as the fragment of an address, which people can read:
 *
 *     #id=102&submit=1&dispatch&start=handle-1&ERROR=handle-1.Tax+service+down&retry
 *
 * A line is its event or status, with its members, in their order, between dots; the last of them may have dots of its
 * own. `id` holds until there is another, `note` is for the line after it. What cannot be told in this way, a body of the
 * wrong shape for one, is a `line` of JSON. `taken` and `follow` say what the reader looks at.
 */

interface Form {
  readonly member: "submit" | "event" | "body";
  /** What names the event or the status. */
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

/** Whoever wrote the address, no handle that is not made up gets in. */
const checked = (line: string): string | undefined =>
  harmlessLine(line, { nameOf: (handle) => (isMadeUp(handle) ? handle : ""), textOf: (text) => text });

export function toAddress({ lines, taken, follow }: Story): string {
  const params = new URLSearchParams();
  if (taken !== lines.length) params.append("taken", String(taken));
  if (follow !== null) params.append("follow", follow);
  let id = "";
  for (const line of lines) {
    const short = shortForm(line);
    if (short === undefined) {
      params.append("line", line);
      continue;
    }
    if (short.id !== id) params.append("id", short.id);
    id = short.id;
    if (short.note !== undefined) params.append("note", short.note);
    params.append(short.name, short.value);
  }
  return params.toString().replaceAll(/=(?=&|$)/g, "");
}

interface Short {
  readonly id: string;
  readonly note: string | undefined;
  readonly name: string;
  readonly value: string;
}

/** Half a character: an address has only whole ones. */
const HALF = /\p{Surrogate}/u;

/** None, where reading it would not give the line again. */
function shortForm(line: string): Short | undefined {
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
  if (HALF.test(`${note}${value}`)) return undefined;
  return lineOf({ id, note, name, value }) === line ? { id, note, name, value } : undefined;
}

function lineOf({ id, note, name, value }: Short): string | undefined {
  const form = FORMS.get(name);
  if (form === undefined) return undefined;
  const content = { ...form.head, ...payloadOf(form.payload, value) };
  return checked(JSON.stringify({ note, id, [form.member]: content }));
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

/** Only a text may be empty; any other member is absent then. */
function memberOf(member: string, text: string): unknown {
  if (member === "message" || member === "statusMessage") return text;
  if (text === "") return undefined;
  return member === "at" || member === "retries" || member === "validated" ? parseJson(text) : text;
}

export type Read = { readonly story: Story; readonly problem?: undefined } | { readonly problem: string };

/** Reads the fragment of an address, without its #. All of it, or none: a story with a hole in it would be another one. */
export function fromAddress(fragment: string): Read {
  const lines: string[] = [];
  const view = new Map<string, string>();
  let id = "";
  let note: string | undefined;
  let part = 0;
  for (const [name, value] of new URLSearchParams(fragment)) {
    part += 1;
    if (name === "taken" || name === "follow") view.set(name, value);
    else if (name === "id") id = value;
    else if (name === "note") note = value;
    else {
      const line = name === "line" ? checked(value) : lineOf({ id, note, name, value });
      const again = name === "line" || line === undefined ? { id, value: line } : shortForm(line);
      if (line === undefined || again?.value !== value || again.id !== id) return { problem: noStep(part) };
      lines.push(line);
      note = undefined;
    }
  }
  if (lines.length > MOST_LINES) return { problem: `Expected at most ${MOST_LINES} steps, but found ${lines.length}.` };
  return placed(storyOf(lines), view.get("taken"), view.get("follow"));
}

const noStep = (part: number): string =>
  `Expected each part of the address to be a step of a story, but found that part ${part} is none. Ask for the whole address, and look whether it was cut.`;

function placed(story: Story, taken = String(story.lines.length), follow: string | undefined): Read {
  const { ids } = sceneOf(story);
  if (!/^\d{1,4}$/.test(taken) || Number(taken) > story.lines.length) {
    return {
      problem: `Expected "taken" to be a number of steps up to ${story.lines.length}, but found something else.`,
    };
  }
  if (follow !== undefined && !ids.includes(follow)) {
    return { problem: 'Expected "follow" to be the id of a request in the story, but found something else.' };
  }
  return { story: { ...story, taken: Number(taken), follow: follow ?? null } };
}
