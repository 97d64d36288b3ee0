import { readFileSync } from "node:fs";

const SECONDS = Number(process.env.LOAD_SECONDS ?? 5);
const WARM_UP_SECONDS = 1;
const TICKS_PER_SECOND = 100;

/** CPU seconds of a process so far, with its ended children. Only known on Linux. */
export function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}

/** PostgreSQL has a process for each connection. */
export function cpuOfFamily(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
  return children.reduce((sum, child) => sum + cpuOf(Number(child)), cpuOf(pid));
}

export interface Measured {
  /** CPU milliseconds of each process per callback, in the order of the meters. */
  readonly cpu: readonly string[];
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** By name, functions that return the CPU seconds of a process. */
export type Meters = Readonly<Record<string, () => number>>;

/** n connections, each of which sends again as soon as it is answered. */
export async function measure(
  connections: number,
  meters: Meters,
  send: (n: number) => Promise<void>,
): Promise<Measured> {
  let n = 0;
  const cpuBefore = Object.values(meters).map((meter) => meter());
  const latencies: number[] = [];
  const warm = performance.now() + WARM_UP_SECONDS * 1_000;
  const end = warm + SECONDS * 1_000;
  async function one() {
    for (let began = performance.now(); began < end; began = performance.now()) {
      n += 1;
      await send(n);
      if (began >= warm) latencies.push(performance.now() - began);
    }
  }
  await Promise.all(Array.from({ length: connections }, one));
  latencies.sort((one, other) => one - other);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  const cpu = Object.values(meters).map((meter, i) => (((meter() - cpuBefore[i]!) * 1_000) / n).toFixed(2));
  return { cpu, perSecond: latencies.length / SECONDS, p50: at(0.5), p99: at(0.99) };
}
