/**
 * Arranges the messages of Stately's inspectors. An inspector announces an actor, then sends its events and snapshots.
 * An actor that sends an event to itself says what it did with the previous one: "ignored STALE_HANDLE".
 */

type Members = { readonly [name: string]: unknown };

export interface Snapshot {
  readonly value: string;
  readonly context: Members;
}

export interface InspectedEvent extends Members {
  readonly type: string;
}

/** An event and what the actor did with it. */
export interface Received {
  readonly event: InspectedEvent;
  /** The actor's own message about the result, if it sent one. */
  result?: InspectedEvent;
  /** The next snapshot. */
  snapshot?: Snapshot;
}

export interface Actor {
  readonly sessionId: string;
  readonly name: string;
  readonly first: Snapshot;
  readonly events: Received[];
}

interface Message {
  readonly type: string;
  readonly sessionId: string;
  readonly sourceId?: string;
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly event: InspectedEvent;
}

const isMessage = (message: unknown): message is Message =>
  typeof message === "object" && message !== null && "_version" in message && "type" in message;

const actors = new Map<string, Actor>();

export const allActors = (): readonly Actor[] => [...actors.values()];

/** Returns whether the message changed anything. Messages of other senders are skipped. */
export function receive(message: unknown): boolean {
  if (!isMessage(message)) return false;
  const { type, sessionId, sourceId, name, snapshot, event } = message;
  if (type === "@xstate.actor") {
    // A relay sends everything again to a page that reconnects.
    if (!actors.has(sessionId)) actors.set(sessionId, { sessionId, name, first: snapshot, events: [] });
    return true;
  }
  const events = actors.get(sessionId)?.events;
  if (events === undefined) return false;
  if (type === "@xstate.event") {
    const last = events.at(-1);
    if (sourceId === sessionId && last !== undefined) last.result = event;
    else events.push({ event });
  }
  if (type === "@xstate.snapshot") {
    for (const received of events) received.snapshot ??= snapshot;
  }
  return true;
}

/** The snapshots before and after an event. Until the next snapshot arrives they are the same. */
export function snapshotsAround({ first, events }: Actor, index: number): { before: Snapshot; after: Snapshot } {
  const before = events.slice(0, Math.max(index, 0)).findLast(({ snapshot }) => snapshot)?.snapshot ?? first;
  return { before, after: events[index]?.snapshot ?? before };
}

/** Summarizes the result of an event: "WAIT → READY", "recorded", "ignored STALE_HANDLE". */
export function changeOf(actor: Actor, index: number): string {
  const { event, result, snapshot } = actor.events[index]!;
  // XState's own event at the start of an actor.
  if (event.type.startsWith("xstate.")) return "";
  if (/^(ignored|rejected) /.test(result?.type ?? "")) return result!.type;
  const { before, after } = snapshotsAround(actor, index);
  if (before.value !== after.value) return `${before.value} → ${after.value}`;
  return snapshot === undefined ? "" : "recorded";
}
