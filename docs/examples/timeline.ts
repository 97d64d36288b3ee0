import { once } from "node:events";
import { createReadStream } from "node:fs";
import { join, resolve } from "node:path";
import { styleText } from "node:util";
import { withProgress } from "./timeline/progress.js";
import { safeText } from "./timeline/safe-text.js";
import { timeline } from "./timeline/timeline.js";

/** The timeline as a command. */

const USAGE = `Reads a log of callbacks and events, and prints what each line did.

  npm run demo                      the sample, callbacks.jsonl
  npm run demo -- FILE              another log
  … | npm run --silent demo -- -    standard input

docs/examples/README.md describes the lines of a log.
`;

const { argv, env, stderr, stdin, stdout } = process;
const path = argv[2] ?? join(import.meta.dirname, "callbacks.jsonl");
/** The folder where npm was called: it runs scripts in the folder of the package. */
const callerFolder = env.INIT_CWD ?? ".";

function fail(problem: string) {
  stderr.write(`timeline: ${safeText(problem, [], 1000)}\n`);
  process.exitCode = 1;
}

async function run() {
  const input = path === "-" ? stdin : createReadStream(resolve(callerFolder, path));
  const write = (text: string) => stdout.write(text) || once(stdout, "drain");
  // hasColors also heeds NO_COLOR and FORCE_COLOR.
  const style = stdout.isTTY && stdout.hasColors() ? { style: styleText } : {};
  // On a terminal, the rows themselves show the progress.
  const showsProgress = stderr.isTTY && !stdout.isTTY;
  const problem = showsProgress
    ? await withProgress(stderr, (onProgress) => timeline(input, { write, onProgress }))
    : await timeline(input, { write, ...style });
  if (problem !== undefined) fail(problem);
}

// A reader that has seen enough, such as `head`, closes the pipe.
stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  if (path === "--help") stdout.write(USAGE);
  else await run();
} catch (error) {
  // An error of the system concerns the file. Any other error is a bug and is shown whole.
  if (!(error instanceof Error && "syscall" in error)) throw error;
  fail(`cannot read ${path}: ${error.message}`);
}
