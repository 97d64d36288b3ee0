import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseExecutionStatus } from "ess-request-machine";
import { contentOf, root } from "./pages.js";

/** Checks that the scripts and programs that a shell command on a page calls exist. The command is not run. */

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifestAt = (folder: string): Manifest => JSON.parse(contentOf(join(folder, "package.json")));

/** Scripts of the package that the page belongs to, and of the whole project: pages say where they are run. */
function scriptsFor(page: string): readonly string[] {
  const folder = dirname(page);
  const own = folder !== "." && existsSync(join(root, folder, "package.json")) ? manifestAt(folder).scripts : {};
  return [...Object.keys(manifestAt(".").scripts), ...Object.keys(own)];
}

/** The commands in a text, split at `&&` and pipes, without comments. */
export const commandsIn = (text: string): readonly string[] =>
  text
    .replaceAll(/\\\n\s*/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*/, ""))
    .flatMap((line) => line.split(/&&|\|/))
    .map((command) => command.trim())
    .filter((command) => command !== "");

const isPlaceholder = (word: string): boolean => /^[A-Z_]+$/.test(word);

const missing = (path: string | undefined): string | undefined =>
  path === undefined || isPlaceholder(path) || existsSync(join(root, path)) ? undefined : `there is no file ${path}`;

/** A sentence, or undefined if all is well. */
export function faultOf(page: string, command: string): string | undefined {
  const [program = "", ...words] = command.split(/\s+/);
  const named = words.filter((word) => !word.startsWith("-"));
  switch (program) {
    case "npm":
      return faultOfNpm(page, named);
    case "npx":
      return existsSync(join(root, "node_modules/.bin", named[0] ?? ""))
        ? missing(named[1])
        : `npx knows no ${named[0]}`;
    case "node":
    case "python3":
      return missing(named.find((word) => /\.\w+$/.test(word) || isPlaceholder(word)));
    case "cat":
      return missing(named[0]);
    case "curl":
      return faultOfCurl(command);
    default:
      return `nothing is known of ${program}`;
  }
}

function faultOfNpm(page: string, [verb = "", ...names]: readonly string[]): string | undefined {
  if (verb === "ci" || verb === "pack") return undefined;
  if (verb === "install") {
    const { devDependencies } = manifestAt(".");
    const strangers = names.filter((name) => !name.endsWith(".tgz") && !Object.hasOwn(devDependencies, name));
    return strangers.length === 0 ? undefined : `the project does not use ${strangers.join()}`;
  }
  const script = verb === "run" ? names[0] : verb;
  return scriptsFor(page).includes(script ?? "") ? undefined : `there is no script ${script}`;
}

/** A callback by hand: the route, and a body that the endpoint takes. */
function faultOfCurl(command: string): string | undefined {
  if (!/\/ess\/rest\/scheduler\/v1\/requests\/\w+\/(executionStatus|checkInCancelling)\b/.test(command))
    return "this is no route of the scheduler's";
  const [, body = ""] = / -d '([^']+)'/.exec(command) ?? [];
  const { issues } = parseExecutionStatus(JSON.parse(body));
  return command.includes("/executionStatus") ? issues?.[0]?.message : undefined;
}
