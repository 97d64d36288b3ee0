import { timeline } from "../../docs/examples/timeline/timeline.js";

/** Runs the timeline on logs of all kinds, and reads what it tells. */

export async function* inChunks<Text extends Buffer | string>(text: Text, size: number): AsyncGenerator<Text> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size) as Text;
}

export async function toldOf(log: AsyncIterable<Buffer | string>): Promise<string> {
  const told: string[] = [];
  await timeline(log, (text) => told.push(text));
  return told.join("");
}

/** The rows by their columns; `did` begins with the endpoint's answer if there was one. */
export const rowsOf = (text: string) =>
  text
    .split("\n")
    .filter((row) => /^[ \d]{4}\d {2}/.test(row))
    .map((row) => ({
      line: Number(row.slice(0, 5)),
      id: row.slice(7, 14).trim(),
      came: row.slice(16, 62).trim(),
      did: row.slice(64).trim().replace(/ +/, " "),
    }));

export type LogLine = object | string;

export const logOf = (...lines: LogLine[]) =>
  lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
export const told = (...lines: LogLine[]) => toldOf(inChunks(logOf(...lines), 1000));

export const event = (id: unknown, type: unknown, payload: object = {}) => ({ id, event: { type, ...payload } });
export const callback = (id: unknown, requestHandle: string, status: unknown, statusMessage?: unknown) => ({
  id,
  body: { requestHandle, status, statusMessage },
});
export const running = (id: string, requestHandle: string) => [
  event(id, "dispatch"),
  event(id, "start", { requestHandle }),
];
