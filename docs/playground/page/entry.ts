import { chart } from "ess-request-machine";
import { html } from "lit-html";
import type { Entry } from "../../examples/timeline/entry.js";
import type { ScenarioView } from "../scenario/scenario.js";
import { changeText } from "./entry-text.js";

/** The state and the change of a step, in the colours of their kinds. */

export const kindClass = ({ kind }: Entry): string => kind.replaceAll(" ", "-");

/** A terminal state has the colour of its result. */
export function stateName({ request }: ScenarioView) {
  const { terminal, result } =
    request === undefined ? { terminal: false, result: null } : chart.states[request.state].meta;
  return html`<b class="name ${result ?? (terminal ? "no-result" : "")}">${request?.state ?? "no record"}</b>`;
}

export const changeBadge = (entry: Entry) =>
  html`<span class="badge change ${kindClass(entry)}">${changeText(entry)}</span>`;
