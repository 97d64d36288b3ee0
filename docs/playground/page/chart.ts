import { html } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import statechart from "statechart";
import type { ScenarioView } from "../scenario/scenario.js";
import { type Highlight, possibleFrom } from "./highlight.js";

/** The statechart. docs/generate/ draws it. */
export const chartView = () => html`
  <section class="chart card" aria-label="Statechart">
    <div class="scrolls" tabindex="0" role="group" aria-label="Drawing of the statechart">
      ${unsafeHTML(statechart)}
    </div>
    <details class="legend">
      <summary>Legend</summary>
      <p>
        <b class="callback-word">UPPER CASE</b>: the job reports. <b class="event-word">camelCase</b>: the scheduler or
        an operator acts. Bold: possible now. Thick blue: applied in this step. Dotted yellow: ignored or rejected in
        this step. A double border: terminal.
      </p>
    </details>
  </section>
`;

/** Only the last step of the request in view is highlighted. */
export function highlightOf({ request, current }: ScenarioView): Highlight {
  if (request === undefined) return { state: undefined, possible: [], targets: [] };
  const { state } = request;
  const { event, outcome } = current?.after === request ? current.entry : {};
  const hasNoEffect = outcome !== undefined && "reason" in outcome;
  return {
    state,
    ...possibleFrom(state),
    applied:
      outcome?.kind === "transitioned" && event !== undefined
        ? { from: outcome.from, to: outcome.to, event }
        : undefined,
    ineffective: hasNoEffect ? event : undefined,
  };
}
