import type { JobRequest, RequestState } from "../index.js";

/** Who sends an input, as a handle in the records of positions. */
export const LATEST = "latest";
export const EARLIER = "earlier";
export const OTHER = "other";
export const MISSING = "";
export type Sender = typeof LATEST | typeof EARLIER | typeof OTHER | typeof MISSING;

/** What guards read of a record, except its handles, counts and time. There are a few hundred positions. */
export interface Position {
  /** A record in this position, so that the library's own functions can be applied to it. */
  readonly record: JobRequest;
  /** Whether the job may have been seen later than the known time. */
  readonly seenLater: boolean;
  /** Its bit in sets. */
  readonly bit: bigint;
}

/** A set of positions. Equal sets are the same object, unless the cache was cleared between. */
export interface Positions {
  readonly bits: bigint;
  readonly members: readonly Position[];
  readonly states: readonly RequestState[];
}

const MAX_CACHED = 10_000;

/** Returns the cached value, or computes it. Clears the cache when it is full. */
export function cached<Key, Value>(cache: Map<Key, Value>, key: Key, compute: () => Value): Value {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const value = compute();
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, value);
  return value;
}

const byKey = new Map<string, Position>();

export function positionOf(record: JobRequest, seenLater = false): Position {
  const { state, reportedStatus, executableState, errorType, timedOut } = record;
  const [hasStarted, isTimed] = [record.requestHandle !== null, record.cancelSeenAt !== null];
  const key = [state, reportedStatus, executableState, errorType, timedOut, hasStarted, isTimed, seenLater].join();
  const known = byKey.get(key);
  if (known !== undefined) return known;
  const handles = { requestHandle: hasStarted ? LATEST : null, earlierHandles: hasStarted ? [EARLIER] : [] };
  const counts = { attempt: hasStarted ? 1 : 0, retries: 1, retriedCount: 0, cancelSeenAt: isTimed ? 0 : null };
  const position = { record: { ...record, ...handles, ...counts }, seenLater, bit: 1n << BigInt(byKey.size) };
  byKey.set(key, position);
  return position;
}

const sets = new Map<bigint, Positions>();

export const positionsWith = (bits: bigint): Positions =>
  cached(sets, bits, () => {
    const members = [...byKey.values()].filter(({ bit }) => (bits & bit) !== 0n);
    return { bits, members, states: [...new Set(members.map(({ record }) => record.state))] };
  });

export const setOf = (members: readonly Position[]): Positions =>
  positionsWith(members.reduce((bits, { bit }) => bits | bit, 0n));

/** A cache for each owner. */
export function cacheBy<Owner extends Position | Positions, Value>() {
  const caches = new WeakMap<Owner, Map<string, Value>>();
  return (owner: Owner, key: string, compute: () => Value): Value => {
    let cache = caches.get(owner);
    if (cache === undefined) {
      cache = new Map();
      caches.set(owner, cache);
    }
    return cached(cache, key, compute);
  };
}

type NonEmpty<Value> = readonly [Value, ...Value[]];

/** The values in groups with equal keys. */
export function groupsOf<Value>(values: readonly Value[], keyOf: (value: Value) => string): readonly NonEmpty<Value>[] {
  const groups = new Map<string, [Value, ...Value[]]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}
