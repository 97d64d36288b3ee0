import fc from "fast-check";
import { type Case, pollution } from "./inputs.js";
import { hold } from "./oracles.js";
import type { Target, Verdict } from "./targets.js";
import { made } from "./values.js";

/** Runs cases, and counts their results. fast-check draws the cases, and shrinks the first one that fails. */

export interface Tally {
  cases: number;
  past: number;
  readonly became: Map<string, number>;
}

/** The members that Object.prototype has while a target runs. */
const POLLUTIONS = { polluted: pollution, clean: fc.constant({}) };
export type Kind = keyof typeof POLLUTIONS;

type NamedCase = Case & { readonly target: string };
type Drawn = [drawn: NamedCase, pollution: object];
type Report = fc.RunDetails<Drawn> & { readonly tallies: ReadonlyMap<string, Tally> };

const ORIGINALS = [Object.prototype, Array.prototype].map((prototype) => ({
  prototype,
  members: new Map(Reflect.ownKeys(prototype).map((name) => [name, Object.getOwnPropertyDescriptor(prototype, name)!])),
}));

/** Restores the prototypes, so that the next case starts clean. Returns the names that were added, changed or removed. */
function restorePrototypes(): readonly PropertyKey[] {
  return ORIGINALS.flatMap(({ prototype, members }) => {
    const isOther = (name: string | symbol) => {
      const was = members.get(name);
      return was === undefined || (was.get === undefined && prototype[name as never] !== was.value);
    };
    const others = new Set([...members.keys(), ...Reflect.ownKeys(prototype)].filter(isOther));
    for (const name of others) {
      Reflect.deleteProperty(prototype, name);
      if (members.has(name)) Object.defineProperty(prototype, name, members.get(name)!);
    }
    return [...others];
  });
}

/** Reports a change of a prototype rather than any other fault of the case. */
async function examined({ examine }: Target, drawn: Case, pollution: object): Promise<Verdict> {
  const run = async () => examine({ ...drawn, input: made(drawn.input) }, pollution);
  const [answer] = await Promise.allSettled([run()]);
  const left = restorePrototypes();
  hold(left.length === 0, `left on a prototype: ${left.map(String).join(", ")}`);
  if (answer.status === "rejected") throw answer.reason;
  return answer.value;
}

/** Runs cases of all targets, up to the first failure. */
export async function fuzz(targets: readonly Target[], kind: Kind, parameters: fc.Parameters<Drawn>): Promise<Report> {
  const byName = new Map(targets.map((target) => [target.name, target]));
  const tallies = new Map(targets.map(({ name }) => [name, { cases: 0, past: 0, became: new Map() } as Tally]));
  const named = targets.map(({ name, cases }) => cases.map((drawn): NamedCase => ({ target: name, ...drawn })));
  const property = fc.asyncProperty(fc.oneof(...named), POLLUTIONS[kind], async ({ target, ...drawn }, pollution) => {
    const { past, became } = await examined(byName.get(target)!, drawn, pollution);
    const tally = tallies.get(target)!;
    tally.cases += 1;
    if (past) tally.past += 1;
    tally.became.set(became, (tally.became.get(became) ?? 0) + 1);
  });
  return { ...(await fc.check(property, parameters)), tallies };
}

/** Describes the failing case. Values that could not be shown without running their code are labelled. */
export function counterexample({ counterexample }: Report): string {
  const [drawn, pollution] = counterexample!;
  const members = Object.entries({ ...drawn, ...(Object.keys(pollution).length > 0 && { pollution }) });
  return members.map(([name, value]) => `${name}: ${fc.stringify(value)}`).join("\n");
}
