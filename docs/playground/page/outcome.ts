import { chart } from "ess-request-machine";
import { html, nothing } from "lit-html";
import { appliedTransition } from "../scenario/applied-transition.js";
import type { Step } from "../scenario/scenario.js";
import type { Actions, PageState } from "./actions.js";
import { changeBadge, explanationOf, httpBadge, inputText, kindClass, stateName } from "./entry.js";

/** The state and the outcome of the current step. Screen readers announce it when it changes. */
export function outcomeView({ view }: PageState, actions: Actions) {
  const { id, request, current } = view;
  return html`
    <section class="outcome card" aria-label="State and outcome" aria-live="polite">
      <p class="head">
        ${stateName(view)}
        <span>request ${id}, ${request === undefined ? "unknown here" : `attempt ${request.attempt}`}</span>
        <span class="hint">${request && chart.states[request.state].description}</span>
      </p>
      ${current === undefined ? html`<p>No step has been applied yet. Press Play or step forward.</p>` : stepView(current)}
    </section>
    ${current === undefined ? nothing : stepMenu(current, actions)}
  `;
}

function stepView({ entry }: Step) {
  const effects = entry.outcome?.effects ?? [];
  const transition = appliedTransition(entry);
  return html`<div class="last ${kindClass(entry)}">
    <p class="head">
      <b class="input">${inputText(entry)}</b> ${changeBadge(entry)} ${httpBadge(entry)}
    </p>
    ${transition === undefined ? nothing : html`<p class="why"><b>Why:</b> ${transition.description}.</p>`}
    ${explanationOf(entry) === undefined ? nothing : html`<p class="explanation">${explanationOf(entry)}</p>`}
    ${effects.length === 0 ? nothing : html`<p class="effects">Next for the scheduler: ${effects.map((effect) => html`<code>${effect}</code> `)}</p>`}
  </div>`;
}

function stepMenu(step: Step, actions: Actions) {
  const { answer } = step.entry;
  return html`<div class="step-menu">
    <button type="button" class="quiet" @click=${() => actions.remove(step)}>Remove this step</button>
    ${
      answer === undefined
        ? nothing
        : html`<details class="answer">
            <summary>The endpoint's answer</summary>
            <pre tabindex="0">${JSON.stringify(answer.body, null, 2)}</pre>
          </details>`
    }
  </div>`;
}
