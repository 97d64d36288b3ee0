import { acceptedEvents, chart, type RequestState } from "ess-request-machine";

/**
 * Highlights a request in the drawing of the chart. The drawing names its parts: a state's group has the id
 * `state-RUNNING`, a transition's groups have the classes `arrow`, `from-RUNNING`, `to-COMPLETED` and `on-SUCCESS`.
 */
export interface Highlight {
  readonly state: string | undefined;
  /** The events that the state can accept, and the states that they can lead to. */
  readonly possible: readonly string[];
  readonly targets: readonly string[];
  /** The transition that was applied last. */
  readonly applied?: { readonly from: string; readonly to: string; readonly event: string } | undefined;
  /** The event that was ignored or rejected last. */
  readonly ineffective?: string | undefined;
}

export function possibleFrom(state: RequestState): Pick<Highlight, "possible" | "targets"> {
  const possible = acceptedEvents(state);
  const targets = possible.flatMap((name) => chart.states[state].on[name]?.flatMap(({ target }) => target ?? []) ?? []);
  return { possible, targets };
}

export function highlight(drawing: Element, { state, possible, targets, applied, ineffective }: Highlight): void {
  for (const arrow of drawing.querySelectorAll(".arrow")) {
    const is = (from: string | undefined, on: string, to = "") =>
      from !== undefined && arrow.matches(`.from-${from}.on-${on}${to}`);
    const { classList } = arrow;
    classList.toggle(
      "possible",
      possible.some((event) => is(state, event)),
    );
    classList.toggle("applied", applied !== undefined && is(applied.from, applied.event, `.to-${applied.to}`));
    classList.toggle("ineffective", ineffective !== undefined && is(state, ineffective));
  }
  for (const shape of drawing.querySelectorAll(".state")) {
    const name = shape.id.replace("state-", "");
    const { classList } = shape;
    classList.toggle("current", name === state);
    classList.toggle("ineffective", ineffective !== undefined && name === state);
    classList.toggle("previous", name === applied?.from && name !== state);
    classList.toggle("possible", targets.includes(name));
  }
}

/** Scrolls boxes, never the page, so that the current state and the current step are visible. */
export function scrollToCurrent(page: Element): void {
  for (const box of page.querySelectorAll(".scrolls")) {
    const part = box.querySelector(".state.current, .step.current")?.getBoundingClientRect();
    if (part === undefined) continue;
    const { left, top, width, height } = box.getBoundingClientRect();
    box.scrollBy({
      left: part.left + part.width / 2 - left - width / 2,
      top: part.top + part.height / 2 - top - height / 2,
    });
  }
}
