import { createInspector, type StatelyInspectionEvent } from "@statelyai/inspect";
import { chart, createRequest, REQUEST_STATES } from "ess-request-machine";
import { maskHandles } from "ess-request-machine/inspect";
import { requestMachine, toSnapshot } from "ess-request-machine/machine";
import { expect, test, vi } from "vitest";
import { createActor, createMachine } from "xstate";

/** What the Stately inspector is told of a request, by Stately's own inspector and without a network. */

async function inspected(): Promise<readonly StatelyInspectionEvent[]> {
  const events: StatelyInspectionEvent[] = [];
  const { inspect } = createInspector({ send: (event) => void events.push(event) }, maskHandles());
  const actor = createActor(requestMachine, { snapshot: toSnapshot(createRequest({ requestId: "7" })), inspect });
  actor.start();
  actor.send({ type: "dispatch" });
  actor.send({ type: "start", requestHandle: "the-secret-handle" });
  actor.send({ type: "UPDATE", requestHandle: "another-secret-handle" });
  actor.send({ type: "SUCCESS", requestHandle: "the-secret-handle" });
  // The inspector tells when nothing else is to be done.
  await vi.waitFor(() => expect(statesIn(events)).toHaveLength(5));
  return events;
}

const statesIn = (events: readonly StatelyInspectionEvent[]) =>
  events.flatMap((event) =>
    event.type === "@xstate.snapshot" ? (event.snapshot as unknown as { value: string }).value : [],
  );

const told = await inspected();
const definition = JSON.parse(told.find((event) => event.type === "@xstate.actor")?.definition ?? "{}");

test("the definition is the chart: every state, edge, guard, action and description by name", () => {
  expect(definition.states).toEqual(chart.states);
  expect(definition.on.checkIn).toEqual(chart.on.checkIn);
});

test("a machine can be built from the definition again", () => {
  expect(Object.keys(createMachine(definition).states).sort()).toEqual([...REQUEST_STATES].sort());
});

test("every step is told, those that come to nothing too", () => {
  expect(statesIn(told)).toEqual(["WAIT", "READY", "RUNNING", "RUNNING", "COMPLETED"]);
});

test("whatever is told is plain JSON, without a function and without a handle", () => {
  const text = JSON.stringify(told);
  expect(text).not.toMatch(/\[Object|\[Function|\[Circular|function/i);
  expect(text).not.toContain("secret");
  expect(text).toContain('"requestHandle":"***"');
});
