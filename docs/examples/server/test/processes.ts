import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { REQUESTS } from "../src/boundary/operations.js";
import { TOKEN } from "./client.js";

/** Servers in processes of their own, as `npm start` starts them. */

const folder = fileURLToPath(new URL("..", import.meta.url));

export interface ServerProcess {
  readonly requestsUrl: string;
  readonly pid: number;
  /** kill -9 */
  kill(): Promise<void>;
  /** SIGTERM; returns the exit code. */
  stop(): Promise<number | null>;
}

export async function startProcess(env: Record<string, string>, entry = "src/main.ts"): Promise<ServerProcess> {
  const common = {
    PORT: "0",
    OPERATOR_TOKEN: TOKEN,
    HANDLE_KEY: "a key for the tests",
    LOG_LEVEL: "fatal",
    POLL_MS: "20",
    JOB_NETWORKS: "*, 127.0.0.0/8",
    STOP_SECONDS: "2",
  };
  const child = spawn(process.execPath, ["--import", "tsx", entry], {
    cwd: folder,
    env: { ...process.env, ...common, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await addressOf(child);
  const ended = once(child, "exit");
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  };
  return {
    requestsUrl: `${url}${REQUESTS}`,
    pid: child.pid as number,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const [, url] = /^Listening on (\S+), /.exec(line) ?? [];
    if (url !== undefined) {
      child.stdout!.resume();
      return url;
    }
  }
  throw new Error("The server ended before it listened.");
}
