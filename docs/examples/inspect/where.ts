import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** Where a story is shown: in Stately's own inspector, or, with no network, on the page beside this file. */

export const HOSTED = "https://stately.ai/inspect";

const TYPES = { html: "text/html", js: "text/javascript", css: "text/css" };
const FILES = new Map(
  (["index.html", "style.css", "page.js", "arrivals.js"] as const).map((name) => {
    const type = TYPES[name.split(".")[1] as keyof typeof TYPES];
    return [
      name === "index.html" ? "/" : `/${name}`,
      { type, text: readFileSync(join(import.meta.dirname, "page", name)) },
    ];
  }),
);

/** The local page, on this computer alone. */
export async function serveLocalPage(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer(({ url = "/" }, response) => {
    const file = FILES.get(url);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": `${file.type}; charset=utf-8` }).end(file.text);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}

/** Whether anything answers there, and soon: to a program it may be a refusal where a browser gets a page. */
export async function answers(url: string, patience = 3000): Promise<boolean> {
  try {
    const { body } = await fetch(url, { signal: AbortSignal.timeout(patience) });
    await body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** A port that nobody listens on. The relay wants to be told one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
