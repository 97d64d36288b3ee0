import { REQUEST_STATES } from "ess-request-machine";
import { requestMachine } from "ess-request-machine/machine";
import { expect, test, vi } from "vitest";
import { type AnyStateMachine, type AnyStateNode, createMachine } from "xstate";

/** `npm run stately` prints a machine that draws the same statechart as the one that runs. */

async function printed(): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await import("../../docs/generate/stately.js");
  const [[text]] = log.mock.calls as [[string]];
  log.mockRestore();
  return text;
}

/** The parts that an editor draws: everything but the implementations. */
const drawn = ({ type, description, entry, transitions }: AnyStateNode) => ({
  type,
  description,
  entry,
  transitions: [...transitions].map(([event, candidates]) => [
    event,
    candidates.map(({ guard, target, actions, description }) => ({
      guard,
      target: target?.map(({ key }) => key),
      actions,
      description,
    })),
  ]),
});

test("the printed machine has the states, transitions, guards and actions of requestMachine, by name", async () => {
  const [imports, literal] = (await printed()).split("export const requestMachine = ");
  expect(imports?.trim()).toBe('import { createMachine } from "xstate";');
  const pasted = new Function("createMachine", `return ${literal}`)(createMachine) as AnyStateMachine;
  const running = requestMachine as unknown as AnyStateMachine;
  expect(pasted.root.initial.target.map(({ key }) => key)).toEqual(running.root.initial.target.map(({ key }) => key));
  expect(Object.keys(pasted.states).toSorted()).toEqual(REQUEST_STATES.toSorted());
  expect(drawn(pasted.root)).toEqual(drawn(running.root));
  for (const state of REQUEST_STATES)
    expect(drawn(pasted.states[state] as AnyStateNode), state).toEqual(drawn(running.states[state] as AnyStateNode));
});
