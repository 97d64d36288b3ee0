import assert from "node:assert/strict";
import type { ExecutionStatus, ExecutionStatusInput, JobRequest } from "ess-request-machine";
import { type UpdateName, updates } from "../../../src/lifecycle/assign-actions.js";
import { chart } from "../../../src/lifecycle/chart.js";
import type { Edge } from "../../../src/lifecycle/chart-types.js";
import { guards } from "../../../src/lifecycle/guards.js";
import { copyRequest, type Draft } from "../../../src/lifecycle/job-request.js";
import { EXECUTION_STATUSES, REQUEST_STATES, type RequestState } from "../../../src/lifecycle/names.js";
import { type Peer, pureSide } from "../sides.js";

/** The callback edges of the chart, for machines of other makes: they get the library's guards and updates. */

export interface CallbackEdge {
  readonly from: RequestState;
  readonly status: ExecutionStatus;
  readonly to: RequestState;
  readonly guardName: Edge["guard"];
  readonly guard: (request: JobRequest, input: object) => boolean;
  /** The record after the edge. */
  readonly update: (request: JobRequest, input: object) => JobRequest;
}

const isUpdate = (action: unknown): action is UpdateName => typeof action === "string" && action in updates;

type Guard = (request: JobRequest, input: object, name: ExecutionStatus) => boolean;
type Update = (next: Draft, input: object, name: ExecutionStatus) => void;

function updateOf({ actions = [] }: Edge, status: ExecutionStatus, to: RequestState): CallbackEdge["update"] {
  const changes = actions.filter(isUpdate).map((name) => updates[name] as Update);
  return (request, input) => {
    const next = copyRequest(request);
    for (const change of changes) change(next, input, status);
    next.state = to;
    return next;
  };
}

export const CALLBACK_EDGES: readonly CallbackEdge[] = REQUEST_STATES.flatMap((from) =>
  EXECUTION_STATUSES.flatMap((status) =>
    (chart.states[from].on[status] ?? []).map((edge: Edge) => {
      const to = edge.target ?? from;
      const holds = guards[edge.guard!] as Guard;
      const guard = (request: JobRequest, input: object) => holds(request, input, status);
      return { from, status, to, guardName: edge.guard, guard, update: updateOf(edge, status, to) };
    }),
  ),
);

/** A peer that answers with a record only: the same one where the callback came to nothing. */
export const recordSide = (apply: (request: JobRequest, input: ExecutionStatusInput) => JobRequest): Peer => ({
  ...pureSide(apply as never),
  calls: 512,
  check(answer, subject, expected) {
    assert.deepStrictEqual(answer, expected.request);
    const accepted = expected.kind === "transitioned" || expected.kind === "recorded";
    assert.equal(answer === subject, !accepted);
  },
});
