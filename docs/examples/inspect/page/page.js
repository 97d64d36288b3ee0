import { actorsNow, aroundEvent, arrive, edgesOf, phasesOf, visitedUntil } from "./arrivals.js";

/**
 * A page that Stately's inspectors can tell what they would tell stately.ai/inspect, and that shows it without a network:
 * opened by `createBrowserInspector({ url })`, or within the page of `createInspectorServer({ url })`.
 */

const at = (id) => document.getElementById(id);
/** Which actor is looked at, and which of its events: none while the page follows what comes. */
const chosen = { sessionId: undefined, event: undefined };

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const kindOf = ({ own, event }) => (own ? event.type.split(" ")[0] : "came");

function showActors(actors, current) {
  at("actors").replaceChildren(
    ...actors.map(({ name, sessionId, first, events }) => {
      const state = events.findLast(({ snapshot }) => snapshot)?.snapshot.value ?? first.value;
      const button = element("button", { type: "button" }, name, element("small", {}, String(state)));
      button.setAttribute("aria-pressed", String(sessionId === current.sessionId));
      button.onclick = () => choose({ sessionId, event: undefined });
      return button;
    }),
  );
}

function showStates({ definition }, state, visited) {
  const chip = ({ name, description }) => {
    const made = element("li", { title: description ?? "", className: visited.has(name) ? "visited" : "" }, name);
    if (name === state) made.setAttribute("aria-current", "true");
    return made;
  };
  const phases = [...phasesOf(definition)].map(([phase, states]) =>
    element("div", { className: "phase" }, element("h3", {}, phase), element("ul", {}, ...states.map(chip))),
  );
  at("states").replaceChildren(...phases);
  at("edges-title").textContent = `In ${state}: ${definition.states?.[state]?.description ?? ""}`;
  const edges = edgesOf(definition, state).flatMap(({ event, guard, target, actions, description }) => [
    element("dt", {}, event, element("small", {}, guard ? ` if ${guard}` : "")),
    element(
      "dd",
      {},
      element("b", {}, target ? `→ ${target} ` : ""),
      description,
      element("small", {}, actions.length > 0 ? ` ${actions.join(", ")}` : ""),
    ),
  ]);
  at("edges").replaceChildren(...(edges.length > 0 ? edges : [element("dt", {}, "Nothing leads out of it.")]));
}

const told = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/** What an event carries, beside its title. Of an outcome that is its sentence, which says the rest too. */
function linesOf({ event, own }) {
  if (own) return [event.explanation ?? ""];
  const { type: _, ...members } = event;
  return Object.entries(members).map(([name, value]) => `${name}: ${told(value)}`);
}

function showEvents({ sessionId, events }, selected) {
  const rows = events.map((one, index) => {
    const lines = linesOf(one).map((line) => element("small", {}, line));
    const button = element("button", { type: "button" }, element("span", {}, one.event.type), ...lines);
    button.onclick = () => choose({ sessionId, event: index });
    const row = element("li", { className: kindOf(one) }, button);
    if (index === selected) row.setAttribute("aria-current", "true");
    return row;
  });
  at("events").replaceChildren(...rows);
  if (chosen.event === undefined) at("events").scrollTop = at("events").scrollHeight;
}

function showRecord({ before, after }) {
  const row = (name, value, changed) =>
    element(
      "tr",
      { className: changed ? "changed" : "" },
      element("th", { scope: "row" }, name),
      element("td", {}, told(value)),
    );
  const rows = Object.entries(after.context ?? {}).map(([name, value]) =>
    row(name, value, told(value) !== told(before.context?.[name])),
  );
  at("record").replaceChildren(row("state", after.value, after.value !== before.value), ...rows);
}

function choose(choice) {
  Object.assign(chosen, choice);
  show();
  // What was pressed is made anew, and would lose the focus.
  const pressed = chosen.event === undefined ? '#actors [aria-pressed="true"]' : "#events [aria-current] button";
  document.querySelector(pressed)?.focus({ preventScroll: true });
}

function show() {
  const actors = actorsNow();
  const actor = actors.find(({ sessionId }) => sessionId === chosen.sessionId) ?? actors[0];
  at("empty").hidden = actor !== undefined;
  document.querySelector("main").hidden = actor === undefined;
  at("follow").hidden = chosen.event === undefined;
  if (actor === undefined) return;
  const selected = chosen.event ?? actor.events.length - 1;
  const around = aroundEvent(actor, selected);
  showActors(actors, actor);
  showStates(actor, around.after.value, visitedUntil(actor, selected));
  showEvents(actor, selected);
  showRecord(around);
}

at("follow").onclick = () => choose({ event: undefined });
addEventListener("message", ({ data }) => {
  if (arrive(data)) show();
});
// Whoever opened or embedded this page waits for this.
(opener ?? parent).postMessage({ type: "@statelyai.connected" }, "*");
