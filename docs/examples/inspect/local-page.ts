import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";

/** Bundles the page beside this file and serves it on the loopback interface, without a network. */

const PAGE = join(import.meta.dirname, "page");

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, entry)],
    bundle: true,
    write: false,
    target: "es2023",
    loader: { ".svg": "text" },
  });
  return outputFiles[0]?.text ?? "";
}

export async function serveLocalPage(): Promise<{ readonly url: string; readonly server: Server }> {
  const [html, script, style] = await Promise.all([
    readFile(join(PAGE, "index.html"), "utf8"),
    bundle("main.ts"),
    bundle("page.css"),
  ]);
  const files = new Map([
    ["/", { type: "text/html", text: html }],
    ["/main.js", { type: "text/javascript", text: script }],
    ["/page.css", { type: "text/css", text: style }],
  ]);
  const server = createServer(({ url = "/" }, response) => {
    const file = files.get(url);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": `${file.type}; charset=utf-8` }).end(file.text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
