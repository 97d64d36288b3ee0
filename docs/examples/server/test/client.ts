import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";

/** A client that sends exactly what it is given, over connections that it keeps. */

export const TOKEN = "token-for-the-tests";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  readonly body: any;
}

export interface Sending {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** An object is sent as JSON; text and bytes as they are. */
  readonly body?: unknown;
}

export type Client = ReturnType<typeof clientFor>;

/** Closes idle connections before the server does, which might be just when they are used again. */
const MAX_IDLE_MS = 2_500;

export function clientFor(requestsUrl: string, maxSockets = 64) {
  const agent = new Agent({ keepAlive: true, maxSockets, timeout: MAX_IDLE_MS });

  async function send(path: string, { method = "POST", headers = {}, body }: Sending = {}): Promise<Answer> {
    const isRaw = typeof body === "string" || body instanceof Uint8Array;
    const bytes = body === undefined ? undefined : Buffer.from(isRaw ? (body as string) : JSON.stringify(body));
    const type = bytes && { "content-type": "application/json", "content-length": String(bytes.length) };
    const url = path.startsWith("http") ? path : `${requestsUrl}${path}`;
    const sent = request(url, { method, agent, headers: { ...type, ...headers } });
    sent.end(bytes);
    const [response]: [IncomingMessage] = (await once(sent, "response")) as [IncomingMessage];
    const read = await text(response);
    const isJson = /json/.test(response.headers["content-type"] ?? "");
    return { status: response.statusCode ?? 0, headers: response.headers, body: isJson ? JSON.parse(read) : read };
  }
  const operator = { authorization: `Bearer ${TOKEN}` };

  return {
    send,
    report: (id: string, body: unknown) => send(`/${id}/executionStatus`, { body }),
    checkIn: (id: string, requestHandle: unknown) => send(`/${id}/checkInCancelling`, { body: { requestHandle } }),
    operate: (path: string, body?: unknown) => send(path, { headers: operator, body }),
    read: (path: string) => send(path, { method: "GET", headers: operator }),
    close: () => agent.destroy(),
  };
}

/** Asks until there is an answer. The limit only keeps a test from hanging for ever. */
export async function until<Value>(
  what: string,
  ask: () => Promise<Value | undefined | false>,
  seconds = 180,
): Promise<Value> {
  const end = Date.now() + seconds * 1_000;
  while (Date.now() < end) {
    const value = await ask();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Not within ${seconds} seconds: ${what}`);
}
