import {
  type AnnotatedTransition,
  chart,
  EXECUTION_STATUSES,
  type JobRequest,
  REQUEST_STATES,
} from "ess-request-machine";
import { createMachine, guard, interpret, type MachineState, reduce, state, transition } from "robot3";
import type { ChartGuardName } from "../../../src/lifecycle/annotated-chart.js";
import { assignActions } from "../../../src/lifecycle/assign-actions.js";
import { guards } from "../../../src/lifecycle/guards.js";
import { copyRequest, type Draft } from "../../../src/lifecycle/job-request.js";
import { assertSameRecord, type Candidate, pureSide } from "../candidates.js";

/**
 * robot3 with the library's guards and assign actions; the record is its context. It runs transitions only in services,
 * so each record gets a service. It returns neither a reason nor effects.
 */

type Callback = { readonly type: string };
type Guard = (request: JobRequest, input: Callback) => boolean;
type AssignAction = (draft: Draft, input: Callback) => void;

const guardFor = (name: ChartGuardName): Guard => {
  const parts = name.split(" and ").map((part) => guards[part as keyof typeof guards] as Guard);
  return (request, input) => parts.every((part) => part(request, input));
};

/** Returns a reducer that applies the assign actions of a transition and sets the state. */
function reducerFor({ actions = [], target }: AnnotatedTransition) {
  const named = assignActions as object as Record<string, AssignAction>;
  const assigns = actions.flatMap((action) => named[action as string] ?? []);
  return (request: JobRequest, input: Callback): JobRequest => {
    const next = copyRequest(request);
    for (const assignAction of assigns) assignAction(next, input);
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
          guard(guardFor(edge.guard!)),
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
