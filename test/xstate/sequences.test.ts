import { EFFECTS, isTerminal, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { fromSnapshot, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { inputsFrom, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createActor } from "xstate";
import { eventOf, fitsMachine, tableAnswer } from "../support/machine.js";
import { runs } from "../support/runs.js";

/** Sends long sequences to one XState actor, and compares every record and effect with the pure functions. */

const SEED = 20_260_101;
const executed: string[] = [];

const recordingMachine = requestMachine.provide({
  actions: {
    ...Object.fromEntries(EFFECTS.map((effect) => [effect, () => executed.push(effect)])),
    ignore: (_: unknown, { reason }: { reason: string }) => executed.push(`ignore ${reason}`),
    reject: (_: unknown, { reason }: { reason: string }) => executed.push(`reject ${reason}`),
  } as never,
});

const steps = { all: 0, accepted: 0, reached: new Set<RequestState>() };

const sequenceFrom = (state: RequestState) =>
  wellFormedRequest(state).chain((first) => fc.tuple(fc.constant(first), inputsFrom(first, 60)));

describe.each(REQUEST_STATES)("from %s", (state) => {
  test("an actor and the pure functions go through the same states, records and effects", () => {
    fc.assert(
      fc.property(sequenceFrom(state), ([first, inputs]) => {
        const actor = createActor(recordingMachine, { snapshot: toSnapshot(first) }).start();
        let current = first;
        for (const step of inputs.filter(fitsMachine)) {
          const { record, effects, reason } = tableAnswer(current, step);
          if (isTerminal(current.state)) {
            // The actor has stopped; the pure function still gives an outcome.
            expect(record).toBe(current);
            continue;
          }
          executed.length = 0;
          actor.send(eventOf(step));
          expect(fromSnapshot(actor.getSnapshot())).toEqual(record);
          expect(executed).toEqual([...effects, ...(reason === undefined ? [] : [reason])]);
          steps.all += 1;
          steps.accepted += record === current ? 0 : 1;
          if (record.state !== current.state) steps.reached.add(record.state);
          current = record;
        }
      }),
      { seed: SEED, numRuns: runs(20) },
    );
  });
});

afterAll(() => {
  // If hardly any step had an effect, the property above would prove little.
  expect(steps.all).toBeGreaterThan(2_000);
  expect(steps.accepted / steps.all).toBeGreaterThan(0.5);
  expect(steps.reached.size).toBeGreaterThan(12);
});
