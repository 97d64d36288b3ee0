import { fork } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import typescript from "typescript";
import type { PEERS, StudyName } from "./sides.js";
import type { Case } from "./written.js";

const { ModuleKind, ScriptTarget, transpileModule } = typescript;

/** Starts a measurement in a process of its own and waits for what it found: nothing that ran before can warm or spoil it. */

/** The children are TypeScript too, save the one that measures how long modules take to load. */
const TYPESCRIPT = ["--import", "tsx"];

/** Large enough that no collection of the young generation falls into a measured round. */
const ROOMY_YOUNG_GENERATION = ["--min-semi-space-size=16", "--max-semi-space-size=16"];

const SOURCE_TEXT_MODULES = ["--experimental-vm-modules", "--no-warnings"];

/** What one side of a paired case took. */
export interface Measured {
  /** Nanoseconds a call, one number a round. */
  readonly time: readonly number[];
  /** Bytes allocated a call, likewise. */
  readonly bytes: readonly number[];
}

export interface Pair {
  readonly floor: Measured;
  readonly peer: Measured;
}

export async function resultOf<Result>(file: string, args: readonly string[], flags: readonly string[]) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [...args], {
    execArgv: [...flags],
  });
  const [answer] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (typeof answer !== "object" || answer === null) throw new Error(`${[file, ...args].join(" ")} came to nothing.`);
  return answer as Result;
}

export const measured = <Name extends StudyName>(
  study: Name,
  name: Case,
  peer: keyof (typeof PEERS)[Name],
  rounds: number,
): Promise<Pair> =>
  resultOf(
    "case.ts",
    [study, name, String(peer), String(rounds)],
    [...TYPESCRIPT, "--expose-gc", ...ROOMY_YOUNG_GENERATION],
  );

/** What is kept in the Map stays a record; what comes is the parsed callback, or its line of JSON. */
export const FORMS = ["records", "lines"] as const;
export type Form = (typeof FORMS)[number];

/** Nanoseconds a callback, one number a batch; and how many outcomes of each kind there were. */
export interface ScaleResult {
  readonly floor: readonly number[];
  readonly table: readonly number[];
  readonly kinds: Readonly<Record<string, number>>;
}

/** @param callbackCount how many each side gets */
export const atScale = (form: Form, requestCount: number, callbackCount: number): Promise<ScaleResult> =>
  resultOf(
    "scale.ts",
    [form, String(requestCount), String(callbackCount)],
    [...TYPESCRIPT, "--expose-gc", "--max-old-space-size=8192", ...ROOMY_YOUNG_GENERATION],
  );

/** Milliseconds, one number a fresh process. */
export interface StartUp {
  readonly empty: readonly number[];
  readonly library: readonly number[];
  /** The same, where no collection of the young generation falls into it. */
  readonly roomy: { readonly empty: readonly number[]; readonly library: readonly number[] };
  readonly table: readonly number[];
}

/** The sources without their types, a module each: in the package they are in one file, where no part can be timed by itself. */
async function transpileInto(folder: string): Promise<void> {
  const sources = new URL("../../src/", import.meta.url);
  for (const name of await readdir(sources)) {
    if (!name.endsWith(".ts")) continue;
    const compilerOptions = { target: ScriptTarget.ES2022, module: ModuleKind.ESNext };
    const { outputText } = transpileModule(await readFile(new URL(name, sources), "utf8"), { compilerOptions });
    await writeFile(join(folder, name.replace(/ts$/, "js")), outputText);
  }
}

/** The package as it was built, and one that has nothing but an empty module; both as if they were installed there. */
async function installInto(folder: string): Promise<void> {
  const [library, empty] = ["ess-request-machine", "empty"].map((name) => join(folder, "node_modules", name)) as [
    string,
    string,
  ];
  for (const part of ["package.json", "dist"])
    await cp(new URL(`../../${part}`, import.meta.url), join(library, part), { recursive: true });
  await mkdir(empty);
  await writeFile(join(empty, "package.json"), '{ "name": "empty", "type": "module", "exports": "./index.js" }');
  await writeFile(join(empty, "index.js"), "export {};\n");
}

export async function startUp(processes: number): Promise<StartUp> {
  const folder = await mkdtemp(join(tmpdir(), "start-up-"));
  const importer = pathToFileURL(join(folder, "start-up.mjs"));
  const table = new URL("apply.js", importer).href;
  const take = async (what: string, module: string, flags: readonly string[] = []) =>
    (await resultOf<{ milliseconds: number }>(importer.href, [what, module], flags)).milliseconds;
  const pair = () => ({ empty: [] as number[], library: [] as number[] });
  const times = { ...pair(), roomy: pair(), table: [] as number[] };
  try {
    await cp(new URL("start-up.mjs", import.meta.url), importer);
    await installInto(folder);
    await transpileInto(folder);
    for (let i = 0; i < processes; i++) {
      times.empty.push(await take("imported", "empty"));
      times.library.push(await take("imported", "ess-request-machine"));
      times.roomy.empty.push(await take("imported", "empty", ROOMY_YOUNG_GENERATION));
      times.roomy.library.push(await take("imported", "ess-request-machine", ROOMY_YOUNG_GENERATION));
      times.table.push(await take("tableMade", table, [...SOURCE_TEXT_MODULES, ...ROOMY_YOUNG_GENERATION]));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  return times;
}

/** Bytes: of code minified and gzipped, of the tarball as it is. */
export interface Sizes {
  readonly main: number;
  /** Of the main entry, if the chart had neither descriptions nor sentences. */
  readonly wordless: number;
  /** What `./machine` adds to the main entry, without xstate. */
  readonly machineAdds: number;
  readonly tarball: number;
}

export const sizes = (): Promise<Sizes> => resultOf("sizes.mjs", [], []);
