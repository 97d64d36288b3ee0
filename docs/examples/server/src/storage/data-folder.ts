import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { codeOf, StartupError } from "../errors.js";
import { MIN_KEY_BYTES, randomToken } from "../lifecycle/handles.js";

/** The folder of the embedded database: private, and used by one process at a time. */

const FILES = ["server.pid", "handle.key", "handle.key.new", "pgdata"];
const SETTLING_MS = 100;

/** Opens the folder for this process. Returns the function that releases it. */
export async function openDataFolder(folder: string): Promise<() => void> {
  // All files that this process makes from now on are private.
  process.umask(0o077);
  try {
    mkdirSync(folder, { recursive: true });
    checkOwner(folder);
    chmodSync(folder, 0o700);
    return await lock(folder, join(folder, "server.pid"));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `${folder} cannot be used as the data folder (${codeOf(error)}). Make it writable, or set DATA_DIR to another.`,
    );
  }
}

/** Making someone else's folder private, or putting a database among other files, would do harm. */
function checkOwner(folder: string): void {
  const isForeign = process.getuid !== undefined && statSync(folder).uid !== process.getuid();
  if (isForeign) throw new StartupError(`${folder} belongs to another user. Set DATA_DIR to a folder of your own.`);
  const other = readdirSync(folder).find((name) => !FILES.includes(name));
  if (other === undefined) return;
  throw new StartupError(
    `${folder} contains other files, such as ${other}. Set DATA_DIR to an empty folder or to that of a server.`,
  );
}

/** A file contains the process that uses the folder: its id, and when it began, because ids are given again. */
async function lock(folder: string, file: string): Promise<() => void> {
  const mine = identityOf(process.pid);
  while (!wasCreated(file, mine)) {
    const holder = contentOf(file);
    const pid = Number(holder.split(" ")[0]);
    if (isAlive(pid) && holder === identityOf(pid)) {
      throw new StartupError(`${folder} is used by process ${pid}. Stop it, or set DATA_DIR to another folder.`);
    }
    rmSync(file, { force: true });
  }
  // Of several processes that took the folder over at the same moment, the last one has it.
  await pause(SETTLING_MS);
  if (contentOf(file) !== mine) throw new StartupError(`${folder} was just taken by another server. Stop one of them.`);
  return () => rmSync(file, { force: true });
}

/** The id, and on Linux the time at which the process began (proc(5), field 22). */
function identityOf(pid: number): string {
  const [, fields = ""] = contentOf(`/proc/${pid}/stat`).split(") ");
  return [pid, fields.split(" ")[19]].join(" ").trim();
}

function wasCreated(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** In a container, a process often has the id of its predecessor: one's own id is not another process. */
function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** The key of handles, made once. The folder belongs to this process already. */
export function readOrMakeKey(folder: string): string {
  const file = join(folder, "handle.key");
  try {
    if (!existsSync(file)) {
      // Complete or not at all: with half a key, anybody could make the handles.
      writeFileSync(`${file}.new`, randomToken(), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    }
  } catch (error) {
    throw new StartupError(`${file} cannot be written (${codeOf(error)}). Free space there, or set HANDLE_KEY.`);
  }
  const key = readFileSync(file, "utf8");
  if (Buffer.byteLength(key) >= MIN_KEY_BYTES) return key;
  const effect = "Without it, jobs that are still to be called are not, and their requests fail.";
  throw new StartupError(`${file} has fewer than ${MIN_KEY_BYTES} bytes. Restore it, or remove it. ${effect}`);
}
