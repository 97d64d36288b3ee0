import { type ChartEvent, isTerminal } from "ess-request-machine";
import type { PendingInput, ReachableEnd } from "ess-request-machine/analysis";
import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import { defaultPending, endsOf, PENDING_NAMES, pendingInput, pendingLine, pendingName } from "../scenario/pending.js";
import type { Actions, PageState } from "./actions.js";
import { stateName } from "./entry.js";
import { chosen } from "./inputs.js";

/** What can happen now: each end that the pending callbacks and events can lead to, with a shortest way. */
export function endsView(state: PageState, actions: Actions) {
  const { request } = state.view;
  if (request === undefined) return nothing;
  return html`
    <section class="ends card" aria-labelledby="ends-title">
      <h2 id="ends-title">What can happen now?</h2>
      ${isTerminal(request.state) ? ENDED : openView(state, actions)}
    </section>
  `;
}

const ENDED = html`<p class="hint">The request has ended. Nothing changes it any more.</p>`;

function openView(state: PageState, actions: Actions) {
  const { scenario, view, clock } = state;
  const pending = state.pending ?? defaultPending(scenario, view, clock);
  const { ends, problem } = endsOf(view.request!, pending);
  const endView = ({ state: name, steps }: ReachableEnd) => {
    const inputs = steps.map(({ index }) => pending[index]!);
    const lines = inputs.map((input) => pendingLine(view.id, input));
    if (lines.length === 0) return html`<li>${stateName(name)} if nothing arrives</li>`;
    return html`<li>
      <button type="button" class="quiet" @click=${() => actions.send(...lines)}>Try</button>
      ${stateName(name)}
      <span>by ${inputs.map((input, at) => html`${at > 0 ? ", then " : nothing}${inputName(input)}`)}</span>
    </li>`;
  };
  return html`
    <div class="buttons">
      <span class="hint">On the way, in any order; each can be lost or repeated:</span>
      ${pending.map((input) => pendingView(input, pending, actions))}
      ${addView(state, pending, actions)}
    </div>
    ${problem === undefined ? nothing : html`<p>${problem}</p>`}
    <ul>${ends.map(endView)}</ul>
  `;
}

const inputName = (input: PendingInput) =>
  html`<code class=${"event" in input ? "event-word" : "callback-word"}>${pendingName(input)}</code>`;

function pendingView(input: PendingInput, pending: readonly PendingInput[], actions: Actions) {
  const remove = () => actions.setPending(pending.filter((other) => other !== input));
  const label = `Remove ${pendingName(input)}`;
  return html`<button type="button" class="pending" title="Remove" aria-label=${label} @click=${remove}>
    ${inputName(input)} ×
  </button>`;
}

function addView({ scenario, view, clock }: PageState, pending: readonly PendingInput[], actions: Actions) {
  const add = (event: Event) => {
    const input = pendingInput(chosen(event) as ChartEvent, scenario, view, clock);
    actions.setPending([...pending, input]);
  };
  const options = (names: readonly string[]) => names.map((name) => html`<option>${name}</option>`);
  return html`<select name="pending" aria-label="Add a callback or event that is on the way" @change=${add}>
    <option value="" disabled .selected=${live(true)}>Add…</option>
    <optgroup label="The job reports">${options(PENDING_NAMES.job)}</optgroup>
    <optgroup label="The scheduler or an operator acts">${options(PENDING_NAMES.others)}</optgroup>
  </select>`;
}
