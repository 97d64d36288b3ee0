import { chart } from "ess-request-machine";
import { html } from "lit-html";
import type { PageState } from "./actions.js";
import { entryHead, kindClass, sentence, stateName } from "./entry.js";

/** The state in words, and what the last step came to; a screen reader hears it as it changes. */
export function outcomeView({ scene }: PageState) {
  const { id, request, current } = scene;
  const facts = request && chart.states[request.state];
  const isRequest = request === undefined ? "is not known here" : `attempt ${request.attempt}`;
  return html`
    <section class="outcome card" aria-label="The state, and what came last" aria-live="polite">
      <p class="state">
        ${stateName(scene)}
        <span>request ${id}, ${isRequest}</span>
        <span class="hint">${facts?.description}</span>
      </p>
      ${
        current === undefined
          ? html`<p>Nothing has happened yet: step forward.</p>`
          : html`<div class="last ${kindClass(current.entry)}">
              <p class="head">${entryHead(current.entry)}</p>
              ${sentence(current.entry)}
            </div>`
      }
    </section>
  `;
}
