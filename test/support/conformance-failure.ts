import {
  type ConformanceAdapter,
  ConformanceError,
  type ConformanceOptions,
  conformance,
  replayScenario,
} from "ess-request-machine/testing";
import { expect } from "vitest";

const HANDLE = /handle-\d+-of|handle-of-|own-handle/;

/** Returns the error of a run that must fail. It shows no handle. */
export async function failureOf<Key>(
  adapter: ConformanceAdapter<Key>,
  options: ConformanceOptions = {},
): Promise<ConformanceError> {
  const error = await conformance(adapter, options).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConformanceError)) throw new Error("Expected a ConformanceError.", { cause: error });
  expect(error.message).not.toMatch(HANDLE);
  return error;
}

/** A fault is found in at most 8 steps, which fail again in the faulty implementation and not in the correct one. */
export async function expectReplayable<Key>(
  createFaulty: () => ConformanceAdapter<Key>,
  correct: ConformanceAdapter<Key>,
): Promise<void> {
  const failure = await failureOf(createFaulty());
  const { steps, created } = failure;
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.length).toBeLessThanOrEqual(8);
  expect(failure.counterexample).toMatch(/^The implementation differs at step \d:\n {3}/m);
  expect(failure.message).not.toContain("Not deterministic");
  const replayed = await replayScenario(createFaulty(), steps, created).catch((error: ConformanceError) => error);
  expect(replayed).toMatchObject({ counterexample: failure.counterexample, steps });
  await expect(replayScenario(correct, steps, created)).resolves.toMatchObject({ requests: 1 });
}
