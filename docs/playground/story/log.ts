import { parseRequestId } from "ess-request-machine";
import { MAX_LINE_LENGTH } from "../../examples/timeline/lines.js";
import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";
import { type Requests, replay } from "../../examples/timeline/replay.js";
import { handlesOf, REDACTED } from "../../examples/timeline/safe-text.js";
import { harmlessLine } from "./harmless.js";
import { isMadeUp, madeUpName } from "./made-up.js";
import { type Story, storyOf } from "./story.js";

/** A log that was pasted, made part of a story: of its handles nothing is left but which of them are the same. */

export const MOST_LINES = 500;

export type Imported =
  | { readonly lines: readonly string[]; readonly names: Names; readonly problem?: undefined }
  | { readonly problem: string };

/**
 * By request, and then by handle: the name that stands for it. These are real handles: they may be remembered, so that a log
 * can come in parts, but neither shown nor stored.
 */
export type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * @param story what the log goes on with; empty for a log of its own
 * @param known the names that the handles of the story's own logs were given
 */
export function linesOfLog(text: string, story: Story = storyOf([]), known: Names = new Map()): Imported {
  const came = text.split("\n").filter((line) => line.trim() !== "");
  if (came.length === 0) return { problem: "Expected a log, but found no line. Paste JSON objects, one a line." };
  if (story.lines.length + came.length > MOST_LINES || text.length > MAX_LINE_LENGTH)
    return { problem: tooLong(text, came) };
  const names = namesIn(came, story, known);
  const textOf = withoutHandles([...names.values()].flatMap((named) => [...named.keys()]));
  const nameIn = (line: string) => (handle: string) => names.get(idOf(line))?.get(handle) ?? "";
  return { lines: came.map((line) => harmlessLine(line, { nameOf: nameIn(line), textOf })), names };
}

function tooLong({ length }: string, { length: count }: readonly string[]): string {
  const [most, longest, lines, characters] = [MOST_LINES, MAX_LINE_LENGTH, count, length].map((n) =>
    n.toLocaleString("en"),
  );
  return `Expected at most ${most} lines in a story, and ${longest} characters, but found ${lines} lines of ${characters} characters more. Paste those of the requests in question; npm run demo reads logs of any length.`;
}

/** The names that are known, and one for each handle that came besides. */
function namesIn(added: readonly string[], { lines, taken }: Story, known: Names): Names {
  const came = added.map((line) => withKnownNames(line, known));
  const executions = handlesByRequest(executionsIn([...lines.slice(0, taken), ...came]));
  const inStory = handlesByRequest(lines);
  const names = new Map(known);
  for (const [id, handles] of handlesByRequest(came)) {
    const named = new Map(known.get(id));
    const used = new Set([...handles, ...(inStory.get(id) ?? []), ...named.values()].filter(isMadeUp));
    const begun = [...(executions.get(id) ?? [])];
    // Executions first: a callback may come before the start of the one that it names.
    for (const handle of new Set([...begun.filter((handle) => handles.has(handle)), ...handles])) {
      const number = begun.indexOf(handle) + 1;
      const name = isMadeUp(handle) ? handle : madeUpName(number > 0 ? "handle" : "foreign", number || 1, used);
      used.add(name);
      named.set(handle, name);
    }
    names.set(id, named);
  }
  return names;
}

/**
 * The requests of which the story has handles, as one from an address has, but nobody here knows the real ones: a handle that
 * counts as foreign there may be the execution's own.
 */
export function doubtfulIds({ lines }: Story, known: Names, names: Names): readonly string[] {
  const inStory = handlesByRequest(lines);
  const isUnknown = (id: string) => !known.get(id)?.size && inStory.get(id)?.size;
  const isForeign = ([handle, name]: readonly [string, string]) => !isMadeUp(handle) && name.startsWith("foreign-");
  return [...names].filter(([id, named]) => isUnknown(id) && [...named].some(isForeign)).map(([id]) => id);
}

/** What the line comes to hangs on whether its handle is the one that the story has under another name. */
const withKnownNames = (line: string, known: Names): string =>
  harmlessLine(line, {
    nameOf: (handle) => known.get(idOf(line))?.get(handle) ?? handle,
    textOf: (text) => text,
  });

function requestIdOf(line: Members): string {
  const id = parseRequestId(line.id);
  return id.issues === undefined ? id.value : "";
}
const idOf = (line: string): string => {
  const value = parseJson(line);
  return isObject(value) ? requestIdOf(value) : "";
};

/** The lines with which an execution begins. */
function executionsIn(lines: readonly string[]): readonly string[] {
  const requests: Requests = new Map();
  return lines.filter((line) => {
    const { outcome } = replay(requests, line);
    return outcome?.kind === "transitioned" && outcome.to === "RUNNING";
  });
}

export function handlesByRequest(lines: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const handles = new Map<string, Set<string>>();
  for (const line of lines.map(parseJson).filter(isObject)) {
    const id = requestIdOf(line);
    handles.set(id, new Set([...(handles.get(id) ?? []), ...handlesOf(undefined, line.event, line.body)]));
  }
  return handles;
}

function withoutHandles(handles: readonly string[]): (text: string) => string {
  const real = handles.filter((handle) => !isMadeUp(handle)).sort((a, b) => b.length - a.length);
  if (real.length === 0) return (text) => text;
  const any = new RegExp(real.map((handle) => handle.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
  return (text) => text.replace(any, REDACTED);
}
