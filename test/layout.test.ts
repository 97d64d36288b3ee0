import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const MADE = ["coverage", "dist", "node_modules"];

test("the top level has these and no others, dotfiles and what is made apart", () => {
  const found = readdirSync(root).filter(
    (name) => !name.startsWith(".") && !name.endsWith(".tgz") && !MADE.includes(name),
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
    ].sort(),
  );
});

test("only the machine imports XState, only the testing entry fast-check, and the library imports nothing else but itself", () => {
  const files = readdirSync(new URL("src/", root), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const imports = files.flatMap((file) =>
    [...readFileSync(new URL(`src/${file}`, root), "utf8").matchAll(/(?:from|import)\s*\(?"([^"]+)"/g)]
      .filter(([, name = ""]) => !/^[.]{1,2}\//.test(name))
      .map(([, name]) => `${file} imports ${name}`),
  );
  expect(imports.sort()).toEqual([
    "machine.ts imports xstate",
    "testing/arbitraries.ts imports fast-check",
    "testing/conformance.ts imports fast-check",
    "testing/records.ts imports fast-check",
  ]);
});

test("nothing of the library imports the testing entry", () => {
  const files = readdirSync(new URL("src/", root)).filter((file) => file.endsWith(".ts") && file !== "testing.ts");
  expect(files.length).toBeGreaterThan(10);
  for (const file of files)
    expect(readFileSync(new URL(`src/${file}`, root), "utf8"), file).not.toMatch(/from "\.\/testing/);
});

test("the lock file says what is installed and not where from", () => {
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
