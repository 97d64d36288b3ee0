import { html, nothing, svg } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Move } from "../scenario/scenario.js";
import type { Actions, PageState } from "./actions.js";
import { changeBadge, stateName } from "./entry.js";
import { chosen } from "./inputs.js";

/** The scenario's title, the current step, and the buttons that move from step to step. */

const back = "M12 3 5 9l7 6z";
const forward = "M6 3l7 6-7 6z";
const MOVES: readonly (readonly [move: Move, sign: string, name: string])[] = [
  ["first", `M4 3h2v12H4z${back}`, "To the beginning (Home)"],
  ["back", back, "One step back (left arrow)"],
  ["forward", forward, "One step forward (right arrow)"],
  ["last", `M12 3h2v12h-2z${forward}`, "To the end (End)"],
];

const PACES = [
  { name: "slow", milliseconds: 3000 },
  { name: "normal", milliseconds: 1500 },
  { name: "fast", milliseconds: 500 },
];

const icon = (path: string) =>
  svg`<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path fill="currentColor" d=${path} /></svg>`;

export function stepsView(state: PageState, actions: Actions) {
  const { view } = state;
  const { steps, current, title } = view;
  const place = current === undefined ? 0 : steps.indexOf(current) + 1;
  const isIdle = (move: Move) => (move === "first" || move === "back" ? place === 0 : place === steps.length);
  return html`
    <nav class="steps" aria-label="Steps of the scenario">
      <div class="moves">
        ${MOVES.map(
          ([move, sign, name]) => html`<button
            type="button"
            class="move"
            aria-label=${name}
            title=${name}
            aria-disabled=${isIdle(move)}
            @click=${() => actions.move(move)}
          >${icon(sign)}</button>`,
        )}
      </div>
      ${playView(state, actions)}
      <span class="place">step <b>${place}</b> of ${steps.length}</span>
      <b class="title">${title ?? "Your own scenario"}</b>
      ${followView(state, actions)}
      <div class="now" aria-hidden="true">
        ${stateName(view.request?.state)} ${current === undefined ? nothing : changeBadge(current.entry)}
      </div>
    </nav>
  `;
}

function playView({ isPlaying, pace }: PageState, actions: Actions) {
  return html`<div class="play">
    <button type="button" class="main" @click=${actions.togglePlay}>
      ${icon(isPlaying ? "M5 3h3v12H5zM10 3h3v12h-3z" : "M5 3l10 6-10 6z")} ${isPlaying ? "Pause" : "Play"}
    </button>
    <select name="pace" aria-label="Pace" @change=${(event: Event) => actions.setPace(Number(chosen(event)))}>
      ${PACES.map(
        ({ name, milliseconds }) =>
          html`<option value=${milliseconds} .selected=${milliseconds === pace}>${name}</option>`,
      )}
    </select>
  </div>`;
}

function followView({ scenario, view: { ids } }: PageState, actions: Actions) {
  if (ids.length < 2) return nothing;
  return html`<label class="follow">
    Follow
    <select name="follow" @change=${(event: Event) => actions.follow(chosen(event) || null)}>
      <option value="" .selected=${live(scenario.follow === null)}>every request</option>
      ${ids.map((id) => html`<option value=${id} .selected=${live(scenario.follow === id)}>${id}</option>`)}
    </select>
  </label>`;
}
