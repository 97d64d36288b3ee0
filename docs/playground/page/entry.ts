import { chart, type RequestState } from "ess-request-machine";
import { html } from "lit-html";
import type { Entry } from "../../examples/timeline/entry.js";
import { changeText } from "./entry-text.js";

/** The state and the change of a step, in the colours of their kinds. */

export const kindClass = ({ kind }: Entry): string => kind.replaceAll(" ", "-");

/** A terminal state has the colour of its result. */
export function stateName(state: RequestState | undefined) {
  const { terminal, result } = state === undefined ? { terminal: false, result: null } : chart.states[state].meta;
  return html`<b class="name ${result ?? (terminal ? "no-result" : "")}">${state ?? "no record"}</b>`;
}

export const changeBadge = (entry: Entry) =>
  html`<span class="badge change ${kindClass(entry)}">${changeText(entry)}</span>`;
