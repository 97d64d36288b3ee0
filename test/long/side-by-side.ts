import { isDeepStrictEqual } from "node:util";
import { EFFECTS, isTerminal, type JobRequest, type Outcome } from "ess-request-machine";
import { fromSnapshot, type RequestActions, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { createActor } from "xstate";
import { apply, type Library } from "../model-check/model.js";
import type { Step } from "../support/arbitraries.js";
import { answerOf, eventOf, machineAnswer } from "../support/machine.js";

/** One actor and the pure functions, from the same record on. */
export function sideBySide(first: JobRequest, library: Library) {
  const heard: string[] = [];
  const listening = requestMachine.provide({
    actions: {
      ...Object.fromEntries(EFFECTS.map((effect) => [effect, () => heard.push(effect)])),
      ignore: (_, { reason }) => heard.push(`ignore ${reason}`),
      reject: (_, { reason }) => heard.push(`reject ${reason}`),
    } as RequestActions,
  });
  const actor = createActor(listening, { snapshot: toSnapshot(first) }).start();
  let record = first;

  /** What the actor comes to. One that has ended hears nothing: its machine answers for it, step by step. */
  const actorAnswer = (step: Step) => {
    if (isTerminal(record.state)) return machineAnswer(toSnapshot(record), eventOf(step));
    heard.length = 0;
    actor.send(eventOf(step));
    const refusal = heard.find((name) => name.includes(" "));
    return {
      record: fromSnapshot(actor.getSnapshot()),
      effects: heard.filter((name) => name !== refusal),
      refusal,
    };
  };

  return {
    record: () => record,
    /** Whether the step comes to the same on both sides: state, record, effects in order, and reason. */
    agreeOn(step: Step, outcome: Outcome = apply(library, record, step)): boolean {
      const agree = isDeepStrictEqual(actorAnswer(step), answerOf(outcome));
      record = outcome.request;
      return agree;
    },
  };
}
