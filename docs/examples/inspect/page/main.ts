import { render } from "lit-html";
import { highlight, scrollToCurrent } from "../../../playground/page/highlight.js";
import { allActors, receive } from "./received.js";
import { type Choice, highlightOf, inspectorView, shownActor } from "./view.js";

/**
 * A local page for Stately's inspectors: `createBrowserInspector({ url })` opens it, and the page of
 * `createInspectorServer({ url })` embeds it. It receives what stately.ai/inspect would receive.
 */

const page = document.querySelector("#page") as HTMLElement;
let choice: Choice = {};

function show() {
  render(inspectorView(allActors(), choice, choose), page);
  const shown = shownActor(allActors(), choice);
  const drawing = page.querySelector(".chart");
  if (shown !== undefined && drawing !== null) highlight(drawing, highlightOf(shown));
  scrollToCurrent(page);
}

function choose(next: Choice) {
  choice = next;
  show();
}

addEventListener("message", ({ data }) => {
  if (receive(data)) show();
});
show();
// An inspector that opened or embedded the page waits for this.
(opener ?? parent).postMessage({ type: "@statelyai.connected" }, "*");
