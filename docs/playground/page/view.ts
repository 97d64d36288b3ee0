import { html, nothing } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Actions, PageState } from "./actions.js";
import { chartView } from "./chart.js";
import { endsView } from "./ends.js";
import { chosen } from "./inputs.js";
import { logBoxView } from "./log-box.js";
import { outcomeView } from "./outcome.js";
import { recordView } from "./record.js";
import { SAMPLES } from "./samples.js";
import { sendView } from "./send.js";
import { stepsView } from "./steps.js";
import { timelineView } from "./timeline.js";

export const pageView = (state: PageState, actions: Actions) => html`
  <header>
    <div>
      <h1>Job request playground</h1>
      <p>
        What does each callback or event do to an Oracle Enterprise Scheduler request? Step through a scenario, or send
        your own.
      </p>
    </div>
    ${scenarioMenu(actions)}
  </header>
  ${stepsView(state, actions)}
  <main>
    ${chartView()}
    ${recordView(state)}
    <div class="column">
      ${outcomeView(state)}
      ${sendView(state, actions)}
      ${endsView(state, actions)}
      ${timelineView(state, actions)}
      ${logBoxView(actions)}
    </div>
  </main>
  <div role="status">${noticeView(state, actions)}</div>
`;

const scenarioMenu = (actions: Actions) => html`
  <div class="buttons">
    <select
      name="sample"
      aria-label="Open a scenario of the demo"
      @change=${(event: Event) => actions.openSample(chosen(event))}
    >
      <option value="" disabled .selected=${live(true)}>Open a scenario…</option>
      ${SAMPLES.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
    </select>
    <button type="button" @click=${actions.newRequest}>New request</button>
    <button type="button" @click=${actions.copyLink}>Copy link</button>
  </div>
`;

const noticeView = ({ notice }: PageState, actions: Actions) =>
  notice === undefined
    ? nothing
    : html`<div class="notice ${notice.isProblem ? "problem" : ""}">
        <p>${notice.text}</p>
        <button type="button" class="quiet" @click=${actions.dismiss}>Close</button>
      </div>`;
