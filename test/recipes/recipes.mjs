import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { bin, run, writeTsconfig } from "../package/consumers.mjs";

/** The commands that compile and start each file of docs/examples/recipes, in a folder with its packages installed. */

const COMMON = { module: "NodeNext", rewriteRelativeImportExtensions: true, lib: ["ES2023"], skipLibCheck: true };

async function compile(folder, file, types, options = { noEmit: true }) {
  writeTsconfig(folder, `${file}.json`, { ...COMMON, types, ...options }, [file]);
  await run(folder, bin("tsc"), "-p", `${file}.json`);
}

/** Compiled by TypeScript, and run by Node. */
const onNode = (name, ...packages) => ({
  name,
  packages: ["@types/node@20", ...packages],
  async prepare(folder) {
    await compile(folder, `${name}.ts`, ["node"], { outDir: "compiled", experimentalDecorators: true });
    return [process.execPath, join("compiled", `${name}.js`)];
  },
});

const NODE_SERVER = "@hono/node-server@2";

const next = {
  name: "next",
  packages: ["next@16", "react@19", "react-dom@19", "@types/node@20", "@types/react@19", "typescript@5.9"],
  async prepare(folder, port) {
    const route = join(folder, "app/ess/rest/scheduler/v1/requests/[requestId]/[operation]");
    mkdirSync(route, { recursive: true });
    cpSync(join(folder, "next.ts"), join(route, "route.ts"));
    writeFileSync(
      join(folder, "app/layout.tsx"),
      "export default ({ children }) => <html><body>{children}</body></html>;",
    );
    writeFileSync(join(folder, "next.config.mjs"), `export default { turbopack: { root: import.meta.dirname } };\n`);
    const compilerOptions = { strict: true, module: "ESNext", moduleResolution: "bundler", skipLibCheck: true };
    const options = { ...compilerOptions, noEmit: true, allowImportingTsExtensions: true, jsx: "preserve" };
    const tsconfig = {
      compilerOptions: { ...options, noImplicitAny: false },
      include: ["app"],
      exclude: ["node_modules"],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(tsconfig));
    await run(folder, "node_modules/.bin/next", "build");
    return [process.execPath, "node_modules/next/dist/bin/next", "start", "--port", String(port)];
  },
};

const bun = {
  name: "bun",
  packages: ["bun@1", "@types/bun@1"],
  async prepare(folder) {
    await run(join(folder, "node_modules/bun"), process.execPath, "install.js");
    await compile(folder, "bun.ts", ["bun"]);
    return ["node_modules/.bin/bun", "bun.ts"];
  },
};

const deno = {
  name: "deno",
  packages: ["deno@2"],
  async prepare(folder) {
    await run(folder, "node_modules/.bin/deno", "check", "deno.ts");
    return ["node_modules/.bin/deno", "run", "--allow-net", "--allow-env=PORT", "deno.ts"];
  },
};

/** The configuration of workerd for one module that listens on a port. */
export const workerdConfig = (module, port) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [(name = "worker", esModule = embed "${module}")],
    compatibilityDate = "2026-01-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
`;

const workerd = {
  name: "workerd",
  packages: ["workerd@1", "@cloudflare/workers-types@4"],
  async prepare(folder, port) {
    await compile(folder, "workerd.ts", ["@cloudflare/workers-types"]);
    const outfile = join(folder, "worker.mjs");
    await build({ entryPoints: [join(folder, "workerd.ts")], outfile, bundle: true, format: "esm", logLevel: "error" });
    writeFileSync(join(folder, "worker.capnp"), workerdConfig("worker.mjs", port));
    return ["node_modules/.bin/workerd", "serve", "worker.capnp"];
  },
};

/** `prepare` returns the command that listens on the port (also in the environment variable PORT). */
export const RECIPES = [
  onNode("node-http", NODE_SERVER),
  onNode("hono", NODE_SERVER, "hono@4"),
  onNode("express", NODE_SERVER, "express@5", "@types/express@5"),
  onNode("fastify", NODE_SERVER, "fastify@5"),
  onNode(
    "nest",
    NODE_SERVER,
    ...["common", "core", "platform-express"].map((name) => `@nestjs/${name}@11`),
    "reflect-metadata@0.2",
    "rxjs@7",
  ),
  next,
  bun,
  deno,
  workerd,
];
