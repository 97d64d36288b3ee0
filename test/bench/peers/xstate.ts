import assert from "node:assert/strict";
import type { ExecutionStatusInput, JobRequest } from "ess-request-machine";
import type { RequestMachineEvent } from "ess-request-machine/machine";
import { type Actor, createActor, transition } from "xstate";
import { type Answer, built, type Candidate, split } from "../candidates.js";
import { read } from "../samples.js";

/** XState with the library's own machine. Reason and effects are actions; this peer does not collect them. */

const { requestMachine, toSnapshot, fromSnapshot } = (await built(
  "machine.js",
)) as typeof import("ess-request-machine/machine");

/** Few calls per round are enough: this peer is about a hundred times slower than the baseline. */
const FEW_CALLS = { calls: 64, passes: 4 };

const eventOf = ({ status, ...rest }: ExecutionStatusInput): RequestMachineEvent => ({ type: status, ...rest });

const machineSide = <Subject>(
  subjectOf: (request: JobRequest) => Subject,
  call: (subject: Subject, event: RequestMachineEvent) => unknown,
  recordOf: (answer: never) => JobRequest,
): Candidate => ({
  ...FEW_CALLS,
  load: (samples) =>
    split(
      samples.map((sample) => {
        const [request, input] = read<ExecutionStatusInput>(sample);
        return [subjectOf(request), eventOf(input)];
      }),
    ),
  call: call as Candidate["call"],
  check: (answer, _, expected: Answer) => assert.deepStrictEqual(recordOf(answer as never), expected.request),
});

const unchanged = (request: JobRequest) => request;

/** Models a server that stores records: record to snapshot, one transition, snapshot to record. */
export const fromRecord = () =>
  machineSide(
    unchanged,
    (request, event) => fromSnapshot(transition(requestMachine, toSnapshot(request), event)[0]),
    unchanged,
  );

/** One actor per request, started before the measurement and kept in memory. */
export const runningActor = (): Candidate => ({
  ...machineSide(
    (request) => createActor(requestMachine, { snapshot: toSnapshot(request) }).start(),
    (actor: Actor<typeof requestMachine>, event) => {
      actor.send(event);
      return actor.getSnapshot();
    },
    fromSnapshot,
  ),
  // A second callback would find the actor in its next state.
  passes: 1,
});
