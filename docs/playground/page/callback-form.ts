import { acceptedEvents, EXECUTION_STATUSES, ignoresMessage } from "ess-request-machine";
import { html } from "lit-html";
import { senders } from "../story/choices.js";
import type { Actions, PageState } from "./actions.js";
import { formOf, handleIn, handleName, stay, textIn } from "./inputs.js";

/** The job's callbacks: each status with the handle that is chosen, whether or not the state takes it. */
export function callbackForm({ story, scene }: PageState, { send }: Actions) {
  const choices = senders(story, scene);
  const accepted = scene.request === undefined ? [] : acceptedEvents(scene.request.state);
  const report = (status: string) => (event: Event) => {
    const form = formOf(event);
    const inputs = new FormData(form);
    const statusMessage = textIn(inputs, "message");
    (form.elements.namedItem("message") as HTMLInputElement).value = "";
    send({ id: scene.id, body: { requestHandle: handleIn(inputs, choices), status, statusMessage } });
  };
  return html`<form class="callbacks" @submit=${stay}>
    <fieldset class="card">
      <legend>The job calls back</legend>
      <fieldset class="handles">
        <legend>with the handle</legend>
        ${choices.map(
          (choice, index) => html`<label class="chip">
            <input type="radio" name="handle" value=${choice.role} ?checked=${index === 0} />
            <span>${handleName(choice)}${choice.handle === undefined ? "" : html` <code>${choice.handle}</code>`}</span>
          </label>`,
        )}
      </fieldset>
      <label class="message">and the message <input name="message" autocomplete="off" placeholder="none" /></label>
      <div class="buttons">
        ${EXECUTION_STATUSES.map(
          (status) => html`<button
            type="button" class="callback ${accepted.includes(status) ? "open" : ""}"
            title=${ignoresMessage(status) ? "Its message is ignored" : ""}
            @click=${report(status)}
          >${status}</button>`,
        )}
      </div>
    </fieldset>
  </form>`;
}
