import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { StartupError } from "../startup-error.js";

const SETTLING_MS = 100;

/** A folder for one process at a time: a file in it has the process's id. Gives what lets go of it. */
export async function lockFolder(folder: string): Promise<() => void> {
  const file = join(folder, "server.pid");
  const expected = `${folder} for this server alone`;
  while (!isCreated(file)) {
    const pid = holderIn(file);
    if (isAlive(pid)) {
      const advice = `Stop that one, or set DATA_DIR to another folder. If it is no such server, remove ${file}.`;
      throw new StartupError(expected, `that process ${pid} uses it`, advice);
    }
    rmSync(file, { force: true });
  }
  // Of those who took it over at the same moment the last one has it.
  await pause(SETTLING_MS);
  if (holderIn(file) !== process.pid) throw new StartupError(expected, "that another server just took it", "Stop one.");
  return () => rmSync(file, { force: true });
}

function isCreated(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** 0 if nobody's id is there. */
function holderIn(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch {
    return 0;
  }
}

/** In a container a process often has the id that its predecessor had: one's own is nobody else's. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
