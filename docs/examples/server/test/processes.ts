import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { REQUESTS } from "../src/boundary/operations.js";
import { TOKEN, until } from "./client.js";

/** Servers in processes of their own, as `npm start` starts them. */

export const FOLDER = fileURLToPath(new URL("..", import.meta.url));

export type ServerProcess = Awaited<ReturnType<typeof startProcess>>;

/** An empty variable is unset. */
export async function startProcess(env: Record<string, string>, entry = "src/main.ts") {
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
    cwd: FOLDER,
    env: { ...process.env, ...common, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = once(child, "exit");
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (part) => {
      output[name] += part;
    });
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!hasEnded()) child.kill(signal);
    return (await ended)[0];
  };
  const url = await until("it listens", async () => {
    if (hasEnded()) throw new Error(`The server ended before it listened: ${output.stderr}`);
    return /^Listening on (\S+), /.exec(output.stdout)?.[1];
  });
  return {
    url,
    requestsUrl: `${url}${REQUESTS}`,
    pid: child.pid as number,
    /** What it printed and what it logged until now. */
    output,
    /** kill -9 */
    kill: () => end("SIGKILL"),
    /** SIGTERM; returns the exit code. */
    stop: () => end("SIGTERM"),
  };
}
