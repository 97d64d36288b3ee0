import fc from "fast-check";
import { HOSTILE, secret } from "../support/boundary.js";

/** Values of every kind. All content is marked, so that SECRET finds it in an answer. */

export const MARK = "SECRET";

/** A value that only its own code could show. It is made when the case runs, and shown as a label. */
export class Labelled {
  constructor(
    readonly make: () => unknown,
    readonly label: string,
    /** The valid members that the value is made of. */
    readonly members?: object,
  ) {}

  [fc.toStringMethod](): string {
    return `<${this.label}>${this.members === undefined ? "" : ` ${fc.stringify(this.members)}`}`;
  }
}

/** Makes the value itself if it is labelled, and its members that are. */
export function made(drawn: unknown): unknown {
  if (drawn instanceof Labelled) return drawn.make();
  if (typeof drawn !== "object" || drawn === null) return drawn;
  if (!Object.values(drawn).some((value) => value instanceof Labelled)) return drawn;
  return Object.fromEntries(Object.entries(drawn).map(([name, value]) => [name, made(value)]));
}

/** Names through which code could reach a prototype. */
export const PROTOTYPE_NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];
const MEMBER_NAMES =
  "requestHandle status statusMessage type at message result state requestId earlierHandles attempt".split(" ");
const names = fc.constantFrom(...MEMBER_NAMES, ...PROTOTYPE_NAMES, MARK, "", "0", "length", "toJSON", "then");

export const text = fc.constantFrom(
  ...["", MARK, `${MARK}\ud800`, `\udfff${MARK}`, `${MARK}\u0000`, `\u202e${MARK}`, `😀${MARK}`],
  ...[" ", "1", "null", "SUCCESS", "success ", "PAUSED", "constructor", "__proto__", "start", "xstate.stop"],
);
const number = fc.constantFrom(0, 1, -1, 8675309, -8675309, 0.8675309, 16, 17, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e300);

const JSON_VALUES = { key: names, values: [fc.constant(null), fc.boolean(), number, text], maxDepth: 2, maxKeys: 4 };

/** Any value that JSON.parse can return. */
export const anyJson = fc.anything(JSON_VALUES);
export const anyObject = fc.dictionary(names, anyJson, { maxKeys: 4 });

const LABELLED: Readonly<Record<string, unknown>> = {
  ...HOSTILE,
  "a text of a million characters": `${MARK} `.repeat(150_000),
  "a million digits": "1".repeat(1_000_000),
  "a bigint of 5,001 digits": 10n ** 5000n,
  "an array of 100,000 texts": Array<string>(100_000).fill(MARK),
  "an array of the greatest length": Object.assign([], { length: 2 ** 32 - 1 }),
  "an accessor beside an inherited member": Object.create(
    { status: "SUCCESS" },
    { requestHandle: { get: () => MARK } },
  ),
  "a promise": Promise.resolve(MARK),
  "Array.prototype": Array.prototype,
  "Function.prototype": Function.prototype,
};

/** Any JavaScript value, including JSON. */
export const anyValue = fc.oneof(
  anyJson,
  secret,
  fc.constantFrom<unknown>(undefined, -0, Number.NaN, 0n, 1n, 2n ** 63n, Symbol.iterator, Symbol.for("status")),
  fc.constantFrom(...Object.entries(LABELLED).map(([label, value]) => new Labelled(() => value, label))),
  fc.anything({
    ...JSON_VALUES,
    maxDepth: 1,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
);
