import { chart, isRequestState, OUTCOME_REASONS, type OutcomeReason } from "ess-request-machine";
import { html, nothing } from "lit-html";
import { unsafeHTML } from "lit-html/directives/unsafe-html.js";
import statechart from "../../../lifecycle.svg";
import { type Highlight, possibleFrom } from "../../../playground/page/highlight.js";
import { minuteOf } from "../../timeline/minute.js";
import { type Actor, changeOf, type InspectedEvent, type Snapshot, snapshotsAround } from "./received.js";

/** The contents of the page: the actors, the statechart, the events and the record. */

/** The reader's choice. Without an event the page follows the newest one. */
export interface Choice {
  readonly sessionId?: string;
  readonly event?: number;
}

type Choose = (choice: Choice) => void;

interface Shown {
  readonly actor: Actor;
  readonly index: number;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

export function shownActor(actors: readonly Actor[], { sessionId, event }: Choice): Shown | undefined {
  const actor = actors.find((one) => one.sessionId === sessionId) ?? actors[0];
  if (actor === undefined) return undefined;
  const index = event ?? actor.events.length - 1;
  return { actor, index, ...snapshotsAround(actor, index) };
}

export function highlightOf({ actor, index, before, after }: Shown): Highlight {
  if (!isRequestState(after.value)) return { state: undefined, possible: [], targets: [] };
  const type = actor.events[index]?.event.type;
  const hasNoEffect = index >= 0 && /^(ignored|rejected)/.test(changeOf(actor, index));
  return {
    state: after.value,
    ...possibleFrom(after.value),
    applied:
      type !== undefined && before.value !== after.value
        ? { from: before.value, to: after.value, event: type }
        : undefined,
    ineffective: hasNoEffect ? type : undefined,
  };
}

export function inspectorView(actors: readonly Actor[], choice: Choice, choose: Choose) {
  const shown = shownActor(actors, choice);
  const follow = () => choose(shown === undefined ? {} : { sessionId: shown.actor.sessionId });
  return html`
    <header>
      <h1>Local inspector</h1>
      <nav class="buttons" aria-label="Requests">
        ${actors.map((actor) => actorButton(actor, actor === shown?.actor, choose))}
      </nav>
      ${choice.event === undefined ? nothing : followButton(follow)}
    </header>
    ${shown === undefined ? html`<p class="empty">No messages have arrived yet.</p>` : mainView(shown, choose)}
  `;
}

const followButton = (follow: () => void) =>
  html`<button type="button" class="main" @click=${follow}>Follow the newest event</button>`;

function actorButton(actor: Actor, isShown: boolean, choose: Choose) {
  const { after } = snapshotsAround(actor, actor.events.length - 1);
  return html`<button type="button" aria-pressed=${isShown} @click=${() => choose({ sessionId: actor.sessionId })}>
    ${actor.name} <small>${after.value}</small>
  </button>`;
}

const mainView = (shown: Shown, choose: Choose) => html`
  <main>
    <section class="chart card" aria-label="Statechart">
      <div class="scrolls" tabindex="0" role="group" aria-label="Drawing of the statechart">
        ${unsafeHTML(statechart)}
      </div>
    </section>
    ${recordView(shown)}
    <div class="column">
      <section class="card" aria-label="State">
        <p><b class="name">${shown.after.value}</b> <span class="hint">${descriptionOf(shown.after.value)}</span></p>
      </section>
      ${eventsView(shown, choose)}
    </div>
  </main>
`;

const descriptionOf = (state: string): string => (isRequestState(state) ? chart.states[state].description : "");

function eventsView({ actor, index }: Shown, choose: Choose) {
  return html`<section class="events timeline card" aria-labelledby="events-title">
    <h2 id="events-title">Events</h2>
    <ol class="scrolls" tabindex="0" aria-label="Events of ${actor.name}">
      ${actor.events.map((received, at) => {
        const change = changeOf(actor, at);
        const kind = /→/.test(change) ? "transitioned" : change.split(" ")[0];
        const isCurrent = at === index;
        return html`<li class="step ${kind} ${isCurrent ? "current" : ""}" aria-current=${isCurrent ? "step" : nothing}>
          <button type="button" class="jump" @click=${() => choose({ sessionId: actor.sessionId, event: at })}>
            <span class="input">${received.event.type}</span> <span class="badge change ${kind}">${change}</span>
            ${detailsOf(received.event).map((line) => html`<small>${line}</small>`)}
            ${reasonOf(change) === undefined ? nothing : html`<small>${reasonOf(change)}</small>`}
          </button>
        </li>`;
      })}
    </ol>
  </section>`;
}

/** Why an input was ignored or rejected: "ignored STALE_HANDLE". */
const reasonOf = (change: string): string | undefined =>
  OUTCOME_REASONS[change.split(" ")[1] as OutcomeReason]?.message;

const TIMES = ["at", "cancelSeenAt"];

function valueText(name: string, value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const minute = TIMES.includes(name) && typeof value === "number" ? minuteOf(value) : undefined;
  return minute === undefined ? text : `${text} (${minute} UTC)`;
}

const detailsOf = ({ type: _, ...members }: InspectedEvent): readonly string[] =>
  Object.entries(members).map(([name, value]) => `${name}: ${valueText(name, value)}`);

function recordView({ before, after }: Shown) {
  const fields = Object.entries({ state: after.value, ...after.context });
  const old: Readonly<Record<string, unknown>> = { state: before.value, ...before.context };
  return html`<section class="record card" tabindex="0" aria-labelledby="record-title">
    <h2 id="record-title">Record</h2>
    <dl>
      ${fields.map(([name, value]) => {
        const isChanged = JSON.stringify(old[name]) !== JSON.stringify(value);
        return html`<div class="${isChanged ? "changed" : ""} ${value === null ? "null" : ""}">
          <dt>${name}</dt>
          <dd>
            ${isChanged ? html`<del>${valueText(name, old[name])}</del> ` : nothing}<ins>${valueText(name, value)}</ins>
          </dd>
        </div>`;
      })}
    </dl>
  </section>`;
}
