import { createRequest, EFFECTS, type Effect, type JobRequest } from "ess-request-machine";
import { fromSnapshot, type RequestMachineEvent, requestMachine, toSnapshot } from "ess-request-machine/machine";
import { transition } from "xstate";

const isEffect = (name: string): name is Effect => EFFECTS.some((effect) => effect === name);

/** The next record and its effects. Nothing has run yet: store both in one transaction, then perform the effects. */
export function next(record: JobRequest, event: RequestMachineEvent) {
  const [snapshot, actions] = transition(requestMachine, toSnapshot(record), event);
  return { record: fromSnapshot(snapshot), effects: actions.map(({ type }) => type).filter(isEffect) };
}

const ready = next(createRequest({ requestId: "101" }), { type: "dispatch" }).record;
const running = next(ready, { type: "start", requestHandle: "made-up" });
console.log(running.record.state, running.effects);
// → RUNNING [ 'invokeJob' ]
const reported = next(running.record, { type: "SUCCESS", requestHandle: "made-up" }); // A callback.
console.log(reported.record.state, reported.effects);
// → COMPLETED [ 'runPostProcessing' ]
