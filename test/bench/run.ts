import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import type { Measured, Peer } from "./case.js";
import { CASES, type Case } from "./mix.js";

/**
 * `applyExecutionStatus` beside a hand-written switch of the same outcomes, and XState beside the same; each case in a
 * process of its own. Prints Markdown. The ratios are what counts: the times are one machine's at one moment, and no test
 * asserts them.
 */

/** As large a young generation as Node grows by itself, from the start: no collection falls into a measurement. */
const HEAP = ["--expose-gc", "--min-semi-space-size=16", "--max-semi-space-size=16"];

async function measured(name: Case, peer: Peer): Promise<[floor: Measured, peer: Measured]> {
  const child = fork(fileURLToPath(new URL("case.ts", import.meta.url)), [name, peer], {
    execArgv: [...process.execArgv, ...HEAP],
  });
  const [answer] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (!Array.isArray(answer)) throw new Error(`The case "${name}" came to nothing.`);
  return answer as [Measured, Measured];
}

/** Of the values in order, the one at each share of the way. */
function quantiles<const Shares extends readonly number[]>(values: readonly number[], shares: Shares) {
  const sorted = [...values].sort((a, b) => a - b);
  return shares.map((share) => sorted[Math.round(share * (sorted.length - 1))]!) as { [I in keyof Shares]: number };
}

function rowOf(name: Case, side: Peer | "switch", { time, bytes }: Measured, floor: Measured): string {
  const digits = side === "XState" ? 0 : 1;
  const [low, middle, high] = quantiles(time, [0.25, 0.5, 0.75]);
  const [floorTime] = quantiles(floor.time, [0.5]);
  const [size] = quantiles(bytes, [0.5]);
  const [floorSize] = quantiles(floor.bytes, [0.5]);
  const spread = `${low.toFixed(digits)} – ${high.toFixed(digits)}`;
  const ratios = [middle / floorTime, size / floorSize].map((ratio) => ratio.toFixed(side === "XState" ? 0 : 2));
  return `| ${[name, side, middle.toFixed(digits), spread, ratios[0], size.toFixed(0), ratios[1]].join(" | ")} |`;
}

console.log(`${cpus()[0]?.model.trim()}, Node ${process.version}, ${process.platform} ${process.arch}\n`);
console.log("| case | side | ns a call (median) | middle half of the rounds | × switch | bytes a call | × switch |");
console.log("|---|---|---:|---:|---:|---:|---:|");
for (const name of CASES) {
  const [floor, table] = await measured(name, "table");
  console.log(rowOf(name, "switch", floor, floor));
  console.log(rowOf(name, "table", table, floor));
}
// In a process of its own too: it shares the guards with the table, and would spoil them for it.
const [floor, machine] = await measured("mix", "XState");
console.log(rowOf("mix", "XState", machine, floor));
