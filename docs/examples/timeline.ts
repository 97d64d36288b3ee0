import { once } from "node:events";
import { createReadStream } from "node:fs";
import { join, resolve } from "node:path";
import { styleText } from "node:util";
import { plain } from "./timeline/plain-text.js";
import { timeline } from "./timeline/timeline.js";

/** The timeline as a command. */

const USAGE = `Reads a log of what came for a set of requests, and tells what each line did.

  npm run demo                      the sample, callbacks.jsonl
  npm run demo -- FILE              another log
  … | npm run --silent demo -- -    standard input

docs/examples/README.md says what a line of a log may be.
`;

const { argv, env, stderr, stdin, stdout } = process;
const path = argv[2] ?? join(import.meta.dirname, "callbacks.jsonl");
/** npm runs a script in the package's folder, and says where it was called. */
const here = env.INIT_CWD ?? ".";

// Whoever has seen enough, as `head` does, closes the pipe.
stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  if (path === "--help") stdout.write(USAGE);
  else
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
