import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";

/** A PostgreSQL of one's own: a temporary folder, a free port, and gone at the end. */

const DEBIAN = "/usr/lib/postgresql";

/** A minute and more: after a crash, on a machine that does other things too, it may take its time. */
const MAX_TRIES = 1_200;

function binaries(): string {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : [];
  const path = (process.env.PATH ?? "").split(":");
  const found = [process.env.PG_BIN, ...debian.toSorted().toReversed(), ...path].find(
    (folder) => folder && existsSync(join(folder, "initdb")),
  );
  if (found === undefined) {
    throw new Error(
      "Expected PostgreSQL's own programs, but found none. Install the server (Debian: postgresql), or set PG_BIN.",
    );
  }
  return found;
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
function owner(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Spares it the wait for the disk: it outlives its own crash then, and not the machine's. */
export const NO_FSYNC = ["fsync=off"];

export async function startPostgres(options: readonly string[] = []) {
  const bin = binaries();
  const user = owner();
  const folder = mkdtempSync(join(tmpdir(), "ess-postgres-"));
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid as number);
  const data = join(folder, "data");
  const init = ["-D", data, "-U", "ess", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(join(bin, "initdb"), init, { ...user, cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  const port = await freePort();
  const settings = [
    "listen_addresses=127.0.0.1",
    `port=${port}`,
    "unix_socket_directories=",
    "max_connections=120",
    ...options,
  ];
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const url = `postgres://ess@127.0.0.1:${port}/postgres`;

  let running: ChildProcess;
  async function start(): Promise<void> {
    running = spawn(join(bin, "postgres"), args, { ...user, cwd: folder, stdio: "ignore" });
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (await answers(url)) return;
      await pause(50);
    }
    throw new Error("PostgreSQL does not answer.");
  }
  /** SIGINT: cut all connections and stop; SIGQUIT: stop as in a crash. */
  async function halt(signal: "SIGINT" | "SIGQUIT"): Promise<void> {
    const exited = once(running, "exit");
    running.kill(signal);
    await exited;
  }
  await start();
  return {
    url,
    pid: () => running.pid as number,
    start,
    halt,
    async stop() {
      if (running.exitCode === null && running.signalCode === null) await halt("SIGINT");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An empty database of the server at the URL. */
export async function createDatabase(url: string): Promise<string> {
  const name = `test_${randomUUID()}`;
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`CREATE DATABASE "${name}"`);
  await client.end();
  return new URL(name, url).href;
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 1_000 });
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
