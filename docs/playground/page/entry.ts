import { chart } from "ess-request-machine";
import { html, nothing } from "lit-html";
import type { Entry } from "../../examples/timeline/replay.js";
import type { ScenarioView } from "../scenario/scenario.js";

/** A step in words: the input, the change, the effects and the HTTP status. */

export const kindClass = ({ kind }: Entry): string => kind.replaceAll(" ", "-");

/** A terminal state has the colour of its result. */
export function stateName({ request }: ScenarioView) {
  const { terminal, result } =
    request === undefined ? { terminal: false, result: null } : chart.states[request.state].meta;
  return html`<b class="name ${result ?? (terminal ? "no-result" : "")}">${request?.state ?? "no record"}</b>`;
}

export const inputText = ({ came }: Entry): string => came ?? "a line";

export function changeText({ outcome, did }: Entry): string {
  if (outcome === undefined) return did;
  if (outcome.kind === "transitioned") return `${outcome.from} → ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : `${outcome.kind} ${outcome.reason}`;
}

export const changeBadge = (entry: Entry) =>
  html`<span class="badge change ${kindClass(entry)}">${changeText(entry)}</span>`;

export const httpBadge = ({ answer }: Entry) =>
  answer === undefined ? nothing : html`<span class="badge http">HTTP ${answer.status}</span>`;

export const explanationOf = ({ explanation, why }: Entry): string | undefined => explanation ?? why;
