import { EFFECTS, isTerminal, REQUEST_STATES, type RequestState } from "ess-request-machine";
import { fromSnapshot, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { inputsFrom, wellFormedRequest } from "ess-request-machine/testing";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { createActor } from "xstate";
import { eventOf, fitsMachine, tableAnswer } from "./support/machine.js";

/** Long lives: one actor hears the whole sequence, and the pure functions go along with it, record by record. */

const SEED = 20_260_101;
const heard: string[] = [];

const listening = requestMachine.provide({
  actions: {
    ...Object.fromEntries(EFFECTS.map((effect) => [effect, () => heard.push(effect)])),
    ignore: (_: unknown, { reason }: { reason: string }) => heard.push(`ignore ${reason}`),
    reject: (_: unknown, { reason }: { reason: string }) => heard.push(`reject ${reason}`),
  } as never,
});

const steps = { live: 0, moved: 0, reached: new Set<RequestState>() };

const lifeFrom = (state: RequestState) =>
  wellFormedRequest(state).chain((first) => fc.tuple(fc.constant(first), inputsFrom(first, 60)));

describe.each(REQUEST_STATES)("from %s", (state) => {
  test("an actor and the pure functions go through the same states, records and effects", () => {
    fc.assert(
      fc.property(lifeFrom(state), ([first, inputs]) => {
        const actor = createActor(listening, { snapshot: toSnapshot(first) }).start();
        let current = first;
        for (const step of inputs.filter(fitsMachine)) {
          const { record, effects, refusal } = tableAnswer(current, step);
          if (isTerminal(current.state)) {
            // The actor has stopped by now and hears nothing; the pure function still answers.
            expect(record).toBe(current);
            continue;
          }
          heard.length = 0;
          actor.send(eventOf(step));
          expect(fromSnapshot(actor.getSnapshot())).toEqual(record);
          expect(heard).toEqual([...effects, ...(refusal === undefined ? [] : [refusal])]);
          steps.live += 1;
          steps.moved += record === current ? 0 : 1;
          if (record.state !== current.state) steps.reached.add(record.state);
          current = record;
        }
      }),
      { seed: SEED, numRuns: 80 },
    );
  });
});

afterAll(() => {
  // A generator whose steps come to nothing would make every property above hold.
  expect(steps.live).toBeGreaterThan(10_000);
  expect(steps.moved / steps.live).toBeGreaterThan(0.5);
  expect([...steps.reached].sort()).toEqual(REQUEST_STATES.filter((s) => s !== "PENDING_VALIDATION").sort());
});
