import { readFileSync } from "node:fs";
import { type Requests, replay } from "../../docs/examples/timeline/replay.js";
import { changeText, inputText } from "../../docs/playground/page/entry-text.js";
import type { Line } from "./clicks.js";
import type { Row } from "./driver.js";

/** The demo's log, and the result of each line in the demo's own code. */

export const log = readFileSync(new URL("../../docs/examples/callbacks.jsonl", import.meta.url), "utf8");

/** The records at the end, by request. */
export const requests: Requests = new Map();

export const rows: readonly (Row & { readonly text: string })[] = log
  .split("\n")
  .filter((line) => line !== "")
  .map((text) => {
    const entry = replay(requests, text);
    const { requestId: id = "" } = entry;
    return { text, id, input: inputText(entry), change: changeText(entry) };
  });

export const idsInDemo: readonly string[] = [...new Set(rows.flatMap(({ id }) => (id === "" ? [] : [id])))];

export const scenarioOf = (id: string) =>
  rows.filter((row) => row.id === id).map((row) => ({ ...row, line: JSON.parse(row.text) as Line }));
