import { chart } from "ess-request-machine";
import { html, nothing } from "lit-html";
import type { Entry } from "../../examples/timeline/entry.js";
import type { Scene } from "../story/story.js";

/** What came, what it did, and why: the same words in the timeline and as the last outcome. */

export const kindClass = ({ kind }: Entry): string => kind.replaceAll(" ", "-");

/** A terminal state in the colour of its result. */
export function stateName({ request }: Scene) {
  const { terminal, result } =
    request === undefined ? { terminal: false, result: null } : chart.states[request.state].meta;
  return html`<b class="name ${result ?? (terminal ? "no-result" : "")}">${request?.state ?? "no record"}</b>`;
}

/** What it did, but for what is owed. */
export const changeBadge = (entry: Entry) =>
  html`<span class="badge did ${kindClass(entry)}">${entry.result.split("; effects: ")[0]}</span>`;

export function entryHead(entry: Entry) {
  const { input, outcome, answer } = entry;
  const effects = outcome?.effects ?? [];
  return html`
    <span class="came">${input ?? "a line"}</span>
    ${changeBadge(entry)}
    ${effects.map((effect) => html`<span class="badge effect" title="What the scheduler owes next">owes ${effect}</span> `)}
    ${answer === undefined ? nothing : html`<span class="badge http">HTTP ${answer.status}</span>`}
  `;
}

export const sentence = ({ explanation }: Entry) =>
  explanation === undefined ? nothing : html`<p class="sentence">${explanation}</p>`;

export const answerView = ({ answer }: Entry) =>
  answer === undefined
    ? nothing
    : html`<details class="answer">
        <summary>The endpoint's answer</summary>
        <pre tabindex="0">${JSON.stringify(answer.body, null, 2)}</pre>
      </details>`;
