import assert from "node:assert/strict";
import { createRequire } from "node:module";

/** Copied to a consumer: every entry of the package loads as ESM and as CommonJS, with the same exports. */

const require = createRequire(import.meta.url);
const { name, exports } = require("ess-request-machine/package.json");
const entries = Object.keys(exports).map((entry) => name + entry.slice(1));

for (const entry of entries) {
  const required = require(entry);
  if (entry.endsWith(".json")) {
    const imported = await import(entry, { with: { type: "json" } });
    assert.deepEqual(imported.default, required, entry);
  } else {
    const names = Object.keys(required).sort();
    assert.notEqual(names.length, 0, entry);
    assert.deepEqual(Object.keys(await import(entry)).sort(), names, entry);
  }
}
console.log(process.version);
