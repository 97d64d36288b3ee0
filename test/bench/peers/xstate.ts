import assert from "node:assert/strict";
import type { ExecutionStatusInput, JobRequest } from "ess-request-machine";
import type { RequestMachineEvent, RequestSnapshot } from "ess-request-machine/machine";
import { type Actor, createActor, transition } from "xstate";
import { type Answer, built, type Peer, split } from "../sides.js";
import { read } from "../written.js";

/**
 * XState on the library's own machine: three ways to have it take one callback. All of them give the record; the reason
 * and the effects are among the actions that XState hands on, and are not gathered here.
 */

const { requestMachine, toSnapshot, fromSnapshot } = (await built(
  "machine.js",
)) as typeof import("ess-request-machine/machine");

/** Some hundred times slower than the floor: a few calls a round are enough, and what they allocate still fits. */
const FEW = { calls: 64, passes: 4 };

const eventOf = ({ status, ...rest }: ExecutionStatusInput): RequestMachineEvent => ({ type: status, ...rest });

/** @param subjectOf what stands ready for the callback to come */
const machineSide = <Subject>(
  subjectOf: (request: JobRequest) => Subject,
  call: (subject: Subject, event: RequestMachineEvent) => unknown,
  recordOf: (answer: never) => JobRequest,
): Peer => ({
  ...FEW,
  load: (written) =>
    split(
      written.map((pair) => {
        const [request, input] = read<ExecutionStatusInput>(pair);
        return [subjectOf(request), eventOf(input)];
      }),
    ),
  call: call as Peer["call"],
  check: (answer, _, expected: Answer) => assert.deepStrictEqual(recordOf(answer as never), expected.request),
});

const asItIs = (request: JobRequest) => request;
const step = (snapshot: RequestSnapshot, event: RequestMachineEvent) => transition(requestMachine, snapshot, event)[0];

/** As a server would that keeps records: to a snapshot, one step, back to a record. */
export const fromRecord = () =>
  machineSide(asItIs, (request, event) => fromSnapshot(step(toSnapshot(request), event)), asItIs);

/** The step alone: the snapshot stands ready and a snapshot is the answer. */
export const stepAlone = () => machineSide(toSnapshot, step, fromSnapshot);

/** An actor for each request, started beforehand and kept in memory; it hears one callback and is asked where it is. */
export const liveActor = (): Peer => ({
  ...machineSide(
    (request) => createActor(requestMachine, { snapshot: toSnapshot(request) }).start(),
    (actor: Actor<typeof requestMachine>, event) => {
      actor.send(event);
      return actor.getSnapshot();
    },
    fromSnapshot,
  ),
  // The second callback would find it moved on.
  passes: 1,
});
