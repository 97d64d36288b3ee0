import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Plugin } from "esbuild";
import { defineConfig, type Options } from "tsup";
import ts from "typescript";

/**
 * The build. The main entry is one file, which loads faster than chunks. The other entries import it and share chunks
 * among themselves. The output is not minified, so that stack traces can be read: minifying is up to the application.
 */

const entries: Record<string, string> = Object.fromEntries(
  readdirSync("src")
    .filter((file) => file.endsWith(".ts"))
    .map((file) => [file.replace(/\.ts$/, ""), `src/${file}`]),
);
const { index = "", ...others } = entries;

const COMPUTED = new Set([
  ts.SyntaxKind.CallExpression,
  ts.SyntaxKind.NewExpression,
  ts.SyntaxKind.SpreadElement,
  ts.SyntaxKind.SpreadAssignment,
  ts.SyntaxKind.TemplateExpression,
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.ElementAccessExpression,
]);

/** Returns whether an expression runs code when it is evaluated, so that a bundler cannot tell that it is unused. */
const isComputed = (node: ts.Node): boolean =>
  !ts.isFunctionLike(node) &&
  !ts.isTypeNode(node) &&
  (COMPUTED.has(node.kind) || ts.forEachChild(node, (child) => isComputed(child) || undefined) === true);

/** Wraps every computed constant of a module in a function call that is marked as pure. Adds no lines. */
function markConstants(path: string, text: string): string {
  const initializers = ts
    .createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ initializer }) => (initializer !== undefined && isComputed(initializer) ? [initializer] : []));
  return initializers.reduceRight((marked, node) => {
    const [start, end] = [node.getStart(), node.end];
    return `${marked.slice(0, start)}/* @__PURE__ */ (() => (${marked.slice(start, end)}))()${marked.slice(end)}`;
  }, text);
}

/**
 * Makes the library tree-shakable: loading a module of src has no side effects, so a bundler may drop every constant that
 * is not used. The linter checks that the sources are pure.
 */
const pureConstants: Plugin = {
  name: "pure-constants",
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, async ({ path }) => ({
      contents: markConstants(path, await readFile(path, "utf8")),
      loader: "ts",
    }));
    // The source maps contain the sources as they are written, without the marks.
    build.onEnd(async ({ outputFiles = [] }) => {
      for (const file of outputFiles.filter(({ path }) => path.endsWith(".map"))) {
        const map: { sources: string[]; sourcesContent: string[] } = JSON.parse(file.text);
        const folder = dirname(file.path);
        map.sourcesContent = await Promise.all(map.sources.map((source) => readFile(resolve(folder, source), "utf8")));
        file.contents = new TextEncoder().encode(JSON.stringify(map));
      }
    });
  },
};

const mainEntryIsExternal: Plugin = {
  name: "main-entry-is-external",
  setup(build) {
    // Not by `format`: tsup splits CommonJS as ES modules first.
    const extension = build.initialOptions.outExtension?.[".js"] ?? ".js";
    const path = `./index${extension}`;
    build.onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path, external: true }));
  },
};

const shared: Options = { target: "node20", silent: true };
const code: Options = { ...shared, format: ["esm", "cjs"], sourcemap: true, treeshake: false };

export default defineConfig([
  { ...code, entry: { index }, splitting: false, esbuildPlugins: [pureConstants] },
  { ...code, entry: others, splitting: true, esbuildPlugins: [mainEntryIsExternal, pureConstants] },
  { ...shared, entry: entries, format: "esm", dts: { only: true } },
]);
