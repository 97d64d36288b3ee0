/**
 * What the pure functions did, in the Stately inspector, with no actor running. Needs xstate, and an inspector of
 * `@statelyai/inspect` that is made by the user: its clock, its ids and its way out are not the library's.
 *
 *
 */

import { explain, nameOf } from "../apply/explain.js";
import type { Outcome } from "../apply/outcome.js";
import { MEMBERS } from "../input/payload.js";
import { readCallback, readEvent } from "../input/read-input.js";
import { describe } from "../input/reading.js";
import type { ExecutionStatusInput, LifecycleEvent } from "../lifecycle/events.js";
import type { JobRequest } from "../lifecycle/job-request.js";
import { requestMachine, toSnapshot } from "./machine.js";
import { type HandleMasks, maskHandles } from "./redact-handles.js";

export { type HandleMasks, maskHandles };

/** An actor, with the machine that is to be drawn. */
export interface InspectedActor {
  /** What tells it from every other actor in the inspector. */
  readonly sessionId: string;
  /** The machine: its definition is drawn. */
  readonly logic?: unknown;
}

/** A request as XState's snapshots have it. */
export interface InspectedSnapshot {
  /** `done` in a terminal state. */
  readonly status: "active" | "done" | "error" | "stopped";
  /** The request's state. */
  readonly value: string;
  /** The record without its state, handles masked. */
  readonly context: object;
}

/** An event, in plain JSON. */
export interface InspectedEvent {
  /** What came, or what it did: `SUCCESS`, `ignored STALE_HANDLE`. */
  readonly type: string;
  /** What it carries, handles masked. */
  readonly [member: string]: unknown;
}

/**
 * What is used of an inspector, whichever of the functions of @statelyai/inspect made it. Stately's own type of it has no
 * name to import.
 */
export interface Inspector {
  /** Introduces an actor. */
  actor(actor: InspectedActor | string, snapshot: InspectedSnapshot): void;
  /** Tells of an event that an actor was sent; `source` is the actor that sent it, if one did. */
  event(actor: InspectedActor | string, event: InspectedEvent, info?: { readonly source: string }): void;
  /** Tells what an actor is like after an event. */
  snapshot(actor: InspectedActor | string, snapshot: InspectedSnapshot, info: { readonly event: InspectedEvent }): void;
}

/** Takes what `explain` takes: the record before, what was applied to it, and what came of it. Whatever came, nothing throws. */
export type ShowOutcome = (request: JobRequest, input: ExecutionStatusInput | LifecycleEvent, outcome: Outcome) => void;

/**
 * Shows requests that the pure functions handle in a Stately inspector, beside actors or without any. Hand every outcome to
 * what this gives back. Each request is an actor there, with the machine's diagram; each outcome is two events, what came
 * and then what it did (`ignored STALE_HANDLE`, say, with `explain`'s sentence), and a snapshot of the record. Handles are
 * shown as `***`, whatever options the inspector was made with.
 *
 * @param inspector what `createWebSocketInspector`, `createBrowserInspector` or `createInspector` gave
 */
export function inspectRequests(inspector: Inspector): ShowOutcome {
  const shown = new Set<string>();
  const masks = maskHandles();
  const snapshotOf = (request: JobRequest): InspectedSnapshot => {
    const { status, value, context } = toSnapshot(request);
    return { status, value, context: masks.sanitizeContext(context) };
  };
  return (request, input, outcome) => {
    const id = `request ${request.requestId}`;
    // Whether it is shown or not: from here on its handles are known.
    const before = snapshotOf(request);
    if (!shown.has(id)) inspector.actor({ sessionId: id, logic: machineNamed(id) }, before);
    shown.add(id);
    const event = masks.sanitizeEvent(inputEvent(input, outcome));
    inspector.event(id, event);
    inspector.event(id, outcomeEvent(outcome, explain(request, input, outcome)), { source: id });
    inspector.snapshot(id, snapshotOf(outcome.request), { event });
  };
}

/** An inspector takes an actor's name from its machine's definition. */
function machineNamed(id: string): object {
  const { config } = requestMachine as unknown as { readonly config: object };
  return { config: { ...config, id } };
}

const CHECKED: Readonly<Record<string, { holds(value: unknown): boolean }>> = {
  ...MEMBERS,
  statusMessage: MEMBERS.message,
};

const fits = (name: string, value: unknown): boolean =>
  value === undefined || name === "requestHandle" || CHECKED[name]!.holds(value);

/** What came, by the members that are known. Of what does not fit only the kind is told; the masks see to handles. */
function inputEvent(input: ExecutionStatusInput | LifecycleEvent, outcome: Outcome): InspectedEvent {
  const event = readEvent(input);
  const { type: _, ...members } = event;
  const came = { ...members, statusMessage: readCallback(input).statusMessage };
  const told = Object.entries(came).map(([name, value]) => [name, fits(name, value) ? value : describe(value)]);
  return { type: nameOf(event, input, outcome), ...Object.fromEntries(told) };
}

function outcomeEvent(outcome: Outcome, explanation: string): InspectedEvent {
  const { request: _, ...facts } = outcome;
  return { type: titleOf(outcome), ...facts, explanation };
}

function titleOf(outcome: Outcome): string {
  if (outcome.kind === "transitioned") return `transitioned to ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : `${outcome.kind} ${outcome.reason}`;
}
