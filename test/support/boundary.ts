import type { Issue, JobRequest, RequestState } from "ess-request-machine";
import fc from "fast-check";
import { anyState, recordIn } from "./arbitraries.js";

/** Shared by the tests of untrusted input: a record, hostile values, and content that no message may show. */

/** The stored record of a request in its second execution. */
export const RUNNING: JobRequest = {
  schemaVersion: 1,
  requestId: "101",
  state: "RUNNING",
  requestHandle: "handle-2",
  earlierHandles: ["handle-1"],
  reportedStatus: null,
  attempt: 2,
  retries: 2,
  retriedCount: 1,
  message: null,
  update: "half way",
  pausedState: "step 3",
  executableState: null,
  errorType: null,
  timedOut: false,
  cancelSeenAt: null,
};

/** The same execution in another state. The result is not always well formed. */
export const inState = (state: RequestState, fields: Partial<JobRequest> = {}): JobRequest => ({
  ...RUNNING,
  state,
  ...fields,
});

type Result = { readonly issues?: readonly Issue[] | undefined };

/** The paths of the issues, such as `earlierHandles.1`. */
export const faultsOf = ({ issues = [] }: Result) => issues.map(({ path }) => path.join("."));

export const messagesOf = ({ issues = [] }: Result) => issues.map(({ message }) => message).join("\n");

/**
 * Matches a message that shows content: a secret text or number, or a handle of an arbitrary. A longer number may have
 * the same digits by chance.
 */
export const SECRET = /SECRET|(?<!\d)8675309(?!\d)|handle[-']/i;

/** Values of every type that SECRET finds in a message. */
export const secret: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  "SECRET",
  ` secret-${"x".repeat(100)}`,
  ["SECRET"],
  { SECRET: "SECRET", toString: () => "SECRET", toJSON: () => "SECRET" },
  8675309,
  -8675309,
  0.8675309,
  8675309n,
  Symbol("SECRET"),
  function SECRET() {},
  new Error("SECRET"),
);

/** A well-formed record whose handles and texts are secrets. */
export const secretRecord: fc.Arbitrary<JobRequest> = anyState.chain(recordIn).map((request) => ({
  ...request,
  requestHandle: request.requestHandle && `SECRET-${request.requestHandle}`,
  earlierHandles: request.earlierHandles.map((handle) => `SECRET-${handle}`),
  message: "SECRET",
  update: "SECRET",
  pausedState: "SECRET",
}));

const trapped = () => {
  throw new Error("SECRET: a trap was called");
};

/** A proxy whose traps all throw. */
const trap = (target: object) => new Proxy(target, new Proxy({}, { get: () => trapped }));

/** An object or an array with a member that throws when it is read. */
export const mined = <Target extends object>(target: Target, name: PropertyKey): Target =>
  Object.defineProperty(target, name, { get: trapped, enumerable: true });

/** Each member has its value only when it is read for the first time. */
export function fickle<Target extends object>(members: Target): Target {
  for (const [name, value] of Object.entries(members)) {
    let reads = 0;
    Object.defineProperty(members, name, { get: () => (reads++ === 0 ? value : "SECRET") });
  }
  return members;
}

/** Runs a function while every object, or every array, inherits these members. */
export function whilePolluted<Answer>(
  members: object,
  run: () => Answer,
  prototype: object = Object.prototype,
): Answer {
  Object.assign(prototype, members);
  try {
    return run();
  } finally {
    for (const name of Object.keys(members)) Reflect.deleteProperty(prototype, name);
  }
}

export function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function cyclic(): object {
  const circle: Record<string, unknown> = {};
  return Object.assign(circle, { self: circle, list: [circle] });
}

const DEEP = 100_000;

/** Values that are neither a status, a handle, a record, an id nor a text. */
export const HOSTILE: Readonly<Record<string, unknown>> = {
  "a negative number": -1,
  "a fraction": 0.5,
  "not a number": Number.NaN,
  infinity: Number.POSITIVE_INFINITY,
  "a negative bigint": -1n,
  "a symbol": Symbol("SUCCESS"),
  "a function": () => "SUCCESS",
  "a class": class {},
  "an empty object": {},
  "an object without a prototype": Object.create(null),
  "a string object": new String("SUCCESS"),
  "a date": new Date(0),
  "a map": new Map([["status", "SUCCESS"]]),
  "an object that says it is a string": { toString: () => "SUCCESS", valueOf: () => "1", toJSON: () => "1" },
  "a cyclic object": cyclic(),
  "an array with a hole": new Array(1),
  "a deep array": JSON.parse("[".repeat(DEEP) + "]".repeat(DEEP)),
  "a deep object": JSON.parse(`${'{"status":'.repeat(DEEP)}1${"}".repeat(DEEP)}`),
  "a trapped proxy": trap({}),
  "a trapped proxy of an array": trap([]),
  "a trapped proxy of a function": trap(() => {}),
  "a revoked proxy": revoked({}),
  "a revoked proxy of an array": revoked([]),
  "a revoked proxy of a function": revoked(() => {}),
};
