import type { Failure } from "./run-scenario.js";
import type { Scenario } from "./scenario.js";
import { simplerSteps } from "./simpler-steps.js";

/** Runs a scenario again, and returns its failure if it still fails. */
type Rerun = (scenario: Scenario) => Promise<Failure | undefined>;

/**
 * Shrinks a failing scenario: removes steps, many first and then one by one, and replaces values by plainer ones, as
 * long as it still fails. Steps name handles and times by their meaning, so the remaining ones keep theirs.
 */
export async function shrink(failure: Failure, rerun: Rerun): Promise<Failure> {
  const short = await removeSteps(failure, rerun);
  const plain = await simplifyCreation(short, rerun);
  // A plainer value or creation may have made other steps needless.
  const simple = await simplifySteps(await removeSteps(plain, rerun), rerun);
  return removeSteps(simple, rerun);
}

async function removeSteps(failure: Failure, rerun: Rerun): Promise<Failure> {
  let shortest = failure;
  for (let size = shortest.scenario.steps.length; size >= 1; ) {
    const shorter = await without(size, shortest, rerun);
    shortest = shorter ?? shortest;
    // Steps that had to remain before may be needless now.
    size = shorter === undefined ? Math.floor(size / 2) : Math.min(2 * size, shorter.scenario.steps.length);
  }
  return shortest;
}

/** Returns the first scenario that still fails without this number of steps in a row. */
async function without(size: number, { scenario }: Failure, rerun: Rerun): Promise<Failure | undefined> {
  const { steps } = scenario;
  for (let from = 0; from + size <= steps.length; from += 1) {
    const failure = await rerun({ ...scenario, steps: steps.filter((_, i) => i < from || i >= from + size) });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** Validated if possible, and with as few retries as possible. */
async function simplifyCreation(failure: Failure, rerun: Rerun): Promise<Failure> {
  const { scenario } = failure;
  const { retries } = scenario.created;
  const plain = (await rerun({ ...scenario, created: { retries, validated: true } })) ?? failure;
  for (const fewer of Array(retries).keys()) {
    const { created } = plain.scenario;
    const plainer = await rerun({ ...plain.scenario, created: { ...created, retries: fewer } });
    if (plainer !== undefined) return plainer;
  }
  return plain;
}

async function simplifySteps(failure: Failure, rerun: Rerun): Promise<Failure> {
  let simplest = failure;
  for (const i of failure.scenario.steps.keys()) simplest = await simplifyStep(simplest, i, rerun);
  return simplest;
}

/** Repeatedly selects the first simpler step that still fails, until no simpler one fails. */
async function simplifyStep(failure: Failure, i: number, rerun: Rerun): Promise<Failure> {
  const { scenario } = failure;
  const step = scenario.steps[i];
  if (step === undefined) return failure;
  for (const simpler of simplerSteps(step)) {
    const found = await rerun({ ...scenario, steps: scenario.steps.with(i, simpler) });
    if (found !== undefined) return simplifyStep(found, i, rerun);
  }
  return failure;
}
