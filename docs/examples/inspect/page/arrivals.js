/**
 * What arrived, put in order: actors by their session, and of each the definition and the events, every one with the
 * snapshot that followed. An inspector tells of an actor, then of its events and of its snapshots.
 */

const actors = new Map();

/** Takes a message of an inspector; anything else is none of ours. */
export function arrive(message) {
  if (typeof message?.type !== "string" || typeof message._version !== "string") return false;
  const { type, sessionId, snapshot, event } = message;
  if (type === "@xstate.actor") {
    const definition = JSON.parse(message.definition ?? "{}");
    // A relay tells everything again to a page that comes back.
    if (!actors.has(sessionId)) actors.set(sessionId, { ...message, definition, first: snapshot, events: [] });
    return true;
  }
  const actor = actors.get(sessionId);
  if (actor === undefined) return false;
  if (type === "@xstate.event")
    actor.events.push({ event, at: message.createdAt, own: message.sourceId === sessionId });
  if (type === "@xstate.snapshot") {
    for (const one of actor.events) one.snapshot ??= snapshot;
  }
  return true;
}

export const actorsNow = () => [...actors.values()];

/** The snapshots before and after an event; the last one that is known, while none has followed yet. */
export function aroundEvent({ first, events }, index) {
  const before =
    events.slice(0, index).findLast(({ snapshot }) => snapshot !== events[index]?.snapshot)?.snapshot ?? first;
  return { before, after: events[index]?.snapshot ?? before };
}

/** The states that were visited up to an event. */
export function visitedUntil({ first, events }, index) {
  return new Set([first, ...events.slice(0, index + 1).map(({ snapshot }) => snapshot)].map((one) => one?.value));
}

/** A definition arrives with its states in alphabetical order: here they are as they are reached, and the last ones last. */
function statesInOrder({ states = {}, initial }) {
  const reached = new Set([initial]);
  for (const name of reached) {
    for (const { target } of Object.values(states[name]?.on ?? {}).flat()) if (target) reached.add(target);
  }
  const isFinal = (name) => states[name].type === "final";
  const names = [...new Set([...reached, ...Object.keys(states)])].filter((name) => name in states);
  return names.sort((a, b) => isFinal(a) - isFinal(b));
}

/** The states of a definition by what their `meta` calls a phase. */
export function phasesOf(definition) {
  const phases = new Map();
  for (const name of statesInOrder(definition)) {
    const { description, meta } = definition.states[name];
    const phase = meta?.phase ?? "states";
    phases.set(phase, [...(phases.get(phase) ?? []), { name, description }]);
  }
  return phases;
}

const nameOf = (action) =>
  typeof action === "string" ? action : [action.type, action.params?.reason].join(" ").trim();

/** What leads on from a state, one row an edge; `entry` is added where it is owed. */
export const edgesOf = ({ states = {} }, state) =>
  Object.entries(states[state]?.on ?? {}).flatMap(([event, edges]) =>
    edges.map(({ target, guard, actions = [], description }) => ({
      event,
      guard,
      target,
      description,
      actions: [...actions, ...(states[target]?.entry ?? [])].map(nameOf),
    })),
  );
