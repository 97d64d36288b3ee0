import { createHash, createHmac, randomBytes } from "node:crypto";

/**
 * A handle is 256 bits that nobody can guess: a keyed hash of a random seed. The outbox keeps the seed until the job has been
 * called, so that any server can do that after a crash; only the servers have the key. So neither the database nor a copy of
 * it can report for a job.
 */
export interface Handles {
  fresh(): { readonly seed: string; readonly handle: string };
  of(seed: string): string;
}

export function handlesFrom(key: string): Handles {
  const of = (seed: string) => createHmac("sha256", key).update(seed).digest("base64url");
  return {
    of,
    fresh() {
      const seed = randomBytes(32).toString("base64url");
      return { seed, handle: of(seed) };
    },
  };
}

/** What is stored for a handle. Whatever is none stays what it is, for the library to refuse. */
export const hashed = <Value>(handle: Value): Value | string =>
  typeof handle === "string" && handle !== "" ? createHash("sha256").update(handle).digest("hex") : handle;

const SHORTEST_SECRET = 16;

/** A job that repeats its handle in a text does not get it stored by that. */
export const masked = (text: string, handle = ""): string =>
  handle.length >= SHORTEST_SECRET ? text.replaceAll(handle, "***") : text;
