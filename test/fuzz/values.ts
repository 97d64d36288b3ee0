import type { Draws } from "./draws.js";

/** Values of every kind. All content is marked, so that a leak of it is detected in the output. */

/** Part of every handle and of every string that is not a name of the domain. */
export const MARK = "s3cret";
export const MARKED_NUMBER = 8675309;
/**
 * Matches leaked content. The number must not be part of a longer one, which may have the same digits by chance: one
 * request id in 10 million did.
 */
export const LEAK = /s3cret|(?<!\d)8675309(?!\d)/i;

/** Names through which code could reach a prototype. */
export const PROTOTYPE_NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
const MEMBER_NAMES =
  "requestHandle status statusMessage type at message result state requestId earlierHandles attempt".split(" ");
const NAMES = [...MEMBER_NAMES, ...PROTOTYPE_NAMES, MARK, "", "0", "length", "toJSON", "then"];

const TEXTS = [
  "",
  MARK,
  `${MARK}\ud800`,
  `\udfff${MARK}`,
  `${MARK}\u0000`,
  `\u202e${MARK}`,
  `😀${MARK}`,
  " ",
  "1",
  "null",
  "SUCCESS",
  "success ",
  "PAUSED",
  "constructor",
  "__proto__",
  "start",
  "xstate.stop",
];

const NUMBERS = [0, 1, -1, MARKED_NUMBER, -MARKED_NUMBER, 0.8675309, 16, 17, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e300];

export const text = (draws: Draws): string => draws.pick(TEXTS);

/** Defines an own member, even if its name is `__proto__`, as JSON.parse does. */
export function ownMember(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** Returns any value that JSON.parse can return. */
export function anyJson(draws: Draws, depth = 3): unknown {
  switch (draws.below(depth > 0 ? 6 : 4)) {
    case 0:
      return null;
    case 1:
      return draws.chance(50);
    case 2:
      return draws.pick(NUMBERS);
    case 3:
      return text(draws);
    case 4:
      return Array.from({ length: draws.below(4) }, () => anyJson(draws, depth - 1));
    default:
      return anyObject(draws, depth - 1);
  }
}

export function anyObject(draws: Draws, depth = 2): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (let left = draws.below(5); left > 0; left -= 1) ownMember(made, draws.pick(NAMES), anyJson(draws, depth));
  return made;
}

class Instance {
  status = "SUCCESS";
  get requestHandle() {
    return MARK;
  }
}

/** Created once, since they are large. Frozen at the top level, so that `freeze` does not traverse them. */
const LARGE = {
  text: `${MARK} `.repeat(150_000),
  digits: "1".repeat(1_000_000),
  bigint: 10n ** 5000n,
  array: Object.freeze(Array<string>(100_000).fill(MARK)),
  sparse: Object.freeze(Object.assign([], { length: 2 ** 32 - 1 })),
  deep: Object.freeze(JSON.parse("[".repeat(50_000) + "]".repeat(50_000))),
};

const MAKERS: readonly ((draws: Draws) => unknown)[] = [
  () => undefined,
  anyJson,
  () => Number.NaN,
  () => -0,
  (draws) => (draws.chance(50) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY),
  (draws) => draws.pick([0n, 1n, -1n, BigInt(MARKED_NUMBER), 2n ** 63n, LARGE.bigint]),
  (draws) => draws.pick([Symbol(MARK), Symbol.iterator, Symbol.for("status")]),
  (draws) => draws.pick([() => MARK, class {}, async () => MARK, Function.prototype]),
  (draws) => Object.assign(new Array(draws.below(20)), { 3: MARK }),
  (draws) => new String(text(draws)),
  () => new Number(1),
  () => new Boolean(true),
  () => Object(1n),
  (draws) => new Date(draws.pick([0, Number.NaN])),
  (draws) => new Uint8Array(draws.below(4)),
  () => new Float64Array([Number.NaN]),
  () => new ArrayBuffer(1),
  () => new Map([["status", "SUCCESS"]]),
  () => new Set([MARK]),
  () => new WeakMap(),
  () => /s3cret/g,
  () => new Error(MARK),
  () => Promise.resolve(MARK),
  () => new Instance(),
  (draws) => Object.assign(Object.create(null), anyObject(draws)),
  (draws) => Object.create(anyObject(draws)),
  (draws) => Object.defineProperty({}, draws.pick(NAMES), { get: () => MARK, enumerable: true }),
  (draws) => draws.pick(Object.values(LARGE)),
  () => Array.prototype,
];

/** Returns any JavaScript value, including JSON. */
export const anyValue = (draws: Draws): unknown => draws.pick(MAKERS)(draws);
