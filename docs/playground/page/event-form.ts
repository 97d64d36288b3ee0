import {
  COMPLETION_STATES,
  EVENT_PAYLOADS,
  type EventPayload,
  HANDLER_RESULTS,
  type LifecycleEventName,
} from "ess-request-machine";
import { html, nothing, type TemplateResult } from "lit-html";

import { reportHandles, startHandles } from "../scenario/choices.js";
import type { Actions, PageState } from "./actions.js";
import { formOf, handleIn, handleOptions, preventSubmit, textIn } from "./inputs.js";

/** A button for one lifecycle event. Its result or state is beside it; a handle and a message are folded. */
export function eventForm(
  type: LifecycleEventName,
  isPossible: boolean,
  { scenario, view, clock }: PageState,
  { send }: Actions,
) {
  const startsExecution = type === "start" || type === "resume";
  const choices = startsExecution ? startHandles(scenario, view) : reportHandles(scenario, view);
  const members: readonly (keyof EventPayload)[] = EVENT_PAYLOADS[type];

  const sendEvent = (event: Event) => {
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
    form.querySelector("details")?.removeAttribute("open");
    send({ id: view.id, event: { type, ...Object.fromEntries(members.map((member) => [member, values[member]])) } });
  };

  const fields: Partial<Record<keyof EventPayload, TemplateResult>> = {
    requestHandle: html`<label>handle <select name="handle">${handleOptions(choices)}</select></label>`,
    message: html`<label>message <input name="message" autocomplete="off" placeholder="none" /></label>`,
  };
  const folded = members.flatMap((member) => fields[member] ?? []);

  return html`<form class="event" @submit=${preventSubmit}>
    <button type="button" class="event-button ${isPossible ? "possible" : ""}" @click=${sendEvent}>${type}</button>
    ${members.includes("result") ? choose(`result of ${type}`, "result", HANDLER_RESULTS) : nothing}
    ${members.includes("state") ? choose(`state of ${type}`, "state", COMPLETION_STATES) : nothing}
    ${
      folded.length === 0
        ? nothing
        : html`<details class="options">
            <summary aria-label="Options of ${type}" title="Options of ${type}">⋯</summary>
            ${folded}
          </details>`
    }
  </form>`;
}

const choose = (label: string, name: string, options: readonly string[]) =>
  html`<select name=${name} aria-label=${label}>${options.map((option) => html`<option>${option}</option>`)}</select>`;
