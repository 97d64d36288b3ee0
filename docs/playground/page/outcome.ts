import { chart } from "ess-request-machine";
import { html, nothing } from "lit-html";
import type { Entry } from "../../examples/timeline/entry.js";
import { appliedTransition } from "../scenario/applied-transition.js";
import type { Step } from "../scenario/scenario.js";
import type { PageState } from "./actions.js";
import { changeBadge, kindClass, stateName } from "./entry.js";
import { inputText } from "./entry-text.js";

/** The state and the outcome of the current step. Screen readers announce it when it changes. */
export function outcomeView({ view }: PageState) {
  const { id, request, current } = view;
  return html`
    <section class="outcome card" aria-label="State and outcome" aria-live="polite">
      <p class="head">
        ${stateName(request?.state)}
        <span>request ${id}, ${request === undefined ? "unknown here" : `attempt ${request.attempt}`}</span>
        <span class="hint">${request && chart.states[request.state].description}</span>
      </p>
      ${current === undefined ? NO_STEP : stepView(current)}
    </section>
  `;
}

const NO_STEP = html`<p>No step has been applied yet. Press Play or step forward.</p>`;

function stepView({ entry, handle }: Step) {
  const effects = entry.outcome?.effects ?? [];
  return html`<div class="last ${kindClass(entry)}">
    <div class="head">
      <b class="input">${inputText(entry)}</b>
      ${handle === undefined ? nothing : html`<span class="handle">${handle}</span>`}
      ${changeBadge(entry)} ${answerView(entry)}
    </div>
    ${whyView(entry)}
    ${effects.length === 0 ? nothing : html`<p>Next for the scheduler: ${effects.map(code)}</p>`}
  </div>`;
}

const PROVENANCE = "documented by Oracle, inferred from its documentation, or assumed by this library";

/** The chart says why a transition exists; the library explains everything else. */
function whyView(entry: Entry) {
  const transition = appliedTransition(entry);
  if (transition !== undefined) {
    const { description, meta } = transition;
    return html`<p class="why">
      <b>Why:</b> ${description} <span class="hint" title=${PROVENANCE}>(${meta.provenance})</span>
    </p>`;
  }
  return entry.explanation === undefined ? nothing : html`<p class="why">${entry.explanation}</p>`;
}

const code = (name: string) => html`<code>${name}</code> `;

/** The endpoint's answer to a callback. */
const answerView = ({ answer }: Entry) =>
  answer === undefined
    ? nothing
    : html`<details class="answer">
        <summary title="The endpoint's answer">HTTP ${answer.status}</summary>
        <pre tabindex="0">${JSON.stringify(answer.body, null, 2)}</pre>
      </details>`;
