import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The project as it is mutated: in a folder of its own, so that nothing here is touched. */

const PARTS = ["src", "test", "docs", "package.json", "tsconfig.json", "README.md", "CHANGELOG.md"];

/** Files as they are, and of a folder all that are in it or below. */
export const sourcesOf = (paths: readonly string[]): readonly string[] => paths.flatMap(filesAt).toSorted();

const filesAt = (path: string): readonly string[] =>
  path.endsWith(".ts")
    ? [path]
    : readdirSync(path, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => `${path}/${name}`);

/**
 * Goes into a copy of the project, and gives back how to leave it and take it away. Stryker leaves alone what stands
 * `as const`, because a type could break, and that would be the chart. Here types are not checked, so the two words go.
 */
export function copyToMutate(): () => void {
  const home = process.cwd();
  const copy = mkdtempSync(join(tmpdir(), "mutation-"));
  for (const part of PARTS)
    cpSync(part, join(copy, part), { recursive: true, filter: (path) => !path.includes("node_modules") });
  symlinkSync(join(home, "node_modules"), join(copy, "node_modules"));
  process.chdir(copy);
  for (const file of sourcesOf(["src"])) writeFileSync(file, readFileSync(file, "utf8").replaceAll(" as const", ""));
  return () => {
    process.chdir(home);
    rmSync(copy, { recursive: true });
  };
}
