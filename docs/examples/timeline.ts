import { once } from "node:events";
import { createReadStream } from "node:fs";
import { join, resolve } from "node:path";
import { styleText } from "node:util";
import { plain } from "./timeline/plain-text.js";
import { timeline } from "./timeline/timeline.js";

/**
 * The timeline as a command. README.md beside this file says what a line of a log may be.
 *
 *     npm run demo                      the sample, callbacks.jsonl
 *     npm run demo -- FILE              another log
 *     … | npm run --silent demo -- -    standard input
 */

const { argv, env, stderr, stdin, stdout } = process;
const path = argv[2] ?? join(import.meta.dirname, "callbacks.jsonl");
/** npm runs a script in the package's folder, and says where it was called. */
const here = env.INIT_CWD ?? ".";

// Whoever has seen enough, as `head` does, closes the pipe.
stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await timeline(
    path === "-" ? stdin : createReadStream(resolve(here, path)),
    (text) => stdout.write(text) || once(stdout, "drain"),
    stdout.isTTY && !env.NO_COLOR ? styleText : undefined,
  );
} catch (error) {
  // Only what the system says of the file: anything else is a bug, and is to be seen whole.
  if (!(error instanceof Error && "syscall" in error)) throw error;
  stderr.write(`timeline: ${plain(`cannot read ${path}: ${error.message}`, [], 300)}\n`);
  process.exitCode = 1;
}
