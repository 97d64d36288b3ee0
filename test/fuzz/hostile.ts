import { types } from "node:util";
import type { Draws } from "./draws.js";
import { anyObject, anyValue, MARK, ownMember, PROTOTYPE_NAMES } from "./values.js";

/** Hostile objects that try to break the code that reads them. Each is made from valid members. */

/** Descriptions of proxies and accessors, for printing a case. */
const LABELS = new WeakMap<object, string>();
export const labelOf = (value: object): string | undefined => LABELS.get(value);

function labelled<Made extends object>(label: string, made: Made): Made {
  LABELS.set(made, label);
  return made;
}

const TRAPS = ["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf", "isExtensible", "set"] as const;

function throwMark(): never {
  throw new Error(MARK);
}

type Members = Record<string, unknown>;
type Maker = (draws: Draws, members: object) => object;

function anyNameOf(draws: Draws, members: object): string {
  return draws.pick(Object.keys(members)) ?? "status";
}

function throwingGetter(draws: Draws, members: object): object {
  return Object.defineProperty(members, anyNameOf(draws, members), { get: throwMark, enumerable: true });
}

/** Returns a different value on each read. The first may be valid. */
function unstableGetter(draws: Draws, members: object): object {
  const name = anyNameOf(draws, members);
  const answers = [(members as Members)[name], anyValue(draws), anyValue(draws)];
  let reads = draws.below(2);
  const get = () => answers[reads++ % answers.length];
  return labelled(`${name} returns different values`, Object.defineProperty(members, name, { get, enumerable: true }));
}

function revoked(draws: Draws, members: object): object {
  const { proxy, revoke } = Proxy.revocable<object>(draws.pick([members, [], () => MARK]), {});
  revoke();
  return labelled("a revoked proxy", proxy);
}

function throwingProxy(draws: Draws, members: object): object {
  const traps = draws.chance(50) ? TRAPS : [draws.pick(TRAPS)];
  const handler = Object.fromEntries(traps.map((trap) => [trap, throwMark]));
  return labelled(`a proxy that throws on ${traps.join(", ")}`, new Proxy(members, handler));
}

/** Some of the lies break the invariants of proxies, so that the engine itself throws. */
function lyingProxy(draws: Draws, members: object): object {
  const trap = draws.pick(TRAPS);
  const lie = anyValue(draws);
  const lies = draws.chance(50);
  const lieOr = (honest: unknown) => (lies ? lie : honest);
  const handlers: Record<(typeof TRAPS)[number], unknown> = {
    get: (target: object, name: PropertyKey) => lieOr(Reflect.get(target, name)),
    has: () => lies,
    ownKeys: () => (lies ? lie : PROTOTYPE_NAMES),
    getOwnPropertyDescriptor: () => (lies ? { value: lie, configurable: true } : undefined),
    getPrototypeOf: () => (lies ? lie : null),
    isExtensible: () => lies,
    set: () => lies,
  };
  return labelled(`a proxy that lies on ${trap}`, new Proxy(members, { [trap]: handlers[trap] }));
}

/** Puts a proxied list with a false length in place of `earlierHandles`, and sometimes of `requestHandle`. */
function lyingList(draws: Draws, members: object): object {
  const length = draws.pick<unknown>([0, 1, 17, -1, 0.5, Number.NaN, 2 ** 32, Number.POSITIVE_INFINITY, MARK, 1n]);
  const get = (list: object, name: PropertyKey) => (name === "length" ? length : Reflect.get(list, name));
  const list = labelled(`a list with the claimed length ${String(length)}`, new Proxy([MARK], { get }));
  return Object.assign(members, { earlierHandles: list, requestHandle: draws.pick([list, MARK]) });
}

function cyclic(draws: Draws, members: object): object {
  return Object.assign(members, { [draws.pick([MARK, anyNameOf(draws, members)])]: members });
}

function converting(draws: Draws, members: object): object {
  const trap = draws.pick([throwMark, () => MARK, () => "SUCCESS", () => members]);
  const object = Object.fromEntries(["toString", "valueOf", "toJSON", Symbol.toPrimitive].map((name) => [name, trap]));
  return draws.chance(50)
    ? Object.assign(members, object)
    : Object.assign(members, { [anyNameOf(draws, members)]: object });
}

const HOSTILE: readonly Maker[] = [
  throwingGetter,
  unstableGetter,
  revoked,
  throwingProxy,
  lyingProxy,
  lyingList,
  cyclic,
  converting,
];

export const hostile = (draws: Draws, members: object): object => draws.pick(HOSTILE)(draws, members);

function viaPrototype(_: Draws, members: object): object {
  return Object.create(members);
}

function viaOwnProto(_: Draws, members: object): object {
  const made = {};
  ownMember(made, "__proto__", members);
  return made;
}

function besidePrototypeNames(draws: Draws, members: object): object {
  ownMember(members, draws.pick(PROTOTYPE_NAMES), anyObject(draws));
  return members;
}

function withoutPrototype(_: Draws, members: object): object {
  return Object.assign(Object.create(null), members);
}

function accessors(_: Draws, members: object): object {
  const made = {};
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(made, name, { get: () => value, enumerable: true });
  }
  return made;
}

const DISGUISES: readonly Maker[] = [besidePrototypeNames, withoutPrototype, viaPrototype, viaOwnProto, accessors];

/** Returns an unusual object with the same members. Some of these objects only seem to have them. */
export const disguised = (draws: Draws, members: object): object => draws.pick(DISGUISES)(draws, members);

const INTERNAL_NAMES = "element issues problem reason kind guard refusal target updates effects value path get then";
const POLLUTABLE = ["status", "requestHandle", "statusMessage", "type", "at", "state", ...INTERNAL_NAMES.split(" ")];

/** Members that prototype pollution through JSON could add to Object.prototype: string keys with JSON values. */
export function pollution(draws: Draws, likely: object): object {
  const name = draws.pick(POLLUTABLE);
  return draws.pick([{ [name]: MARK }, { [name]: anyObject(draws) }, { [name]: 1 }, likely]);
}

/** Freezes the value deeply. Skips values that cannot be frozen or must not be touched. */
export function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || types.isProxy(value) || ArrayBuffer.isView(value)) return;
  if (Object.isFrozen(value) || value === Object.prototype || value === Array.prototype) return;
  Object.freeze(value);
  for (const name of Reflect.ownKeys(value)) freeze(Object.getOwnPropertyDescriptor(value, name)?.value);
}
