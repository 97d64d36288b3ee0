import { type Draws, drawsOf, ScriptedDraws, shrunk } from "./draws.js";
import { type Case, polluted } from "./inputs.js";
import { Fault } from "./oracles.js";
import { casePicture } from "./picture.js";
import type { Target, Verdict } from "./targets.js";

/** Runs cases, counts their results, and shrinks the first failing case to a small counterexample. */

export interface Tally {
  cases: number;
  past: number;
  readonly became: Map<string, number>;
}

export interface Failure {
  readonly target: string;
  readonly caseNumber: number;
  readonly fault: string;
  readonly stack: string | undefined;
  /** The counterexample: the smallest case found that fails in the same way. */
  readonly picture: string;
}

export interface Report {
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly failure: Failure | undefined;
}

/** The original members of the prototypes. Only the names of accessors are compared: their values depend on the object. */
const PROTOTYPES = [Object.prototype, Array.prototype].map((prototype) => ({
  prototype,
  members: Reflect.ownKeys(prototype).map(
    (name) => [name, Reflect.getOwnPropertyDescriptor(prototype, name)!] as const,
  ),
}));
type Guarded = (typeof PROTOTYPES)[number];

/** Runs after every case: a plain loop for speed. */
function isIntact({ prototype, members }: Guarded): boolean {
  if (Reflect.ownKeys(prototype).length !== members.length) return false;
  for (const [name, was] of members) {
    if (was.get === undefined && (prototype as Record<PropertyKey, unknown>)[name] !== was.value) return false;
  }
  return true;
}

/** Restores the prototype, so that the next case starts clean. Returns the names that were added or changed. */
function restored({ prototype, members }: Guarded): PropertyKey[] {
  const before = new Map(members);
  const added = Reflect.ownKeys(prototype).filter((name) => !before.has(name));
  for (const name of added) Reflect.deleteProperty(prototype, name);
  const changed = members.filter(
    ([name, was]) => Object.getOwnPropertyDescriptor(prototype, name)?.value !== was.value,
  );
  for (const [name, was] of changed) Object.defineProperty(prototype, name, was);
  return [...added, ...changed.map(([name]) => name)];
}

function findLeak(): string | undefined {
  const broken = PROTOTYPES.filter((guarded) => !isIntact(guarded));
  return broken.length === 0 ? undefined : `left on a prototype: ${broken.flatMap(restored).map(String).join(", ")}`;
}

async function examineWithLeakCheck(target: Target, drawn: Case): Promise<Verdict> {
  try {
    const verdict = await target.examine(drawn);
    const leak = findLeak();
    if (leak !== undefined) throw new Fault(leak);
    return verdict;
  } catch (error) {
    const leak = findLeak();
    // Report a leak rather than any other fault of the case.
    throw leak === undefined ? error : new Fault(leak);
  }
}

const faultOf = (error: unknown): string =>
  error instanceof Fault
    ? error.message
    : `threw ${error instanceof Error ? `${error.name}: ${error.message}` : "something"}`;

/**
 * Number of cases per 100,000 that run with a polluted prototype. They run one after the other, since each pollution
 * makes the engine discard optimised code: scattered, they would slow down all other cases.
 */
const POLLUTED = 400;
const isPolluted = (caseNumber: number) => caseNumber % 100_000 < POLLUTED;

function drawCase(target: Target, draws: Draws, caseNumber: number): Case {
  const drawn = target.draw(draws);
  return isPolluted(caseNumber) ? polluted(draws, drawn) : drawn;
}

async function faultIn(target: Target, drawn: Case): Promise<unknown> {
  try {
    await examineWithLeakCheck(target, drawn);
    return undefined;
  } catch (error) {
    return error ?? new Error("nothing");
  }
}

/** Faults are of the same kind if their messages differ only in names and numbers. */
const faultKindOf = (error: unknown) => faultOf(error).replaceAll(/["'`].*?["'`]|\d+/g, "…");

async function failureOf(target: Target, seed: number, caseNumber: number, error: unknown): Promise<Failure> {
  const made = new ScriptedDraws(drawsOf(seed, caseNumber));
  drawCase(target, made, caseNumber);
  const faultKind = faultKindOf(error);
  const drawnFrom = (script: readonly number[]) => drawCase(target, new ScriptedDraws(script), caseNumber);
  const fails = async (script: readonly number[]) => {
    const found = await faultIn(target, drawnFrom(script));
    return found !== undefined && faultKindOf(found) === faultKind;
  };
  const smallest = await shrunk(made.made, fails);
  const picture = casePicture(drawnFrom(smallest));
  const stack = error instanceof Error ? error.stack : undefined;
  return { target: target.name, caseNumber, fault: faultOf(error), stack, picture };
}

/** Runs the cases, alternating between the targets, up to the first failure. */
export async function fuzz(targets: readonly Target[], { cases = 0, seed = 0, first = 0 }): Promise<Report> {
  const tallies = new Map(targets.map(({ name }) => [name, { cases: 0, past: 0, became: new Map() } as Tally]));
  for (let caseNumber = first; caseNumber < first + cases; caseNumber += 1) {
    const target = targets[caseNumber % targets.length]!;
    const drawn = drawCase(target, drawsOf(seed, caseNumber), caseNumber);
    try {
      const { past, became } = await examineWithLeakCheck(target, drawn);
      const tally = tallies.get(target.name)!;
      tally.cases += 1;
      if (past) tally.past += 1;
      tally.became.set(became, (tally.became.get(became) ?? 0) + 1);
    } catch (error) {
      return { tallies, failure: await failureOf(target, seed, caseNumber, error) };
    }
  }
  return { tallies, failure: undefined };
}
