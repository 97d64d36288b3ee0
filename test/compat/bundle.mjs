import { rename } from "node:fs/promises";
import { promisify } from "node:util";

/** Copied to a consumer: `node bundle.mjs BUNDLER ENTRY OUTPUT` bundles an entry into one ES module, minified. */

const BUNDLERS = {
  async esbuild(entry, output) {
    const { build } = await import("esbuild");
    await build({ entryPoints: [entry], outfile: output, bundle: true, minify: true, format: "esm" });
  },
  async vite(entry, output) {
    const { build } = await import("vite");
    const lib = { entry, formats: ["es"], fileName: () => "bundle.mjs" };
    await build({ configFile: false, logLevel: "error", build: { lib, outDir: "vite", minify: true } });
    await rename("vite/bundle.mjs", output);
  },
  async webpack(entry, output) {
    const { default: webpack } = await import("webpack");
    const stats = await promisify(webpack)({
      mode: "production",
      target: ["web", "es2022"],
      entry: `./${entry}`,
      output: { path: import.meta.dirname, filename: output, module: true },
      experiments: { outputModule: true },
      performance: { hints: false },
    });
    if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
  },
};

const [, , bundler, entry, output] = process.argv;
await BUNDLERS[bundler](entry, output);
