import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { PEER_NAMES, root } from "./consumers.mjs";

/** What these entries make together, minified, their peers apart. */
async function bundled(entries) {
  const contents = entries.map((entry) => `export * from "./dist/${entry}.js";`).join("");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    minify: true,
    format: "esm",
    external: PEER_NAMES,
    logLevel: "error",
    write: false,
  });
  return outputFiles[0].text;
}

/** Bytes, gzipped; and so are the others. */
export const sizeOf = async (...entries) => gzipSync(await bundled(entries)).length;

/** What `./machine` adds to the main entry. */
export const machineAdds = async () => (await sizeOf("index", "machine")) - (await sizeOf("index"));

/** Of the main entry, if the chart had neither descriptions nor sentences. */
export async function wordlessSize() {
  const text = await bundled(["index"]);
  const wordless = text.replace(/(?<=\bdescription:)("(?:[^"\\]|\\.)*"|`[^`]*`|'[^']*')/g, '""');
  if (wordless === text) throw new Error("Expected descriptions in the main entry, but found none.");
  return gzipSync(wordless).length;
}
