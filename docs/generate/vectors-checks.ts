import {
  type AnnotatedTransition,
  type ChartEvent,
  chart,
  type JobRequest,
  type OutcomeReason,
} from "ess-request-machine";
import { PAYLOAD_VALIDATORS } from "../../src/input/validators.js";
import { EVENT_PAYLOADS } from "../../src/lifecycle/events.js";
import { guards } from "../../src/lifecycle/guards.js";
import { isExecutionStatus, isLifecycleEventName } from "../../src/lifecycle/names.js";
import { reasonOf } from "./chart-rows.js";
import type { Input } from "./vectors-inputs.js";

/** Which transition of the chart a test vector is about, or which reasons apply to it. */

type Guard = (request: JobRequest, input: object) => boolean;

const holds = ({ guard }: Pick<AnnotatedTransition, "guard">, request: JobRequest, input: object): boolean =>
  (guard?.split(" and ") ?? []).every((name) => (guards[name as keyof typeof guards] as Guard)(request, input));

const transitionsOf = ({ state }: JobRequest, name: ChartEvent): readonly AnnotatedTransition[] => [
  ...(chart.states[state].on[name] ?? []),
  ...(chart.on[name] ?? []),
];

/** The members of an input. Non-objects have none. */
const membersOf = (input: Input): { readonly [member: string]: unknown } =>
  Object(("callback" in input ? input.callback : input.event) ?? {});

const nameOf = (input: Input): ChartEvent | undefined => {
  const { status, type } = membersOf(input);
  if ("callback" in input) return isExecutionStatus(status) ? status : undefined;
  return isLifecycleEventName(type) ? type : undefined;
};

/** The first transition with a passing guard; it may be one that ignores or rejects. */
export function transitionFor(request: JobRequest, input: Input): AnnotatedTransition | undefined {
  const name = nameOf(input);
  return name && transitionsOf(request, name).find((transition) => holds(transition, request, membersOf(input)));
}

/** Every reason that applies to the input, in the order of the checks: the first decides. */
export const reasonsAgainst = (request: JobRequest, input: Input): readonly OutcomeReason[] =>
  "callback" in input ? againstCallback(request, membersOf(input)) : againstEvent(request, input);

const againstCallback = (request: JobRequest, callback: object): readonly OutcomeReason[] =>
  chart.callbacks.fallbacks
    .filter((fallback) => fallback.guard && holds(fallback, request, callback))
    .flatMap((fallback) => reasonOf(fallback) ?? []);

function againstEvent(request: JobRequest, input: Input): readonly OutcomeReason[] {
  const name = nameOf(input) as keyof typeof EVENT_PAYLOADS | undefined;
  if (name === undefined) return ["UNKNOWN_EVENT"];
  const transitions = transitionsOf(request, name);
  const event = membersOf(input);
  const invalid = EVENT_PAYLOADS[name].filter((member) => !PAYLOAD_VALIDATORS[member].isValid(event[member]));
  return [
    ...(transitions.length === 0 ? (["UNSUPPORTED_STATE"] as const) : []),
    ...(invalid.includes("requestHandle" as never) ? (["HANDLE_MISSING"] as const) : []),
    ...(invalid.some((member) => member !== "requestHandle") ? (["INVALID_PAYLOAD"] as const) : []),
    ...transitions.flatMap((transition) =>
      transition.guard && holds(transition, request, event) ? (reasonOf(transition) ?? []) : [],
    ),
  ];
}
