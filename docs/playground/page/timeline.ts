import { html, nothing } from "lit-html";
import type { Step } from "../story/story.js";
import type { Actions, PageState } from "./actions.js";
import { answerView, entryHead, kindClass, sentence } from "./entry.js";

/** What came of every step. Those that have not happened yet are there as well, so that one can go to them. */
export function timelineView({ story, scene: { steps, current, ids } }: PageState, actions: Actions) {
  const itemView = (step: Step, index: number) => {
    const { entry } = step;
    const isCurrent = step === current;
    const place = isCurrent ? "current" : step.index < story.taken ? "past" : "ahead";
    return html`
      ${entry.note === undefined ? nothing : html`<li class="note">${entry.note}</li>`}
      <li class="step ${kindClass(entry)} ${place}" aria-current=${isCurrent ? "step" : nothing}>
        <button type="button" class="jump" @click=${() => actions.jump(step)}>
          <span class="number">${index + 1}</span>
          ${ids.length > 1 ? html`<span class="id">${entry.requestId ?? "?"}</span>` : nothing}
          ${entryHead(entry)}
        </button>
        ${sentence(entry)} ${answerView(entry)}
        ${isCurrent ? html`<button type="button" class="quiet" @click=${() => actions.remove(step)}>Remove this step</button>` : nothing}
      </li>
    `;
  };
  return html`
    <section class="timeline card" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <ol class="scrolls" tabindex="0" aria-label="Steps">${steps.map(itemView)}</ol>
    </section>
  `;
}
