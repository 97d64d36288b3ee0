import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInspectorServer } from "@statelyai/inspect/server";

/** Stately's relay: a WebSocket server, and a page that embeds an inspector. */

export const HOSTED = "https://stately.ai/inspect";

export interface RelayOptions {
  readonly port: number;
  /** The network interface. Default: localhost, so that no other computer can read the records. */
  readonly host?: string;
  /** The inspector to embed. */
  readonly url?: string;
  readonly autoOpen: boolean;
}

/**
 * The relay has no option for the interface, and without one Node listens on all of them. It passes `port` to
 * `server.listen`, which takes an object with a host as well; elsewhere it uses `port` as text.
 */
export function startRelay({ port, host = "localhost", ...options }: RelayOptions): { stop(): void } {
  const address = { port, host, toString: () => String(port) };
  return createInspectorServer({ ...options, port: address as unknown as number });
}

/** Whether a server answers soon. An error status counts: a program can be refused where a browser gets the page. */
export async function answers(url: string, milliseconds = 3000): Promise<boolean> {
  try {
    const { body } = await fetch(url, { signal: AbortSignal.timeout(milliseconds) });
    await body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/** The relay cannot choose a port by itself. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
