import type { JobRequest } from "ess-request-machine";
import type { Draws } from "./draws.js";
import { disguised, hostile, pollution } from "./hostile.js";
import { callbackFor, eventFor, nearId, played, typed } from "./records.js";
import { anyJson, anyValue, text } from "./values.js";

/** Generates inputs for targets: a valid input that may then be damaged. */

export interface Case {
  readonly input: unknown;
  /** The valid object that the input was made from. On a polluted prototype it is the most dangerous content. */
  readonly right: object;
  /** The record that the input is applied to, if the target takes one. */
  readonly request: JobRequest | undefined;
  /** The members added to Object.prototype while the target runs. */
  readonly pollution: object | undefined;
}

/** Omits or replaces one member. */
function withWrongMember(draws: Draws, members: object): object {
  const name = draws.pick(Object.keys(members));
  const copy: Record<string, unknown> = { ...members };
  if (draws.chance(20)) delete copy[name];
  else copy[name] = draws.chance(50) ? text(draws) : anyValue(draws);
  return copy;
}

type Damage = (draws: Draws, right: object) => unknown;

/** The possible changes of a valid input, with their frequencies in percent. */
const DAMAGES: readonly Damage[] = [
  ...Array<Damage>(47).fill((_, right) => right),
  ...Array<Damage>(25).fill(withWrongMember),
  ...Array<Damage>(8).fill((draws, right) => disguised(draws, { ...right })),
  ...Array<Damage>(8).fill((draws, right) => hostile(draws, { ...right })),
  ...Array<Damage>(6).fill(anyValue),
  ...Array<Damage>(6).fill((draws) => anyJson(draws)),
];

function caseOf(draws: Draws, right: object, request?: JobRequest): Case {
  const input = draws.pick(DAMAGES)(draws, right);
  return { input, right, request, pollution: undefined };
}

export function bodyCase(draws: Draws): Case {
  return caseOf(draws, callbackFor(draws, played(draws)));
}

export function recordCase(draws: Draws): Case {
  return caseOf(draws, draws.chance(50) ? typed(draws) : played(draws));
}

export function idCase(draws: Draws): Case {
  const input = draws.chance(10) ? anyValue(draws) : nearId(draws);
  return { input, right: {}, request: undefined, pollution: undefined };
}

type RecordOf = (draws: Draws) => JobRequest;

export const callbackCase = (recordOf: RecordOf) => (draws: Draws) => {
  const request = recordOf(draws);
  return caseOf(draws, callbackFor(draws, request), request);
};

export const eventCase = (recordOf: RecordOf) => (draws: Draws) => {
  const request = recordOf(draws);
  return caseOf(draws, eventFor(draws, request), request);
};

/** Returns the same case with a polluted Object.prototype. */
export const polluted = (draws: Draws, drawn: Case): Case => ({
  ...drawn,
  pollution: pollution(draws, { ...drawn.right }),
});
