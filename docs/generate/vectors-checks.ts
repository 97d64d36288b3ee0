import {
  type ChartEvent,
  chart,
  type AnnotatedTransition as Edge,
  type JobRequest,
  type OutcomeReason,
} from "ess-request-machine";
import { PAYLOAD_VALIDATORS } from "../../src/input/validators.js";
import { EVENT_PAYLOADS } from "../../src/lifecycle/events.js";
import { guards } from "../../src/lifecycle/guards.js";
import { isExecutionStatus, isLifecycleEventName } from "../../src/lifecycle/names.js";
import { reasonOf } from "./chart-rows.js";
import type { Input } from "./vectors-inputs.js";

/** What of the chart a test vector is about: the edge that is taken, or the checks that hold against it. */

type Guard = (request: JobRequest, input: object) => boolean;

const holds = ({ guard }: Pick<Edge, "guard">, request: JobRequest, input: object): boolean =>
  (guard?.split(" and ") ?? []).every((name) => (guards[name as keyof typeof guards] as Guard)(request, input));

const edgesOf = ({ state }: JobRequest, name: ChartEvent): readonly Edge[] => [
  ...(chart.states[state].on[name] ?? []),
  ...(chart.on[name] ?? []),
];

/** The members that were sent; what is no object has none. */
const membersOf = (input: Input): { readonly [member: string]: unknown } =>
  Object(("callback" in input ? input.callback : input.event) ?? {});

const nameOf = (input: Input): ChartEvent | undefined => {
  const { status, type } = membersOf(input);
  if ("callback" in input) return isExecutionStatus(status) ? status : undefined;
  return isLifecycleEventName(type) ? type : undefined;
};

/** The first edge whose guard holds, refusing or not. */
export function edgeFor(request: JobRequest, input: Input): Edge | undefined {
  const name = nameOf(input);
  return name && edgesOf(request, name).find((edge) => holds(edge, request, membersOf(input)));
}

/** Every reason against the input whose check holds, in the order of the checks: the first is the answer. */
export const reasonsAgainst = (request: JobRequest, input: Input): readonly OutcomeReason[] =>
  "callback" in input ? againstCallback(request, membersOf(input)) : againstEvent(request, input);

const againstCallback = (request: JobRequest, callback: object): readonly OutcomeReason[] =>
  chart.callbacks.fallbacks
    .filter((fallback) => fallback.guard && holds(fallback, request, callback))
    .flatMap((fallback) => reasonOf(fallback) ?? []);

function againstEvent(request: JobRequest, input: Input): readonly OutcomeReason[] {
  const name = nameOf(input) as keyof typeof EVENT_PAYLOADS | undefined;
  if (name === undefined) return ["UNKNOWN_EVENT"];
  const edges = edgesOf(request, name);
  const event = membersOf(input);
  const unfit = EVENT_PAYLOADS[name].filter((member) => !PAYLOAD_VALIDATORS[member].isValid(event[member]));
  return [
    ...(edges.length === 0 ? (["UNSUPPORTED_STATE"] as const) : []),
    ...(unfit.includes("requestHandle" as never) ? (["HANDLE_MISSING"] as const) : []),
    ...(unfit.some((member) => member !== "requestHandle") ? (["INVALID_PAYLOAD"] as const) : []),
    ...edges.flatMap((edge) => (edge.guard && holds(edge, request, event) ? (reasonOf(edge) ?? []) : [])),
  ];
}
