import { parseRequestId } from "ess-request-machine";
import { MAX_LINE_LENGTH } from "../../examples/timeline/lines.js";
import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";
import { type Requests, replay } from "../../examples/timeline/replay.js";
import { handlesOf, REDACTED } from "../../examples/timeline/safe-text.js";
import { isPlaceholder, unusedPlaceholder } from "./placeholders.js";
import { sanitizeLine } from "./sanitize-line.js";
import { type Scenario, scenarioOf } from "./scenario.js";

/** Turns a pasted log into lines of a scenario. Equal handles get equal placeholders; nothing else of them is kept. */

export const MAX_LINES = 500;

export type ImportedLog =
  | { readonly lines: readonly string[]; readonly placeholders: Placeholders; readonly problem?: undefined }
  | { readonly problem: string };

/**
 * The placeholder of each handle, by request id and then by handle. The keys are real handles: the page may keep them
 * in memory, so that a log can be pasted in parts, but must neither show nor store them.
 */
export type Placeholders = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * @param scenario the scenario that the log continues. Default: an empty one.
 * @param known the placeholders that the scenario's own logs were given
 */
export function importLog(
  text: string,
  scenario: Scenario = scenarioOf([]),
  known: Placeholders = new Map(),
): ImportedLog {
  const added = text.split("\n").filter((line) => line.trim() !== "");
  if (added.length === 0) return { problem: "The log has no lines. Paste JSON objects, one per line." };
  if (scenario.lines.length + added.length > MAX_LINES || text.length > MAX_LINE_LENGTH) {
    return { problem: tooLong(text.length, added.length) };
  }
  const placeholders = assignPlaceholders(added, scenario, known);
  const handles = [...placeholders.values()].flatMap((byHandle) => [...byHandle.keys()]);
  const redact = redactor(handles);
  const handleIn = (line: string) => (handle: string) => placeholders.get(idOf(line))?.get(handle) ?? "";
  const lines = added.map((line) => sanitizeLine(line, { handle: handleIn(line), text: redact }));
  return { lines, placeholders };
}

function tooLong(length: number, count: number): string {
  const [maxLines, maxLength, lines, characters] = [MAX_LINES, MAX_LINE_LENGTH, count, length].map((n) =>
    n.toLocaleString("en"),
  );
  return [
    `The log is too long: it has ${lines} lines and ${characters} characters.`,
    `A scenario has at most ${maxLines} lines and ${maxLength} characters.`,
    "Paste only the requests in question, or use npm run demo, which reads logs of any length.",
  ].join(" ");
}

/** Returns the known placeholders, and one for each other handle in the added lines. */
function assignPlaceholders(
  added: readonly string[],
  { lines, position }: Scenario,
  known: Placeholders,
): Placeholders {
  const renamed = added.map((line) => withKnownPlaceholders(line, known));
  const executions = handlesByRequest(startsIn([...lines.slice(0, position), ...renamed]));
  const inScenario = handlesByRequest(lines);
  const placeholders = new Map(known);
  for (const [id, handles] of handlesByRequest(renamed)) {
    const byHandle = new Map(known.get(id));
    const used = new Set([...handles, ...(inScenario.get(id) ?? []), ...byHandle.values()].filter(isPlaceholder));
    const started = [...(executions.get(id) ?? [])];
    // Executions first: a callback can precede the start of its execution.
    for (const handle of new Set([...started.filter((handle) => handles.has(handle)), ...handles])) {
      const number = started.indexOf(handle) + 1;
      const kind = number > 0 ? "handle" : "foreign";
      const name = isPlaceholder(handle) ? handle : unusedPlaceholder(kind, number || 1, used);
      used.add(name);
      byHandle.set(handle, name);
    }
    placeholders.set(id, byHandle);
  }
  return placeholders;
}

/**
 * Returns the requests whose handles cannot be matched: the scenario, opened from a link, has placeholders for which
 * the real handles are unknown. A real handle that is added to such a request counts as foreign, even if it is the
 * current one.
 */
export function unmatchedRequests(
  { lines }: Scenario,
  known: Placeholders,
  placeholders: Placeholders,
): readonly string[] {
  const inScenario = handlesByRequest(lines);
  const isUnknown = (id: string) => !known.get(id)?.size && inScenario.get(id)?.size;
  const isForeign = ([handle, name]: readonly [string, string]) =>
    !isPlaceholder(handle) && name.startsWith("foreign-");
  return [...placeholders].filter(([id, byHandle]) => isUnknown(id) && [...byHandle].some(isForeign)).map(([id]) => id);
}

/** The outcome of a line depends on whether its handle is one that the scenario has under a placeholder. */
const withKnownPlaceholders = (line: string, known: Placeholders): string =>
  sanitizeLine(line, {
    handle: (handle) => known.get(idOf(line))?.get(handle) ?? handle,
    text: (text) => text,
  });

function requestIdOf(line: Members): string {
  const id = parseRequestId(line.id);
  return id.issues === undefined ? id.value : "";
}
const idOf = (line: string): string => {
  const value = parseJson(line);
  return isObject(value) ? requestIdOf(value) : "";
};

/** Returns the lines that start an execution, or that hold the record of a request with its executions. */
function startsIn(lines: readonly string[]): readonly string[] {
  const requests: Requests = new Map();
  return lines.filter((line) => {
    const { kind, outcome } = replay(requests, line);
    return kind === "record read" || (outcome?.kind === "transitioned" && outcome.to === "RUNNING");
  });
}

export function handlesByRequest(lines: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const handles = new Map<string, Set<string>>();
  for (const line of lines.map(parseJson).filter(isObject)) {
    const id = requestIdOf(line);
    const inLine = [...recordHandles(line.record), ...handlesOf(undefined, line.event, line.body)];
    handles.set(id, new Set([...(handles.get(id) ?? []), ...inLine]));
  }
  return handles;
}

/** The handles of a record, in the order of their executions. */
function recordHandles(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  const { earlierHandles, requestHandle } = value;
  const handles = [...(Array.isArray(earlierHandles) ? earlierHandles.toReversed() : []), requestHandle];
  return handles.filter((handle): handle is string => typeof handle === "string" && handle !== "");
}

/** Returns a function that replaces the handles in a text. */
function redactor(handles: readonly string[]): (text: string) => string {
  const real = handles.filter((handle) => !isPlaceholder(handle)).sort((a, b) => b.length - a.length);
  if (real.length === 0) return (text) => text;
  const any = new RegExp(real.map((handle) => handle.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|"), "g");
  return (text) => text.replace(any, REDACTED);
}
