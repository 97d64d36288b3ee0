import { readFileSync } from "node:fs";
import { type Requests, replay } from "../../docs/examples/timeline/replay.js";
import { inChunks, printedFor, rowsOf } from "../support/timeline.js";
import type { Line } from "./clicks.js";
import type { Told } from "./driver.js";

/** The demo's log, and what `npm run demo` tells of each of its lines. */

export const log = readFileSync(new URL("../../docs/examples/callbacks.jsonl", import.meta.url), "utf8");

const lines = log.split("\n").filter((line) => line !== "");
const rows = rowsOf(await printedFor(inChunks(log, 1000)));

/** The records in the end, by request. */
export const requests: Requests = new Map();

export const told: readonly (Told & { readonly text: string })[] = lines.map((text, index) => {
  const { explanation = "" } = replay(requests, text);
  const { id = "", input: came = "", result: did = "" } = rows[index] ?? {};
  return { text, id, came, did, sentence: explanation };
});

export const idsInDemo: readonly string[] = [...new Set(told.flatMap(({ id }) => (id === "" ? [] : [id])))];

export const storyOf = (id: string) =>
  told.filter((row) => row.id === id).map((row) => ({ ...row, line: JSON.parse(row.text) as Line }));
