import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The last step of the build: CommonJS gets the very declarations of ESM, in a folder that says what they declare, instead
 * of the twins that tsup wrote. npm packs files by name, so equal files of equal name lie next to each other, and the compression
 * finds them: a fifth of the package.
 */

const dist = join(import.meta.dirname, "../../dist");
const forCommonJs = join(dist, "cjs");

mkdirSync(forCommonJs, { recursive: true });
writeFileSync(join(forCommonJs, "package.json"), '{ "type": "commonjs" }\n');
for (const file of readdirSync(dist)) {
  if (file.endsWith(".d.cts")) rmSync(join(dist, file));
  if (file.endsWith(".d.ts")) cpSync(join(dist, file), join(forCommonJs, file));
}
