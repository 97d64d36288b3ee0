import type { Move } from "../scenario/scenario.js";

const MOVES: Readonly<Record<string, Move>> = { ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last" };

/** The arrow keys step through the scenario, except in elements that use them already. */
export function watchKeys(page: Document, move: (move: Move) => void) {
  page.addEventListener("keydown", (event) => {
    const { key, target, altKey, ctrlKey, metaKey, shiftKey } = event;
    const usesKeys =
      target instanceof Element && target.closest("input, select, textarea, pre, .scrolls, .record") !== null;
    const to = MOVES[key];
    if (to === undefined || usesKeys || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    move(to);
  });
}
