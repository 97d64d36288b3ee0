import {
  type Answerable,
  applyExecutionStatus,
  applyLifecycleEvent,
  createRequest,
  explain,
  type HttpResponse,
  isExecutionStatus,
  isLifecycleEventName,
  type JobRequest,
  type LifecycleEvent,
  type NewRequest,
  type Outcome,
  parseExecutionStatus,
  parseJobRequest,
  parseRequestId,
  parseRequestState,
  type RequestInput,
  toHttpResponse,
} from "ess-request-machine";
import { type Entry, malformed } from "./entry.js";
import { callbackText, eventText, noteText } from "./input-text.js";
import { type Line, MAX_LINE_LENGTH } from "./lines.js";
import { isObject, type Members, parseJson, valuesIn } from "./parse-line.js";
import { handlesOf } from "./safe-text.js";

/** Applies a log to requests, line by line. */

export type Requests = Map<string, JobRequest>;

/** The members of a line of which it has exactly one. */
const MEMBERS = ["submit", "record", "event", "body", "state"] as const;
export const TOO_LONG = malformed(`A line has at most ${MAX_LINE_LENGTH} characters; this one has more.`);

/** Applies one line to the requests. Never throws. */
export function replay(requests: Requests, text: Line): Entry {
  if (text === null) return TOO_LONG;
  const values = valuesIn(text);
  return replayValue(requests, values.length === 1 ? values[0] : parseJson(text));
}

/** Handles an event, a callback or a state of a request that was neither submitted nor read. */
export type ForUnknown = (requestId: string, line: Members) => Entry;

/**
 * Applies the JSON value of a line; undefined means that the text is not JSON.
 *
 * @param forUnknown Default: an event submits its request with default options, a callback is answered 404.
 */
export function replayValue(requests: Requests, line: unknown, forUnknown?: ForUnknown): Entry {
  if (line === undefined) return malformed("The line is not JSON.");
  if (!isObject(line)) return malformed("The line is JSON, but not an object.");
  const id = parseRequestId(line.id);
  if (id.issues !== undefined) return malformed(id.issues.map(({ message }) => message).join(" "));

  const entry = replayMember(requests, id.value, line, forUnknown);
  if (typeof line.note !== "string" || entry.note !== undefined) return entry;
  return { ...entry, note: noteText(line.note, handlesOf(requests.get(id.value), line.event, line.body)) };
}

function replayMember(requests: Requests, requestId: string, line: Members, forUnknown?: ForUnknown): Entry {
  const members = MEMBERS.filter((name) => Object.hasOwn(line, name));
  const [member] = members;
  if (members.length !== 1) {
    const found = members.length === 0 ? "none" : members.join(" and ");
    return malformed(`Expected one of ${MEMBERS.join(", ")}, but found ${found}.`, requestId);
  }
  if (member === "submit") return submit(requests, requestId, line.submit);
  if (member === "record") return readRecord(requests, requestId, line.record);
  if (forUnknown && !requests.has(requestId)) return forUnknown(requestId, line);
  if (member === "state") return compareState(requests.get(requestId), requestId, line.state);
  if (member === "event") return replayEvent(requests, requestId, line.event as LifecycleEvent);
  return replayCallback(requests, requestId, line.body);
}

function submit(requests: Requests, requestId: string, options: unknown): Entry {
  if (!isObject(options)) return malformed("The value of submit is not an object.", requestId);
  if (requests.has(requestId)) return malformed("This request was already submitted.", requestId);
  // A misspelt option would be dropped silently. Its name is not echoed: it may contain a handle.
  const isKnown = (name: string) => name === "retries" || name === "validated";
  if (!Object.keys(options).every(isKnown))
    return malformed("An object in submit has an unknown member; known are retries and validated.", requestId);
  try {
    const request = createRequest({ ...(options as Omit<NewRequest, "requestId">), requestId });
    requests.set(requestId, request);
    const input = `submit, ${request.retries} ${request.retries === 1 ? "retry" : "retries"}`;
    return { kind: "submitted", requestId, input, result: request.state };
  } catch (error) {
    return malformed((error as TypeError).message, requestId);
  }
}

/** A stored record, with which the log of a request may begin; later it replaces what was replayed. */
function readRecord(requests: Requests, requestId: string, value: unknown): Entry {
  const record = parseJobRequest(value);
  if (record.issues !== undefined) {
    return malformed(`The record is not valid: ${record.issues.map(({ message }) => message).join(" ")}`, requestId);
  }
  if (record.value.requestId !== requestId) return malformed("The record is that of another request.", requestId);
  requests.set(requestId, record.value);
  const { state, attempt } = record.value;
  return { kind: "record read", requestId, input: "record", result: `${state}, attempt ${attempt}` };
}

/** A state in which the request was seen: it must be the one that the lines before lead to. */
function compareState(request: JobRequest | undefined, requestId: string, value: unknown): Entry {
  const seen = parseRequestState(value);
  if (seen.issues !== undefined) return malformed(seen.issues.map(({ message }) => message).join(" "), requestId);
  if (request === undefined) return malformed("The request of this state is not known.", requestId);
  const entry: Entry = { kind: "state seen", requestId, input: "state", result: seen.value };
  if (seen.value === request.state) return entry;
  const explanation = `The lines before lead to ${request.state}.`;
  return { ...entry, kind: "contradiction", result: `contradiction: ${seen.value}`, explanation };
}

function replayEvent(requests: Requests, requestId: string, event: LifecycleEvent): Entry {
  const members: Members = isObject(event) ? event : {};
  const validated = members.type !== "validationPassed" && members.type !== "validationFailed";
  const request = requests.get(requestId) ?? createRequest({ requestId, validated });
  const outcome = applyLifecycleEvent(request, event);
  requests.set(requestId, outcome.request);

  const name = isLifecycleEventName(members.type) ? members.type : undefined;
  const input = eventText(name, members, handlesOf(outcome.request, members));
  return applied({ requestId, input, event: name }, outcome, event);
}

/** Handles a callback as a server does, with the same checks in the same order. */
function replayCallback(requests: Requests, requestId: string, body: unknown): Entry {
  const request = requests.get(requestId);
  const callback = parseExecutionStatus(body);
  const members: Members = isObject(body) ? body : {};
  const name = isExecutionStatus(members.status) ? members.status : undefined;
  const received = { requestId, input: callbackText(name, members, handlesOf(request, body)), event: name };
  if (request === undefined) return notApplied(received, "unknown request", { problem: 404 });
  if (callback.issues !== undefined) return notApplied(received, "invalid body", callback);
  const outcome = applyExecutionStatus(request, callback.value);
  requests.set(requestId, outcome.request);
  return applied(received, outcome, callback.value, answerTo(requestId, outcome));
}

type Received = Required<Pick<Entry, "requestId" | "input" | "event">>;

const answerTo = (requestId: string | undefined, answerable: Answerable): HttpResponse =>
  toHttpResponse(answerable, { href: `/ess/rest/scheduler/v1/requests/${requestId}/executionStatus` });

function notApplied(received: Received, kind: "unknown request" | "invalid body", answerable: Answerable): Entry {
  const answer = answerTo(received.requestId, answerable);
  return {
    ...received,
    kind,
    answer,
    result: kind,
    explanation: "detail" in answer.body ? answer.body.detail : undefined,
  };
}

function applied(
  { requestId, input, event }: Received,
  outcome: Outcome,
  received: RequestInput,
  answer?: HttpResponse,
): Entry {
  const { kind } = outcome;
  const explanation = explain(outcome, received);
  return { kind, requestId, input, event, answer, result: resultOf(outcome), outcome, explanation };
}

function resultOf(outcome: Outcome): string {
  const { kind, request, effects } = outcome;
  if (kind === "ignored" || kind === "rejected") return `${kind} ${outcome.reason}`;
  const attempt = kind === "transitioned" && outcome.to === "RUNNING" ? `, attempt ${request.attempt}` : "";
  const change = kind === "transitioned" ? `${outcome.from} → ${outcome.to}${attempt}` : "recorded";
  return effects.length === 0 ? change : `${change}; effects: ${effects.join(", ")}`;
}
