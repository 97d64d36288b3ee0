import { chart, EXECUTION_STATUSES, type JobRequest, REQUEST_STATES } from "ess-request-machine";
import { createMachine, guard, interpret, type MachineState, reduce, state, transition } from "robot3";
import { updates } from "../../../src/lifecycle/assign-actions.js";
import type { Edge } from "../../../src/lifecycle/chart-types.js";
import { guards } from "../../../src/lifecycle/guards.js";
import { copyRequest, type Draft } from "../../../src/lifecycle/job-request.js";
import { assertSameRecord, type Candidate, pureSide } from "../candidates.js";

/**
 * robot3 with the library's guards and updates; the record is its context. It only steps services, so each record gets
 * one. It gives neither a reason nor effects.
 */

type Callback = { readonly type: string };
type Guard = (request: JobRequest, input: Callback) => boolean;
type Update = (next: Draft, input: Callback, name: string) => void;

/** A reducer that applies the updates of a transition, and sets the state. */
function reducerFor({ actions = [], target }: Edge) {
  const ownUpdates = actions.flatMap((action) => (updates as object as Record<string, Update>)[action as string] ?? []);
  return (request: JobRequest, input: Callback): JobRequest => {
    const next = copyRequest(request);
    for (const update of ownUpdates) update(next, input, input.type);
    next.state = target ?? request.state;
    return next;
  };
}

const STATES = Object.fromEntries(
  REQUEST_STATES.map((name) => {
    const transitions = EXECUTION_STATUSES.flatMap((status) =>
      (chart.states[name].on[status] ?? []).map((edge) =>
        transition<string, JobRequest, Callback>(
          status,
          edge.target ?? name,
          guard(guards[edge.guard!] as Guard),
          reduce(reducerFor(edge)),
        ),
      ),
    );
    return [name, state(...transitions) as MachineState<string>];
  }),
);

const onChange = () => {};

export const robot3: Candidate = {
  ...pureSide<{ readonly status: string }>((request, input) => {
    const service = interpret(createMachine(request.state, STATES, () => request) as never, onChange);
    service.send({ ...input, type: input.status } as never);
    return service.context;
  }),
  calls: 512,
  check: (answer, subject, expected) => assertSameRecord(answer as JobRequest, subject, expected),
};
