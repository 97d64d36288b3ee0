import { acceptedEvents, EXECUTION_STATUSES, ignoresMessage } from "ess-request-machine";
import { html, nothing } from "lit-html";
import { reportHandles } from "../scenario/choices.js";
import type { Actions, PageState } from "./actions.js";
import { formOf, handleIn, handleOptions, preventSubmit, textIn } from "./inputs.js";

/** The job's callbacks: a button for each status, whether or not the state accepts it. */
export function callbackForm({ scenario, view }: PageState, { send }: Actions) {
  const choices = reportHandles(scenario, view);
  const accepted = view.request === undefined ? [] : acceptedEvents(view.request.state);
  const report = (status: string) => (event: Event) => {
    const form = formOf(event);
    const inputs = new FormData(form);
    const statusMessage = textIn(inputs, "message");
    (form.elements.namedItem("message") as HTMLInputElement).value = "";
    send({ id: view.id, body: { requestHandle: handleIn(inputs, choices), status, statusMessage } });
  };
  return html`<form class="callbacks" @submit=${preventSubmit}>
    <fieldset>
      <legend>Job</legend>
      <div class="fields">
        <label>handle <select name="handle">${handleOptions(choices)}</select></label>
        <label class="message">message <input name="message" autocomplete="off" placeholder="none" /></label>
      </div>
      ${
        view.request?.requestHandle === null
          ? html`<p class="hint">No execution has started, so no handle is current: <code>start</code> issues one.</p>`
          : nothing
      }
      <div class="buttons">
        ${EXECUTION_STATUSES.map(
          (status) => html`<button
            type="button" class="callback ${accepted.includes(status) ? "possible" : ""}"
            title=${ignoresMessage(status) ? "Its message is ignored" : nothing}
            @click=${report(status)}
          >${status}</button>`,
        )}
      </div>
    </fieldset>
  </form>`;
}
