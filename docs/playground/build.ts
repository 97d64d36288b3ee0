import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { overview } from "../generate/pictures/overview.js";
import { linesOfLog } from "./story/log.js";

/** Builds the page: one file with everything in it, which asks for nothing, and so can be opened from a disk as well. */

const here = import.meta.dirname;
const BUILT = join(here, "dist");

async function sampleLines(): Promise<string> {
  const log = linesOfLog(await readFile(join(here, "../examples/callbacks.jsonl"), "utf8"));
  if (log.problem !== undefined) throw new Error(log.problem);
  return JSON.stringify(log.lines);
}

/** The modules that are made here: what the page shows without having been told. */
const made: Plugin = {
  name: "made",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(statechart|sample)$/ }, ({ path }) => ({ path, namespace: "made" }));
    onLoad({ filter: /^statechart$/, namespace: "made" }, async () => ({ contents: await overview(), loader: "text" }));
    onLoad({ filter: /^sample$/, namespace: "made" }, async () => ({ contents: await sampleLines(), loader: "json" }));
  },
};

/**
 * The library comes from its published entry, dist/: tsconfig.json would lead to the sources. But for src/lifecycle/events.ts: what an event
 * carries is not public.
 */
async function bundle(entry: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    target: "es2023",
    legalComments: "none",
    tsconfigRaw: {},
    plugins: [made],
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

export interface BuiltPage {
  readonly path: string;
  /** The files that the script was made of. */
  readonly inputs: readonly string[];
}

export async function buildPage(): Promise<BuiltPage> {
  const [page, script, style] = await Promise.all([
    readFile(join(here, "index.html"), "utf8"),
    bundle("page/main.ts"),
    bundle("page/page.css"),
  ]);
  // An end tag within a text would end the script.
  const html = page
    .replace("/* page.css */", () => style.text)
    .replace("/* page.js */", () => script.text.replaceAll("</script", "<\\/script"));
  await mkdir(BUILT, { recursive: true });
  const path = join(BUILT, "index.html");
  await writeFile(path, html);
  return { path, inputs: script.inputs };
}
