import { readFileSync } from "node:fs";
import { relative } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";

/** Holds what the tests did not find against the list of mutants that nothing could find. */

export type Mutant = Pick<MutantResult, "fileName" | "location" | "replacement" | "status" | "statusReason">;

/** A mutant that does what the original does, and why. `nth` tells apart those of one line that read alike. */
export interface Equivalent {
  readonly file: string;
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly nth?: number;
  readonly reason: string;
}

/** Of a hundred mutants, so many may be equivalent. */
const MOST_EQUIVALENT = 2;

const keyOf = ({ file, line, from, to, nth = 1 }: Omit<Equivalent, "reason">) =>
  [file, line, from, to, nth].join(" | ");

interface Placed extends Mutant {
  readonly key: string;
  readonly file: string;
}

/** Every mutant with what it changes, in words that stay the same when it moves to another line. */
function placed(mutants: readonly Mutant[]): readonly Placed[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const file = relative(process.cwd(), mutant.fileName);
    const parts = { file, ...changeOf(readFileSync(mutant.fileName, "utf8"), mutant) };
    const nth = (seen.get(keyOf(parts)) ?? 0) + 1;
    seen.set(keyOf(parts), nth);
    return { ...mutant, file, key: keyOf({ ...parts, nth }) };
  });
}

const inOneLine = (text: string) => text.replace(/\s+/g, " ").trim();

function changeOf(source: string, { location: { start, end }, replacement = "" }: Mutant) {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const line = inOneLine(lines[0] ?? "");
  const last = lines.length - 1;
  const cut = lines.map((text, i) =>
    text.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined),
  );
  return { line, from: inOneLine(cut.join("\n")), to: inOneLine(replacement) };
}

/** By counting how often it loops; the clock, which on a slow machine may be chance, gives no reason and proves nothing. */
const isEndless = ({ status, statusReason }: Mutant) => status === "Timeout" && statusReason !== undefined;

const isFound = (mutant: Mutant) => mutant.status === "Killed" || isEndless(mutant);

const MISSES: { readonly [S in Mutant["status"]]?: string } = {
  Survived: "not found",
  NoCoverage: "not found, as no test comes by it",
  Timeout: "undecided, as the time ran out",
};
const missOf = ({ status, statusReason, key }: Placed) => `${MISSES[status] ?? `${status} ${statusReason}`}: ${key}`;

export const EQUIVALENTS: readonly Equivalent[] = JSON.parse(
  readFileSync(new URL("equivalents.json", import.meta.url), "utf8"),
);

/**
 * What the run says, and whether it holds: all that was not found is on the list, and all that is on it was not found.
 *
 * @param files those that were mutated; only then are there mutants enough to say how many may be equivalent, if all were
 */
export function judge(mutants: readonly Mutant[], equivalents: readonly Equivalent[], files?: readonly string[]) {
  const all = placed(mutants);
  const listed = equivalents.filter(({ file }) => files === undefined || files.includes(file)).map(keyOf);
  const missed = all.filter((mutant) => !isFound(mutant));
  const survived = new Set(missed.filter(({ status }) => status === "Survived").map(({ key }) => key));
  const faults = [
    ...missed.filter(({ key }) => !(survived.has(key) && listed.includes(key))).map(missOf),
    ...listed.filter((key) => !survived.has(key)).map((key) => `listed as equivalent, but found or gone: ${key}`),
    ...listed.filter((key, i) => listed.indexOf(key) !== i).map((key) => `listed twice: ${key}`),
  ];
  const tooMany = files === undefined && listed.length * 100 > all.length * MOST_EQUIVALENT;
  if (tooMany) faults.push(`more than ${MOST_EQUIVALENT} in a hundred are listed as equivalent`);
  return { lines: [...tableOf(all), ...faults], isHeld: faults.length === 0 };
}

function tableOf(all: readonly Placed[]): string[] {
  if (all.length === 0)
    return ["There is nothing to mutate: no source that has mutants differs from when all of them held."];
  const files = [...new Set(all.map(({ file }) => file))].toSorted();
  return [
    ...files.map((file) =>
      rowOf(
        file,
        all.filter((mutant) => mutant.file === file),
      ),
    ),
    rowOf("in all", all),
  ];
}

function rowOf(name: string, mutants: readonly Placed[]): string {
  const found = mutants.filter(isFound).length;
  const endless = mutants.filter(isEndless).length;
  const score = ((100 * found) / mutants.length).toFixed(2);
  return `${name}: ${mutants.length} mutants, ${found} found (${endless} of them endless), ${mutants.length - found} not; ${score} %`;
}
