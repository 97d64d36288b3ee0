import { html, nothing } from "lit-html";
import type { Actions, PageState } from "./actions.js";
import { chartView } from "./chart.js";
import { controlsView } from "./controls.js";
import { logBoxView } from "./log-box.js";
import { outcomeView } from "./outcome.js";
import { recordView } from "./record.js";
import { movesView, storyView } from "./steps.js";
import { timelineView } from "./timeline.js";

export const pageView = (state: PageState, actions: Actions) => html`
  <header>
    <div>
      <h1>The life of a job request</h1>
      <p>
        Send callbacks and events to an Oracle Enterprise Scheduler request, and see what becomes of it. Nothing leaves this page;
        the whole story is in its address.
      </p>
    </div>
    ${storyView(actions)}
  </header>
  ${movesView(state, actions)}
  <main>
    ${outcomeView(state)} ${chartView(state)}
    <div class="column controls">${controlsView(state, actions)} ${logBoxView(actions)}</div>
    <div class="column told">${timelineView(state, actions)} ${recordView(state)}</div>
  </main>
  <div role="status">
    ${
      state.notice === undefined
        ? nothing
        : html`<div class="notice ${state.notice.isProblem ? "problem" : ""}">
            <p>${state.notice.text}</p>
            <button type="button" class="quiet" @click=${actions.dismiss}>Close</button>
          </div>`
    }
  </div>
`;
