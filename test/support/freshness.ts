import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const at = (path: string) => join(import.meta.dirname, "../..", path);

/** Returns "up to date" or the remedy. Whole pages are not compared: their difference would fill the screen. */
export const freshnessOf = (path: string, generated: string): string =>
  existsSync(at(path)) && readFileSync(at(path), "utf8") === generated ? "up to date" : "stale: run npm run docs";
