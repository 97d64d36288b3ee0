import type { JobRequest } from "ess-request-machine";
import type { Draws } from "./draws.js";
import { disguised, hostile, pollution } from "./hostile.js";
import { callbackFor, eventFor, nearId, played, typed } from "./records.js";
import { anyJson, anyValue, text } from "./values.js";

/** What is put before a target: something right first, and then what may be done to it. */

export interface Case {
  readonly input: unknown;
  /** What the input was made from: what a polluted prototype had best say. */
  readonly right: object;
  /** The record that it comes for, where the target takes one. */
  readonly request: JobRequest | undefined;
  /** What Object.prototype has while the target runs. */
  readonly pollution: object | undefined;
}

/** One member is left out, or is something else. */
function withWrongMember(draws: Draws, members: object): object {
  const name = draws.pick(Object.keys(members));
  const copy: Record<string, unknown> = { ...members };
  if (draws.chance(20)) delete copy[name];
  else copy[name] = draws.chance(50) ? text(draws) : anyValue(draws);
  return copy;
}

type Fate = (draws: Draws, right: object) => unknown;

/** What may become of something right, each so many times in a hundred. */
const FATES: readonly Fate[] = [
  ...Array<Fate>(47).fill((_, right) => right),
  ...Array<Fate>(25).fill(withWrongMember),
  ...Array<Fate>(8).fill((draws, right) => disguised(draws, { ...right })),
  ...Array<Fate>(8).fill((draws, right) => hostile(draws, { ...right })),
  ...Array<Fate>(6).fill(anyValue),
  ...Array<Fate>(6).fill((draws) => anyJson(draws)),
];

function caseOf(draws: Draws, right: object, request?: JobRequest): Case {
  const input = draws.pick(FATES)(draws, right);
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

/** The same case, while Object.prototype has something that it should not have. */
export const polluted = (draws: Draws, drawn: Case): Case => ({
  ...drawn,
  pollution: pollution(draws, { ...drawn.right }),
});
