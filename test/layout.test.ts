import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const BUILD_RESULTS = ["coverage", "dist", "node_modules"];

test("the top level has only these files and folders, besides dotfiles and build results", () => {
  const found = readdirSync(root).filter(
    (name) => !name.startsWith(".") && !name.endsWith(".tgz") && !BUILD_RESULTS.includes(name),
  );
  expect(found.sort()).toEqual(
    [
      "package.json",
      "package-lock.json",
      "tsconfig.json",
      "src",
      "test",
      "docs",
      "README.md",
      "CHANGELOG.md",
      "LICENSE",
      "tsup.config.ts",
    ].sort(),
  );
});

describe("the imports of src", () => {
  /** Each folder may import the folders before it. The entries in src itself only re-export. */
  const FOLDERS = ["lifecycle", "input", "apply", "http", "index.ts", "fetch", "xstate", "analysis", "testing"];
  const ENTRIES = ["index.ts", "machine.ts", "inspect.ts", "fetch.ts", "analysis.ts", "testing.ts"];
  const IMPORT = /^(?:(?:import|export)\b.*|\}) from "([^"]+)";$/gm;

  const source = (file: string) => readFileSync(new URL(`src/${file}`, root), "utf8");
  const files = readdirSync(new URL("src/", root), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  /** Type imports count too. */
  const imports = new Map(
    files.map((file) => [file, [...source(file).matchAll(IMPORT)].map(([, name = ""]) => resolveImport(file, name))]),
  );

  function resolveImport(file: string, name: string): string {
    return name.startsWith(".") ? join(dirname(file), name).replace(/\.js$/, ".ts") : name;
  }

  const rankOf = (file: string) => FOLDERS.indexOf(file.split("/")[0]!);

  test("point in one direction: a folder imports only those before it", () => {
    for (const [file, names] of imports) {
      if (ENTRIES.includes(file)) continue;
      expect(rankOf(file), `${file} is in none of ${FOLDERS}`).toBeGreaterThanOrEqual(0);
      for (const name of names.filter((imported) => files.includes(imported))) {
        expect(rankOf(name), `${file} imports ${name}`).toBeLessThanOrEqual(rankOf(file));
      }
    }
  });

  test("close no cycle", () => {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      expect(path, `${[...path, file].join(" imports ")}`).not.toContain(file);
      if (done.has(file)) return;
      for (const name of imports.get(file) ?? []) visit(name, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
  });

  test("name no package but xstate in xstate/ and fast-check in testing/", () => {
    for (const [file, names] of imports) {
      const folder = file.split("/")[0]!;
      const allowed = folder === "xstate" ? ["xstate"] : folder === "testing" ? ["fast-check"] : [];
      const packages = names.filter((name) => !files.includes(name));
      expect(
        packages.filter((name) => !allowed.includes(name)),
        file,
      ).toEqual([]);
    }
  });

  test("leave the entries with nothing but exports", () => {
    for (const entry of ENTRIES.filter((file) => files.includes(file))) {
      const code = source(entry).replace(/\/\*[\s\S]*?\*\//g, "");
      expect(code.replace(/export (type )?(\*|\{[^}]*\}) from "[^"]+";/g, "").trim(), entry).toBe("");
    }
  });
});

test("the lock file has checksums and no download addresses", () => {
  const lock = JSON.parse(readFileSync(new URL("package-lock.json", root), "utf8"));
  const packages = Object.entries<{ integrity?: string; resolved?: string }>(lock.packages).filter(
    ([path]) => path !== "",
  );
  expect(packages.length).toBeGreaterThan(100);
  for (const [path, { integrity, resolved }] of packages) {
    expect(integrity, path).toMatch(/^sha512-/);
    expect(resolved, path).toBeUndefined();
  }
});
