import { readFileSync } from "node:fs";
import { vectorCases } from "./vectors-cases.js";
import { VECTORS_FORMAT } from "./vectors-format.js";
import { DEFAULTS } from "./vectors-records.js";

/** docs/vectors/vectors.json: the lifecycle as cases that any language can run. */

/** Reads the addresses from the page of decisions, so that there is one list. */
function sources(): Readonly<Record<string, string>> {
  const page = readFileSync(new URL("../decisions.md", import.meta.url), "utf8");
  const addresses = [...page.matchAll(/^- \[([A-Z_]+)\] \[.+?\]\((https:[^)]+)\)/gm)];
  return Object.fromEntries(addresses.map(([, key, url]) => [key, url]));
}

/** One case a line, so that a change of a case is a change of one line. */
const listed = (cases: readonly unknown[]): string => cases.map((item) => `    ${JSON.stringify(item)}`).join(",\n");

export function vectorsFile(): string {
  const head = {
    $schema: "./vectors.schema.json",
    format: VECTORS_FORMAT,
    provenance: {
      documented: "documented by Oracle",
      inferred: "inferred from what Oracle documents",
      assumed: "assumed by this library",
    },
    sources: sources(),
    defaults: DEFAULTS,
  };
  const text = JSON.stringify({ ...head, cases: [] }, null, 2);
  return `${text.replace('"cases": []', () => `"cases": [\n${listed(vectorCases())}\n  ]`)}\n`;
}
