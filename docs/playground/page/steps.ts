import { html, nothing, svg } from "lit-html";
import { live } from "lit-html/directives/live.js";
import type { Move } from "../story/story.js";
import type { Actions, PageState } from "./actions.js";
import { changeBadge, stateName } from "./entry.js";
import { SAMPLES } from "./samples.js";

/** Which story it is, whose part of it is shown, and where in it the reader is. */

const back = "M12 3 5 9l7 6z";
const forward = "M6 3l7 6-7 6z";
const MOVES: readonly (readonly [move: Move, sign: string, name: string])[] = [
  ["first", `M4 3h2v12H4z${back}`, "To the beginning (Home)"],
  ["back", back, "One step back (left arrow)"],
  ["forward", forward, "One step forward (right arrow)"],
  ["last", `M12 3h2v12h-2z${forward}`, "To the end (End)"],
];

const chosen = ({ target }: Event): string => (target as HTMLSelectElement).value;

export function movesView({ story, scene }: PageState, actions: Actions) {
  const { steps, current, ids } = scene;
  const place = current === undefined ? 0 : steps.indexOf(current) + 1;
  const isIdle = (move: Move) => (move === "first" || move === "back" ? place === 0 : place === steps.length);
  return html`
    <nav class="moves" aria-label="Steps of the story">
      ${MOVES.map(
        ([move, sign, name]) => html`<button
          type="button"
          class="move"
          aria-label=${name}
          title=${name}
          aria-disabled=${isIdle(move)}
          @click=${() => actions.move(move)}
        >${svg`<svg viewBox="0 0 18 18" width="18" height="18" aria-hidden="true"><path fill="currentColor" d=${sign} /></svg>`}</button>`,
      )}
      <span class="place">step <b>${place}</b> of ${steps.length}</span>
      ${
        ids.length < 2
          ? nothing
          : html`<label class="follow">
              Follow
              <select
                name="follow"
                @change=${(event: Event) => actions.follow(chosen(event) || null)}
              >
                <option value="" .selected=${live(story.follow === null)}>every request</option>
                ${ids.map((id) => html`<option value=${id} .selected=${live(story.follow === id)}>${id}</option>`)}
              </select>
            </label>`
      }
      <div class="now" aria-hidden="true">${stateName(scene)} ${current === undefined ? nothing : changeBadge(current.entry)}</div>
    </nav>
  `;
}

export const storyView = (actions: Actions) => html`
  <div class="buttons">
    <select
      name="sample"
      aria-label="A story of the demo"
      @change=${(event: Event) => actions.playSample(chosen(event))}
    >
      <option value="" disabled .selected=${live(true)}>A story of the demo…</option>
      ${SAMPLES.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
    </select>
    <button type="button" @click=${actions.restart}>New story</button>
    <button type="button" @click=${actions.copyLink}>Copy link</button>
  </div>
`;
