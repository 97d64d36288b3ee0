import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { overview } from "../generate/pictures/overview.js";
import { importLog } from "./scenario/import-log.js";

/** Builds the page as one file that requests nothing, so that it can be opened from a disk as well. */

const here = import.meta.dirname;
const OUTPUT = join(here, "dist");

async function sampleLines(): Promise<string> {
  const log = importLog(await readFile(join(here, "../examples/callbacks.jsonl"), "utf8"));
  if (log.problem !== undefined) throw new Error(log.problem);
  return JSON.stringify(log.lines);
}

/** The overview without its legend, which is last: the page has one of its own, and needs the room for the chart. */
function statechart(): string {
  const picture = overview();
  const legendTop = Number(/ y="([\d.]+)"[^>]*><tspan[^>]*>UPPER CASE/.exec(picture)?.[1]) - 24;
  if (Number.isNaN(legendTop)) throw new Error("The overview has no legend that begins with UPPER CASE.");
  return picture.replace(/(viewBox="0 0 \d+) \d+"/, `$1 ${legendTop}"`);
}

/** The modules that are generated: the statechart and the demo's log. */
const generated: Plugin = {
  name: "generated",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(statechart|sample)$/ }, ({ path }) => ({ path, namespace: "generated" }));
    onLoad({ filter: /^statechart$/, namespace: "generated" }, () => ({
      contents: statechart(),
      loader: "text",
    }));
    onLoad({ filter: /^sample$/, namespace: "generated" }, async () => ({
      contents: await sampleLines(),
      loader: "json",
    }));
  },
};

/** The library comes from its published entries in dist/: tsconfig.json would resolve it to the sources. */
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
    plugins: [generated],
  });
  return { text: outputFiles[0]?.text ?? "", inputs: Object.keys(metafile.inputs) };
}

export interface BuiltPage {
  readonly path: string;
  /** The files that are part of the script. */
  readonly inputs: readonly string[];
}

export async function buildPage(): Promise<BuiltPage> {
  const [page, script, style] = await Promise.all([
    readFile(join(here, "index.html"), "utf8"),
    bundle("page/main.ts"),
    bundle("page/page.css"),
  ]);
  // An end tag in a string literal would end the script element.
  const html = page
    .replace("/* page.css */", () => style.text)
    .replace("/* page.js */", () => script.text.replaceAll("</script", "<\\/script"));
  await mkdir(OUTPUT, { recursive: true });
  const path = join(OUTPUT, "index.html");
  await writeFile(path, html);
  return { path, inputs: script.inputs };
}
