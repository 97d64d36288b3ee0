import { createHmac, hash, randomBytes } from "node:crypto";

/**
 * Request handles: fencing tokens of 256 bits, made by a keyed hash of a random seed. The outbox stores the seed until
 * the job has been called, so that any server can make the call after a crash. The key is only on the servers, and the
 * database only has hashes of handles: a copy of the database cannot report for a job.
 */
export interface Handles {
  create(): { readonly seed: string; readonly handle: string };
  fromSeed(seed: string): string;
}

export const randomToken = (): string => randomBytes(32).toString("base64url");

export const MIN_KEY_BYTES = 16;

/** Makes a handle recognizable in any text: redaction needs no list of handles, and covers those of other requests. */
const PREFIX = "handle_";
const HANDLE = /handle_[\w-]{43}/g;

export function createHandles(key: string): Handles {
  const fromSeed = (seed: string) => PREFIX + createHmac("sha256", key).update(seed).digest("base64url");
  return {
    fromSeed,
    create() {
      const seed = randomToken();
      return { seed, handle: fromSeed(seed) };
    },
  };
}

/** The stored form of a handle. Any value that is not a non-empty string stays unchanged, for the library to reject. */
export const hashHandle = <Value>(handle: Value): Value | string =>
  typeof handle === "string" && handle !== "" ? hash("sha256", handle) : handle;

/** Linear in the length of the text. */
export const redactHandles = (text: string): string => text.replaceAll(HANDLE, "***");
