import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GENERATED_FILES } from "./generate/generated-files.js";
import { withFragments } from "./generate/readme-fragments.js";

/** `npm run docs`: writes the generated files, and the generated parts of README.md. */

const at = (path: string) => join(import.meta.dirname, "..", path);

for (const [path, generate] of Object.entries(GENERATED_FILES)) writeFileSync(at(path), await generate());

writeFileSync(at("README.md"), withFragments(readFileSync(at("README.md"), "utf8")));
