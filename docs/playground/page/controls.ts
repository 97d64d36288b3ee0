import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { minuteOf } from "../../examples/timeline/minute.js";
import { eventsFor } from "../story/choices.js";
import type { Actions, PageState } from "./actions.js";
import { callbackForm } from "./callback-form.js";
import { eventForm } from "./event-form.js";
import { textIn } from "./inputs.js";

/** Buttons for whatever may come to the request in view. */
export function controlsView(state: PageState, actions: Actions) {
  const { request } = state.scene;
  const { accepted, others } = eventsFor(state.scene);
  return html`
    <section class="choices" aria-labelledby="controls-title">
      <h2 id="controls-title" tabindex="-1">What comes next?</h2>
      ${callbackForm(state, actions)}
      <fieldset class="card events">
        <legend>The scheduler and the operator</legend>
        ${clockView(state, actions)}
        ${repeat(accepted, String, (type) => eventForm(type, true, state, actions))}
        ${accepted.length === 0 ? html`<p class="hint">Nothing leads out of ${request?.state ?? "what is not there"}.</p>` : nothing}
        <details>
          <summary>${others.length} more, which ${request?.state ?? "it"} ignores or refuses</summary>
          ${repeat(others, String, (type) => eventForm(type, false, state, actions))}
        </details>
      </fieldset>
      ${newRequestForm(state, actions)}
    </section>
  `;
}

const MINUTE = 60_000;

/** A date field tells minutes, of no time zone: here they are UTC's. Where there is no date, it is empty. */
function clockView({ clock }: PageState, { setClock }: Actions) {
  const minute = minuteOf(clock);
  const set = ({ target }: Event) => {
    const time = (target as HTMLInputElement).valueAsNumber;
    if (!Number.isNaN(time)) setClock(time);
  };
  return html`<div class="clock">
    <label>Time, in UTC <input type="datetime-local" name="clock" .value=${minute?.replace(" ", "T") ?? ""} @change=${set} /></label>
    ${minute === undefined ? html`<span class="hint">${clock} ms is no date</span>` : nothing}
    ${[1, 5, 30].map((minutes) => html`<button type="button" class="quiet" @click=${() => setClock(clock + minutes * MINUTE)}>+${minutes} min</button>`)}
  </div>`;
}

function newRequestForm({ scene: { ids } }: PageState, { send }: Actions) {
  const next = Math.max(100, ...ids.map(Number).filter(Number.isSafeInteger)) + 1;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const inputs = new FormData(event.target as HTMLFormElement);
    const submitted = { retries: Number(textIn(inputs, "retries") ?? 0), validated: !inputs.has("unvalidated") };
    send({ id: textIn(inputs, "id") ?? "", submit: submitted });
  };
  return html`<details class="card">
    <summary>Submit another request</summary>
    <form class="event" @submit=${submit}>
      <label>Id <input name="id" inputmode="numeric" autocomplete="off" required pattern="[1-9][0-9]{0,18}" title="1 to 9223372036854775807" .defaultValue=${String(next)} /></label>
      <label>Retries <input name="retries" type="number" min="0" value="0" /></label>
      <label><input name="unvalidated" type="checkbox" /> is not validated yet</label>
      <button>submit</button>
    </form>
  </details>`;
}
