import { createHmac, hash, randomBytes } from "node:crypto";

/**
 * A handle is 256 bits that nobody can guess: a keyed hash of a random seed. The outbox keeps the seed until the job has been
 * called, so that any server can do that after a crash; only the servers have the key. So neither the database nor a copy of
 * it can report for a job.
 */
export interface Handles {
  fresh(): { readonly seed: string; readonly handle: string };
  of(seed: string): string;
}

export const random = (): string => randomBytes(32).toString("base64url");

/** In bytes, of the key. */
export const MIN_KEY = 16;

export function createHandles(key: string): Handles {
  const of = (seed: string) => createHmac("sha256", key).update(seed).digest("base64url");
  return {
    of,
    fresh() {
      const seed = random();
      return { seed, handle: of(seed) };
    },
  };
}

/** What is stored for a handle. Whatever is none stays what it is, for the library to refuse. */
export const hashed = <Value>(handle: Value): Value | string =>
  typeof handle === "string" && handle !== "" ? hash("sha256", handle) : handle;

const MIN_SECRET = 16;

const MASK = "***";

/** A job that repeats its handle in a text does not get it stored by that. */
export const masked = (text: string, handle = ""): string =>
  handle.length >= MIN_SECRET ? text.replaceAll(handle, MASK) : text;

/** 256 bits in base64url; and what could hold that many, for other letters of base64url may stand right beside a handle. */
const LENGTH = 43;
const RUNS = /[\w-]{43,}/g;

/** The text, with a mask for every handle that has one of these hashes. */
export const withoutHandles = (text: string, hashes: ReadonlySet<string | null>): string =>
  text.replaceAll(RUNS, (run) => {
    let [shown, from] = ["", 0];
    for (let at = 0; at + LENGTH <= run.length; at += 1) {
      if (!hashes.has(hash("sha256", run.slice(at, at + LENGTH)))) continue;
      shown += run.slice(from, at) + MASK;
      from = at + LENGTH;
      at = from - 1;
    }
    return shown + run.slice(from);
  });
