import type { JobRequest } from "ess-request-machine";
import { createMachine, guard, interpret, type MachineState, reduce, state, transition } from "robot3";
import { REQUEST_STATES } from "../../../src/lifecycle/names.js";
import { CALLBACK_EDGES, recordSide } from "./from-chart.js";

/**
 * robot3: states, guards and reducers, the record being the context. It steps services only, so each record gets one. It
 * says neither why nothing happened nor what is owed.
 */

type Heard = { readonly type: string };

const STATES = Object.fromEntries(
  REQUEST_STATES.map((name) => {
    const edges = CALLBACK_EDGES.filter(({ from }) => from === name).map(({ status, to, guard: holds, update }) =>
      transition<string, JobRequest, Heard>(status, to, guard(holds), reduce(update)),
    );
    return [name, state(...edges) as MachineState<string>];
  }),
);

const nobodyListens = () => {};

export const robot3 = recordSide((request, { status, requestHandle, statusMessage }) => {
  const service = interpret(createMachine(request.state, STATES, () => request) as never, nobodyListens);
  service.send({ type: status, status, requestHandle, statusMessage } as never);
  return service.context as unknown as JobRequest;
});
