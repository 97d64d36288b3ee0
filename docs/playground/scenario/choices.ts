import { acceptedEvents, type ChartEvent, EXECUTION_STATUSES, LIFECYCLE_EVENTS } from "ess-request-machine";
import { isObject, type Members, parseJson } from "../../examples/timeline/parse-line.js";
import { handlesByRequest } from "./import-log.js";
import { isPlaceholder, unusedPlaceholder } from "./placeholders.js";
import type { Scenario, ScenarioView } from "./scenario.js";

/** What the reader can choose: the handle of a callback or event, the event, and the time. */

export interface HandleChoice {
  /** Identifies the choice while the handles change: current, earlier handle-1, foreign, missing, new. */
  readonly kind: string;
  /** A placeholder; undefined for a callback without a handle. */
  readonly handle: string | undefined;
}

/** The handles that a callback or a check-in can have. The current one is first, if the request has one. */
export function reportHandles(scenario: Scenario, { id, request }: ScenarioView): readonly HandleChoice[] {
  const current = request?.requestHandle ?? undefined;
  const known = handlesByRequest(scenario.lines).get(id) ?? [];
  const foreign = [...known].find((handle) => handle.startsWith("foreign-"));
  return [
    ...(current === undefined ? [] : [{ kind: "current", handle: current }]),
    ...(request?.earlierHandles ?? []).map((handle) => ({ kind: `earlier ${handle}`, handle })),
    { kind: "foreign", handle: foreign ?? unusedPlaceholder("foreign", 1, new Set()) },
    { kind: "missing", handle: undefined },
  ];
}

/** The handles that an execution can be started with: a new one first, then those that the request already had. */
export function startHandles(scenario: Scenario, view: ScenarioView): readonly HandleChoice[] {
  const { id, request } = view;
  const used = new Set([...(handlesByRequest(scenario.lines).get(id) ?? [])].filter(isPlaceholder));
  const executions = (request?.earlierHandles.length ?? 0) + (request?.requestHandle ? 1 : 0);
  const known = reportHandles(scenario, view).filter(({ kind }) => kind !== "foreign" && kind !== "missing");
  return [{ kind: "new", handle: unusedPlaceholder("handle", executions + 1, used) }, ...known];
}

const isStatus = (event: ChartEvent) => (EXECUTION_STATUSES as readonly ChartEvent[]).includes(event);

/** The lifecycle events that the request's state can accept, and the others. */
export function eventsFor({ request }: ScenarioView) {
  const accepted = request === undefined ? [] : acceptedEvents(request.state).filter((event) => !isStatus(event));
  const others = LIFECYCLE_EVENTS.filter((event) => !accepted.includes(event));
  return { accepted: LIFECYCLE_EVENTS.filter((event) => accepted.includes(event)), others };
}

/** The time at which a scenario begins, in epoch milliseconds. The demo's scenarios begin at the same time. */
export const START_TIME = Date.UTC(2026, 2, 31, 14);

/** The time of the last applied event that has one, in epoch milliseconds. Default: START_TIME. */
export function timeOf({ lines, position }: Scenario): number {
  const times = lines.slice(0, position).map((line) => {
    const value = parseJson(line);
    const event: Members = isObject(value) && isObject(value.event) ? value.event : {};
    return typeof event.at === "number" ? event.at : undefined;
  });
  return times.findLast((time) => time !== undefined) ?? START_TIME;
}
