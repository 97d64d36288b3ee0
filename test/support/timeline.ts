import { timeline } from "../../docs/examples/timeline/timeline.js";

/** Runs the timeline on logs, and reads its output. */

export async function* inChunks<Text extends Buffer | string>(text: Text, size: number): AsyncGenerator<Text> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size) as Text;
}

export async function printedFor(log: AsyncIterable<Buffer | string>): Promise<string> {
  const printed: string[] = [];
  const problem = await timeline(log, { write: (text) => printed.push(text) });
  if (problem !== undefined) throw new Error(problem);
  return printed.join("");
}

/** The rows by their columns; `result` begins with the endpoint's answer if there is one. */
export const rowsOf = (text: string) =>
  text
    .split("\n")
    .filter((row) => /^[ \d]{4}\d {2}/.test(row))
    .map((row) => ({
      line: Number(row.slice(0, 5)),
      id: row.slice(7, 14).trim(),
      input: row.slice(16, 62).trim(),
      result: row.slice(64).trim().replace(/ +/, " "),
    }));

export type LogLine = object | string;

export const logOf = (...lines: LogLine[]) =>
  lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
export const printed = (...lines: LogLine[]) => printedFor(inChunks(logOf(...lines), 1000));

export const submit = (id: unknown, options: object = {}) => ({ id, submit: options });
export const event = (id: unknown, type: unknown, payload: object = {}) => ({ id, event: { type, ...payload } });
export const callback = (id: unknown, requestHandle: string, status: unknown, statusMessage?: unknown) => ({
  id,
  body: { requestHandle, status, statusMessage },
});
/** For a request that was submitted before. */
export const running = (id: string, requestHandle: string) => [
  event(id, "dispatch"),
  event(id, "start", { requestHandle }),
];
