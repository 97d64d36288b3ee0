import { COMPLETION_STATES, type EventPayload, HANDLER_RESULTS, type LifecycleEventName } from "ess-request-machine";
import { html, type nothing, type TemplateResult } from "lit-html";
import { EVENT_PAYLOADS } from "../../../src/lifecycle/events.js";
import { newcomers, senders } from "../story/choices.js";
import type { Actions, PageState } from "./actions.js";
import { formOf, handleIn, handleName, stay, textIn } from "./inputs.js";

/** One lifecycle event: its button, and a field for whatever it carries. */
export function eventForm(
  type: LifecycleEventName,
  isOpen: boolean,
  { story, scene, clock }: PageState,
  { send }: Actions,
) {
  const begins = type === "start" || type === "resume";
  const choices = begins ? newcomers(story, scene) : senders(story, scene);
  const members: readonly (keyof EventPayload)[] = EVENT_PAYLOADS[type];

  const pressed = (event: Event) => {
    const form = formOf(event);
    const inputs = new FormData(form);
    const values: Record<keyof EventPayload, unknown> = {
      requestHandle: handleIn(inputs, choices),
      at: clock,
      message: textIn(inputs, "message"),
      result: textIn(inputs, "result"),
      state: textIn(inputs, "state"),
    };
    form.reset();
    send({ id: scene.id, event: { type, ...Object.fromEntries(members.map((member) => [member, values[member]])) } });
  };

  const fields: Record<keyof EventPayload, TemplateResult | typeof nothing> = {
    requestHandle: html`<label>handle
      <select name="handle">${choices.map((choice) => html`<option value=${choice.role}>${handleName(choice)}${choice.handle === undefined ? "" : `, ${choice.handle}`}</option>`)}</select>
    </label>`,
    at: html`<span class="hint">at this time</span>`,
    message: html`<label>message <input name="message" autocomplete="off" placeholder="none" /></label>`,
    result: chooser("result", HANDLER_RESULTS),
    state: chooser("state", COMPLETION_STATES),
  };

  return html`<form class="event" @submit=${stay}>
    <button type="button" class="event-button ${isOpen ? "open" : ""}" @click=${pressed}>${type}</button>
    ${members.map((member) => fields[member])}
  </form>`;
}

const chooser = (name: string, names: readonly string[]) => html`<label>${name}
  <select name=${name}>${names.map((option) => html`<option>${option}</option>`)}</select>
</label>`;
