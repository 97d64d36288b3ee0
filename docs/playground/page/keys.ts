import type { Move } from "../story/story.js";

const MOVES: Readonly<Record<string, Move>> = { ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last" };

/** The arrow keys step through the story, but where they have a use of their own already. */
export function watchKeys(page: Document, move: (move: Move) => void) {
  page.addEventListener("keydown", (event) => {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
    const isTaken = target instanceof Element && target.closest("input, select, textarea, .scrolls") !== null;
    const to = MOVES[key];
    if (to === undefined || isTaken || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    move(to);
  });
}
