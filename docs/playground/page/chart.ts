import { acceptedEvents, chart, REQUEST_STATES } from "ess-request-machine";
import { html, nothing } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import statechart from "statechart";
import type { Scene } from "../story/story.js";
import type { PageState } from "./actions.js";
import { kindClass } from "./entry.js";

/** The statechart, and how it is lit. docs/generate/ draws it, and gives its parts the names that are asked for here. */

export function chartView({ scene: { current } }: PageState) {
  const came = current?.entry;
  const caption =
    came && (came.outcome === undefined || "reason" in came.outcome) ? `${came.input ?? "a line"}: ${came.result}` : "";
  return html`
    <section class="chart" aria-label="The statechart">
      <div class="scrolls" tabindex="0" role="group" aria-label="The drawing">${unsafeHTML(statechart)}</div>
      ${caption === "" ? nothing : html`<p class="caption ${kindClass(came!)}" aria-hidden="true">${caption}</p>`}
    </section>
  `;
}

export function light(page: HTMLElement, { request, current }: Scene) {
  const state = request?.state ?? "none";
  const { event, outcome } = current?.entry ?? {};
  const isHere = current?.after === request;
  const moved = isHere && outcome?.kind === "transitioned" ? outcome : undefined;
  const refused = isHere && outcome !== undefined && "reason" in outcome;

  const open = request === undefined ? [] : acceptedEvents(request.state);
  const targets = open.flatMap(
    (name) => chart.states[request!.state].on[name]?.flatMap(({ target }) => target ?? []) ?? [],
  );

  for (const arrow of page.querySelectorAll(".arrow")) {
    const is = (from: string, on: string, to = "") => arrow.matches(`.from-${from}.on-${on}${to}`);
    arrow.classList.toggle(
      "open",
      open.some((name) => is(state, name)),
    );
    arrow.classList.toggle("taken", moved !== undefined && is(moved.from, `${event}`, `.to-${moved.to}`));
    arrow.classList.toggle("refused", refused && is(state, `${event}`));
  }
  for (const name of REQUEST_STATES) {
    const { classList } = page.querySelector(`#state-${name}`) as Element;
    classList.toggle("current", name === state);
    classList.toggle("refusing", refused && name === state);
    classList.toggle("left", name === moved?.from);
    classList.toggle("open", targets.includes(name));
  }
}

/** Moves the insides of what scrolls, never the page, so that the current state and the current step can be seen. */
export function keepInView(page: HTMLElement) {
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
