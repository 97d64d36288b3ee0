import type { Entry } from "./entry.js";
import { describeFormat } from "./file-format.js";
import { LateRequests } from "./late-requests.js";
import { type Chunks, type Line, linesOf } from "./lines.js";
import { valuesIn } from "./parse-line.js";
import { type Requests, replayValue, TOO_LONG } from "./replay.js";
import { endRows, entryRows, headerRow } from "./rows.js";
import { noStyle, type Style } from "./style.js";
import { Summary } from "./summary.js";

export interface TimelineOptions {
  /** Awaited, so that a slow reader slows the reading down. */
  readonly write: (text: string) => unknown;
  /** Default: no colours. */
  readonly style?: Style;
  /** Called after each chunk with the number of lines so far. */
  readonly onProgress?: (lines: number) => void;
}

/** If none of the first lines can be read, the input is not read to its end. */
const MAX_UNREADABLE = 100;

/**
 * Reads a log of callbacks and events, and prints what each line did and where every request ended.
 *
 * @returns undefined, or what is wrong with the input if no line of it could be read; nothing is printed then
 */
export async function timeline(input: Chunks, options: TimelineOptions): Promise<string | undefined> {
  const { write, style = noStyle, onProgress } = options;
  const requests: Requests = new Map();
  const late = new LateRequests();
  const summary = new Summary();
  const firstLines: Line[] = [];
  let firstProblem: string | undefined;
  let rows = headerRow(style);
  let number = 0;

  for await (const lines of linesOf(input)) {
    for (const line of lines) {
      number += 1;
      for (const entry of entriesOf(requests, late, line)) {
        summary.add(entry);
        rows += entryRows(number, entry, style);
        if (entry.kind === "malformed line") firstProblem ??= `Line ${number}: ${entry.explanation}`;
      }
      if (summary.linesRead === 0 && firstLines.push(line) >= MAX_UNREADABLE && firstProblem !== undefined)
        return unreadable(firstProblem, firstLines);
    }
    onProgress?.(number);
    if (summary.linesRead === 0) continue;
    await write(rows);
    rows = "";
  }
  if (summary.linesRead === 0 && firstProblem !== undefined) return unreadable(firstProblem, firstLines);
  await write(`${rows}\n${style("bold", "Where every request ended")}\n`);
  await writeInBlocks(endRows(requests, late, style), write);
  await write(`\n${style("bold", "Summary")}\n${summary.text(requests, late)}`);
  return undefined;
}

/** One for each value of the line; none for a blank line. */
function entriesOf(requests: Requests, late: LateRequests, line: Line): readonly Entry[] {
  if (line === null) return [TOO_LONG];
  if (line.trim() === "") return [];
  return valuesIn(line).map((value) => {
    const entry = replayValue(requests, value, (id, members) => late.add(id, members));
    if (entry.kind === "submitted" || entry.kind === "record read") late.delete(`${entry.requestId}`);
    return entry;
  });
}

const BLOCK = 64 * 1024;

async function writeInBlocks(rows: Iterable<string>, write: TimelineOptions["write"]): Promise<void> {
  let block = "";
  for (const row of rows) {
    block += row;
    if (block.length < BLOCK) continue;
    await write(block);
    block = "";
  }
  await write(block);
}

const unreadable = (problem: string, lines: readonly Line[]): string =>
  `no line could be read. ${problem} ${describeFormat(lines)}`.trimEnd();
