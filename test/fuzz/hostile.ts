import { types } from "node:util";
import fc from "fast-check";
import { mined, revoked } from "../support/boundary.js";
import { anyObject, anyValue, Labelled, MARK, made, PROTOTYPE_NAMES } from "./values.js";

/** Objects that are made of valid members, and try to break or to deceive the code that reads them. */

type Members = Record<string, unknown>;
export type Change = (right: object) => unknown;

/** The name of the member at this place. The places after the last one begin again. */
export function nameAt(members: object, place: number): string {
  const names = Object.keys(members);
  return names[place % names.length] ?? "status";
}

type Make<Choice> = (members: Members, choice: Choice, name: string) => object;

/** Changes a copy of valid members. Many changes are of the member with the given name. */
const change = <Choice>(label: string, choices: fc.Arbitrary<Choice>, make: Make<Choice>) =>
  fc.tuple(choices, fc.nat(15)).map(
    ([choice, place]): Change =>
      (right) => {
        const name = nameAt(right, place);
        const shown = label.replace("NAME", name).replace("CHOICE", () => fc.stringify(choice));
        return new Labelled(() => make({ ...right }, choice, name), shown, right);
      },
  );

function throwMark(): never {
  throw new Error(MARK);
}

/** Returns a different value on each read. */
function unstable(members: Members, answers: readonly unknown[], name: string): object {
  const values = answers.map((answer) => (answer === "its own" ? members[name] : made(answer)));
  let reads = 0;
  return Object.defineProperty(members, name, { get: () => values[reads++ % values.length], enumerable: true });
}

const TRAPS = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf", "isExtensible", "set"] as const;
const none = fc.constant(undefined);
const trap = fc.constantFrom(...TRAPS);

const throwing = (members: Members, traps: readonly string[]) =>
  new Proxy(members, Object.fromEntries(traps.map((name) => [name, throwMark])));

/** Some of the lies break the invariants of proxies, so that the engine itself throws. */
function lying(members: Members, [name, drawn, lies]: [(typeof TRAPS)[number], unknown, boolean]): object {
  const lie = made(drawn) as never;
  const handlers: Required<Pick<ProxyHandler<Members>, (typeof TRAPS)[number]>> = {
    get: (target, member) => (lies ? lie : Reflect.get(target, member)),
    has: () => lies,
    ownKeys: () => (lies ? lie : PROTOTYPE_NAMES),
    getOwnPropertyDescriptor: () => (lies ? { value: lie, configurable: true } : undefined),
    getPrototypeOf: () => (lies ? lie : null),
    isExtensible: () => lies,
    set: () => lies,
  };
  return new Proxy(members, { [name]: handlers[name] });
}

const length = fc.constantFrom<unknown>(0, 1, 17, -1, 0.5, Number.NaN, 2 ** 32, Number.POSITIVE_INFINITY, MARK, 1n);

/** Puts a proxied list with a false length in place of `earlierHandles`, and sometimes of `requestHandle`. */
function lyingList(members: Members, [claimed, isHandle]: [unknown, boolean]): object {
  const get = (list: object, name: PropertyKey) => (name === "length" ? claimed : Reflect.get(list, name));
  const list = new Proxy([MARK], { get });
  return Object.assign(members, { earlierHandles: list, requestHandle: isHandle ? list : MARK });
}

/** The object or one of its members converts itself. */
function converting(members: Members, [into, isMember]: [string, boolean], name: string): object {
  const convert = { status: () => "SUCCESS", itself: () => members }[into] ?? throwMark;
  const methods = { toString: convert, valueOf: convert, toJSON: convert, [Symbol.toPrimitive]: convert };
  return Object.assign(members, isMember ? { [name]: methods } : methods);
}

/** Changes a valid object into one that breaks or deceives its reader. */
export const hostile = fc.oneof(
  change("NAME throws", none, (members, _, name) => mined(members, name)),
  change("NAME returns in turn CHOICE", fc.tuple(fc.oneof(fc.constant("its own"), anyValue), anyValue), unstable),
  change("a revoked proxy", none, revoked),
  change("a proxy that throws on CHOICE", fc.oneof(fc.constant(TRAPS), fc.tuple(trap)), throwing),
  change("a proxy that lies CHOICE", fc.tuple(trap, anyValue, fc.boolean()), lying),
  change("a list with the false length CHOICE", fc.tuple(length, fc.boolean()), lyingList),
  change("NAME is the object", none, (members, _, name) => Object.assign(members, { [name]: members })),
  change("NAME converts CHOICE", fc.tuple(fc.constantFrom("status", "itself", "error"), fc.boolean()), converting),
);

/** Defines an own member, even if its name is `__proto__`, as JSON.parse does. */
const withOwn = (members: object, name: string, value: unknown) =>
  Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });

function accessors(members: Members): object {
  const getters = Object.entries(members).map(([name, value]) => [name, { get: () => value, enumerable: true }]);
  return Object.defineProperties({}, Object.fromEntries(getters));
}

const prototypeMember = fc.tuple(fc.constantFrom(...PROTOTYPE_NAMES), anyObject);

/** Changes a valid object into an unusual one with the same members. Some only seem to have them. */
export const disguised = fc.oneof(
  change("with CHOICE", prototypeMember, (members, [name, value]) => withOwn(members, name, value)),
  change("without a prototype", none, (members) => Object.assign(Object.create(null), members)),
  change("as a prototype", none, (members) => Object.create(members)),
  change("as the own member __proto__", none, (members) => withOwn({}, "__proto__", members)),
  change("as accessors", none, accessors),
);

/** Freezes a value, and its members as deep as the library reads. Skips what must not be touched. */
export function freeze(value: unknown, depth = 3): void {
  if (typeof value !== "object" || value === null || types.isProxy(value) || ArrayBuffer.isView(value)) return;
  if (depth === 0 || Object.isFrozen(value) || value === Object.prototype || value === Array.prototype) return;
  Object.freeze(value);
  for (const name of Reflect.ownKeys(value)) freeze(Object.getOwnPropertyDescriptor(value, name)?.value, depth - 1);
}
