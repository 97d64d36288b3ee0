import { html, nothing } from "lit-html";
import type { Step } from "../scenario/scenario.js";
import type { Actions, PageState } from "./actions.js";
import { changeBadge, kindClass } from "./entry.js";
import { inputText } from "./entry-text.js";

/** One line for each step. Steps that have not been applied yet are listed too, so that the reader can jump to them. */
export function timelineView({ scenario, view: { steps, current, ids } }: PageState, actions: Actions) {
  const itemView = (step: Step, index: number) => {
    const { entry } = step;
    const isCurrent = step === current;
    const place = isCurrent ? "current" : step.index < scenario.position ? "past" : "ahead";
    return html`
      ${entry.note === undefined || ids.length < 2 ? nothing : html`<li class="note">${entry.note}</li>`}
      <li class="step ${kindClass(entry)} ${place}" aria-current=${isCurrent ? "step" : nothing}>
        <button type="button" class="jump" @click=${() => actions.jump(step)}>
          <span class="number">${index + 1}</span>
          ${ids.length > 1 ? html`<span class="id">${entry.requestId ?? "?"}</span>` : nothing}
          <span class="input">${inputText(entry)}</span>
          ${step.handle === undefined ? nothing : html`<span class="handle">${step.handle}</span>`}
          ${changeBadge(entry)}
        </button>
      </li>
    `;
  };
  return html`
    <section class="timeline card" aria-labelledby="timeline-title">
      <div class="heading">
        <h2 id="timeline-title">Timeline</h2>
        ${current === undefined ? nothing : removeButton(current, actions)}
      </div>
      <ol class="scrolls" tabindex="0" aria-label="Steps">${steps.map(itemView)}</ol>
    </section>
  `;
}

const removeButton = (step: Step, actions: Actions) =>
  html`<button type="button" class="quiet" @click=${() => actions.remove(step)}>Remove this step</button>`;
