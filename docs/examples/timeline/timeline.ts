import { acceptedEvents, chart, isTerminal, type JobRequest, LIFECYCLE_EVENTS } from "ess-request-machine";
import { type Chunks, linesOf } from "./lines.js";
import { CAME_WIDTH, handlesOf, plain, wrapped } from "./plain-text.js";
import { ENTRY_KINDS, type Entry, type EntryKind, type Requests, replay } from "./replay.js";

export type Paint = (format: "bold" | "dim" | "red" | "yellow", text: string) => string;

/**
 * Reads a log of what came for a set of requests, and tells what each line did and where every request ended.
 *
 * @param write is waited for, so that a slow reader slows the reading: nothing piles up but the requests
 */
export async function timeline(
  input: Chunks,
  write: (text: string) => unknown,
  paint: Paint = (_, text) => text,
): Promise<void> {
  const requests: Requests = new Map();
  const totals = new Map<EntryKind, number>(ENTRY_KINDS.map((kind) => [kind, 0]));
  let number = 0;

  for await (const lines of linesOf(input)) {
    let told = number > 0 ? "" : paint("bold", rowOf("line", "request", "what came", "HTTP", "what it did"));
    for (const line of lines) {
      number += 1;
      if (line?.trim() === "") continue;
      const entry = replay(requests, line);
      totals.set(entry.kind, (totals.get(entry.kind) ?? 0) + 1);
      told += entryText(number, entry, paint);
    }
    await write(told);
  }
  await write(`\n${paint("bold", "Where every request ended")}\n`);
  for (const row of endings(requests)) await write(row);
  await write(`\n${paint("bold", "Totals")}\n${totalsText(totals, requests.size)}`);
}

function rowOf(line: string, request: string, came: string, answer: string, did: string): string {
  const cells = [line.padStart(5), request.padEnd(7), came.padEnd(CAME_WIDTH), answer.padEnd(4), did];
  return `${cells.join("  ").trimEnd()}\n`;
}

function entryText(number: number, entry: Entry, paint: Paint): string {
  const { kind, requestId = "", note, came = "", answer, did, why } = entry;
  const heading = note === undefined ? "" : `\n${paint("bold", note)}\n`;
  const row = rowOf(String(number), requestId, came, String(answer?.status ?? ""), did);
  if (why === undefined) return heading + row;
  return heading + paint(kind === "ignored" ? "yellow" : "red", row) + paint("dim", wrapped(why, 16));
}

/** Row by row: there may be as many requests as lines. */
function* endings(requests: Requests): Generator<string> {
  const width = [...requests.keys()].reduce((widest, id) => Math.max(widest, id.length), 7);
  const row = (id: string, state: string, result: string, attempts: string, rest: string) =>
    `${[id.padEnd(width), state.padEnd(21), result.padEnd(18), attempts.padEnd(8), rest].join("  ").trimEnd()}\n`;

  yield row("request", "state", "result", "attempts", "message, what may come");
  for (const request of requests.values()) {
    const message = request.message === null ? [] : [`"${plain(request.message, handlesOf(request))}"`];
    const rest = [...message, ...whatMayCome(request)].join("; ");
    yield row(request.requestId, request.state, resultOf(request), String(request.attempt), rest);
  }
}

function resultOf({ state, errorType }: JobRequest): string {
  const { terminal, result } = chart.states[state].meta;
  if (!terminal) return "not final";
  return errorType === null ? (result ?? "see its children") : `${result} (${errorType})`;
}

function whatMayCome({ state, reportedStatus }: JobRequest): string[] {
  if (isTerminal(state)) return [];
  if (chart.states[state].meta.phase === "executing" && reportedStatus === null) return ["awaits a callback"];
  const next = LIFECYCLE_EVENTS.filter((event) => event !== "cancel" && acceptedEvents(state).includes(event));
  return [`next: ${next.join(", ")}`];
}

function totalsText(totals: ReadonlyMap<string, number>, requestCount: number): string {
  const lineCount = [...totals.values()].reduce((sum, count) => sum + count, 0);
  const rows: [string, number][] = [
    ["requests", requestCount],
    ["lines, blank ones aside; of them", lineCount],
    ...totals,
  ];
  return rows.map(([name, count]) => `${String(count).padStart(9)}  ${name}\n`).join("");
}
