import { nameOf } from "../apply/explain.js";
import { explain, type JobRequest, type Outcome, type RequestInput } from "../index.js";
import { describe, readMember } from "../input/read.js";
import { PAYLOAD_VALIDATORS } from "../input/validators.js";
import { requestMachine, toSnapshot } from "./machine.js";
import { redactHandles } from "./redact-handles.js";

/** An actor, with the machine to draw. */
export interface InspectedActor {
  /** Identifies the actor in the inspector. */
  readonly sessionId: string;
  /** The machine; its definition is drawn. */
  readonly logic?: unknown;
}

/** A request in the shape of XState's snapshots. */
export interface InspectedSnapshot {
  /** `done` in a terminal state. */
  readonly status: "active" | "done" | "error" | "stopped";
  /** The state of the request. */
  readonly value: string;
  /** The record without its state, with handles redacted. */
  readonly context: object;
}

/** An event as plain JSON. */
export interface InspectedEvent {
  /** The name of the callback or event, or its outcome: `SUCCESS`, `ignored STALE_HANDLE`. */
  readonly type: string;
  /** Its members, with handles redacted. */
  readonly [member: string]: unknown;
}

/** The part of an inspector that is used here. Stately exports no name for the type of an inspector. */
export interface Inspector {
  /** Announces an actor. */
  actor(actor: InspectedActor | string, snapshot: InspectedSnapshot): void;
  /** Shows an event that an actor received; `source` is the actor that sent it. */
  event(actor: InspectedActor | string, event: InspectedEvent, info?: { readonly source: string }): void;
  /** Shows an actor after an event. */
  snapshot(actor: InspectedActor | string, snapshot: InspectedSnapshot, info: { readonly event: InspectedEvent }): void;
}

/**
 * Shows one outcome: the record before, the callback or event, and its outcome. Throws only what the inspector or the
 * filter throws.
 */
export type ShowOutcome = (request: JobRequest, input: RequestInput, outcome: Outcome) => void;

/** Options of `inspectRequests`. */
export interface InspectOptions {
  /**
   * Selects the requests to show. Default: every request. An inspector keeps everything that it is sent, so on a busy
   * server only a few requests should be shown.
   */
  readonly filter?: (request: JobRequest) => boolean;
}

/**
 * Shows requests that the pure functions handle in a Stately inspector, beside actors or without any. Call the returned
 * function with every outcome.
 *
 * Each request appears as an actor. Each outcome appears as two events, the input and the outcome with its explanation,
 * and a snapshot of the record. Handles are shown as `***`. The definition of the machine is about 40 kB, so it is sent
 * once, with the first request: Stately draws the diagram there.
 *
 * @param inspector an inspector of `createWebSocketInspector`, `createBrowserInspector` or `createInspector`
 * @param options which requests to show
 */
export function inspectRequests(inspector: Inspector, options: InspectOptions = {}): ShowOutcome {
  const announced = new Set<string>();
  const redact = redactHandles();
  const snapshotOf = (request: JobRequest): InspectedSnapshot => {
    const { status, value, context } = toSnapshot(request);
    return { status, value, context: redact.sanitizeContext(context) };
  };
  return (request, input, outcome) => {
    // Needed even for a request that is not shown: from here on its handles are known and redacted.
    const before = snapshotOf(request);
    if (options.filter?.(request) === false) return;
    const id = `request ${request.requestId}`;
    if (!announced.has(id)) inspector.actor(announced.size === 0 ? machineNamed(id) : id, before);
    announced.add(id);
    const event = redact.sanitizeEvent(inputEvent(input, outcome));
    inspector.event(id, event);
    inspector.event(id, outcomeEvent(outcome, explain(outcome, input)), { source: id });
    inspector.snapshot(id, snapshotOf(outcome.request), { event });
  };
}

/** An inspector shows the id of the machine's definition as the name of the actor. */
const machineNamed = (id: string): InspectedActor => ({
  sessionId: id,
  logic: { config: { ...requestMachine.config, id } },
});

const MEMBERS = ["requestHandle", "at", "message", "result", "state", "statusMessage"] as const;

const isShown = (member: (typeof MEMBERS)[number], value: unknown): boolean => {
  if (value === undefined || member === "requestHandle") return true;
  return PAYLOAD_VALIDATORS[member === "statusMessage" ? "message" : member].isValid(value);
};

/** Invalid members are shown by type only. Handles are redacted afterwards. */
function inputEvent(input: RequestInput, outcome: Outcome): InspectedEvent {
  const members = MEMBERS.map((member) => {
    const value = readMember(input, member);
    return [member, isShown(member, value) ? value : describe(value)];
  });
  return { type: nameOf(outcome, input), ...Object.fromEntries(members) };
}

function outcomeEvent(outcome: Outcome, explanation: string): InspectedEvent {
  const { request: _, ...facts } = outcome;
  return { type: titleOf(outcome), ...facts, explanation };
}

function titleOf(outcome: Outcome): string {
  if (outcome.kind === "transitioned") return `transitioned to ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : `${outcome.kind} ${outcome.reason}`;
}
