import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { minuteOf } from "../../examples/timeline/minute.js";
import { eventsFor } from "../scenario/choices.js";
import type { Actions, PageState } from "./actions.js";
import { callbackForm } from "./callback-form.js";
import { eventForm } from "./event-form.js";
import { textIn } from "./inputs.js";

/** A button for each callback and event that can be sent to the request in view. */
export function sendView(state: PageState, actions: Actions) {
  const { request, id } = state.view;
  const { accepted, others } = eventsFor(state.view);
  return html`
    <section class="send card" aria-labelledby="send-title">
      <h2 id="send-title" tabindex="-1">Send to request ${id}</h2>
      ${callbackForm(state, actions)}
      <fieldset class="events">
        <legend>Scheduler or operator</legend>
        ${clockView(state, actions)}
        <div class="buttons">
          ${repeat(accepted, String, (type) => eventForm(type, true, state, actions))}
          ${accepted.length > 0 ? nothing : html`<p class="hint">No event changes ${request?.state ?? "it"}.</p>`}
        </div>
        <div class="folds">
          <details>
            <summary>${others.length} other events, without effect now</summary>
            <div class="buttons">${repeat(others, String, (type) => eventForm(type, false, state, actions))}</div>
          </details>
          ${submitForm(state, actions)}
        </div>
      </fieldset>
    </section>
  `;
}

const MINUTE = 60_000;

/** A date field has minutes and no time zone: here it is in UTC. It is empty where the time is not a date. */
function clockView({ clock }: PageState, { setClock }: Actions) {
  const minute = minuteOf(clock);
  const value = minute?.replace(" ", "T") ?? "";
  const set = ({ target }: Event) => {
    const time = (target as HTMLInputElement).valueAsNumber;
    if (!Number.isNaN(time)) setClock(time);
  };
  return html`<div class="clock">
    <label>
      <input type="datetime-local" name="clock" aria-label="Time, in UTC" .value=${value} @change=${set} /> UTC
    </label>
    ${minute === undefined ? html`<span class="hint">${clock} ms is not a date</span>` : nothing}
    ${[5, 30].map((minutes) => {
      const later = () => setClock(clock + minutes * MINUTE);
      return html`<button type="button" class="quiet" @click=${later}>+${minutes} min</button>`;
    })}
  </div>`;
}

function submitForm({ view: { ids } }: PageState, { send }: Actions) {
  const next = Math.max(100, ...ids.map(Number).filter(Number.isSafeInteger)) + 1;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const inputs = new FormData(event.target as HTMLFormElement);
    const options = { retries: Number(textIn(inputs, "retries") ?? 0), validated: !inputs.has("unvalidated") };
    send({ id: textIn(inputs, "id") ?? "", submit: options });
  };
  return html`<details>
    <summary>Submit another request</summary>
    <form class="fields" @submit=${submit}>
      <label>
        Id <input name="id" inputmode="numeric" autocomplete="off" required pattern="[1-9][0-9]{0,18}"
          title="1 to 9223372036854775807" .defaultValue=${String(next)} />
      </label>
      <label>Retries <input name="retries" type="number" min="0" value="0" /></label>
      <label><input name="unvalidated" type="checkbox" /> still to be validated</label>
      <button>submit</button>
    </form>
  </details>`;
}
