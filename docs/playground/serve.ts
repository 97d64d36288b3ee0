import { dirname } from "node:path";
import { context } from "esbuild";
import { buildPage } from "./build.js";

/** `npm run playground`: builds the page and serves it on the loopback interface. An argument sets the port. */

const [port] = process.argv.slice(2).map(Number);
const { path } = await buildPage();
const server = await context({});
const { port: served } = await server.serve({ host: "127.0.0.1", servedir: dirname(path), ...(port && { port }) });
console.log(`http://127.0.0.1:${served}/\n\nor open ${path}`);
