import {
  type Answerable,
  applyExecutionStatus,
  applyLifecycleEvent,
  type ChartEvent,
  createRequest,
  EXECUTION_STATUSES,
  type ExecutionStatus,
  explain,
  type HttpResponse,
  ignoresMessage,
  type JobRequest,
  LIFECYCLE_EVENTS,
  type LifecycleEvent,
  type NewRequest,
  type Outcome,
  parseExecutionStatus,
  parseRequestId,
  toHttpResponse,
} from "ess-request-machine";
import { type Line, LONGEST_LINE } from "./lines.js";
import { minuteOf } from "./minute.js";
import { CAME_WIDTH, handlesOf, plain } from "./plain-text.js";

/** What a line may come to. */
export const ENTRY_KINDS = [
  "submitted",
  "transitioned",
  "recorded",
  "ignored",
  "rejected",
  "invalid body",
  "unknown request",
  "malformed line",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What one line of a log came to. Of the line itself it tells only names that are known and text made `plain`. */
export interface Entry {
  readonly kind: EntryKind;
  readonly requestId?: string;
  /** What whoever kept the log wrote over the line. */
  readonly note?: string;
  readonly came?: string;
  /** The name of the callback's status or of the event, if it is known. */
  readonly event?: ChartEvent;
  /** What the endpoint answers a callback. */
  readonly answer?: HttpResponse;
  readonly did: string;
  /** Where the line was applied to a request: what came of it, and that in sentences. */
  readonly outcome?: Outcome;
  readonly explanation?: string;
  /** Why it came to nothing, in sentences. */
  readonly why?: string;
}

export type Requests = Map<string, JobRequest>;

export type Members = { readonly [name: string]: unknown };
export const isObject = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const LONGEST_NOTE = 100;
const UNKNOWN_OPTION = "Expected nothing in submit but retries and validated, but found another member.";

/** Applies one line to the requests. Whatever the line is, nothing throws. */
export function replay(requests: Requests, text: Line): Entry {
  if (text === null) return malformed(`Expected at most ${LONGEST_LINE} characters, but found more.`);
  const line = parseJson(text);
  if (line === undefined) return malformed("Expected JSON, but found something else.");
  if (!isObject(line)) return malformed("Expected a JSON object, but found another value.");
  const id = parseRequestId(line.id);
  if (id.issues !== undefined) return malformed(id.issues.map(({ message }) => message).join(" "));

  const entry = replayMember(requests, id.value, line);
  if (typeof line.note !== "string") return entry;
  const handles = handlesOf(requests.get(id.value), line.event, line.body);
  return { ...entry, note: plain(line.note, handles, LONGEST_NOTE) };
}

/** The parser's own message would quote the line. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function replayMember(requests: Requests, requestId: string, line: Members): Entry {
  const members = ["submit", "event", "body"].filter((name) => Object.hasOwn(line, name));
  if (members.length !== 1) {
    const found = members.length === 0 ? "none" : members.join(" and ");
    return malformed(`Expected one of submit, event and body, but found ${found}.`, requestId);
  }
  if (members[0] === "submit") return submit(requests, requestId, line.submit);
  if (members[0] === "event") return replayEvent(requests, requestId, line.event as LifecycleEvent);
  return replayCallback(requests, requestId, line.body);
}

function submit(requests: Requests, requestId: string, options: unknown): Entry {
  if (!isObject(options)) return malformed("Expected submit to be an object, but found another value.", requestId);
  if (requests.has(requestId)) return malformed("Expected a new request, but found one that is known.", requestId);
  // What is misspelt would be left out without a word. Its name is not told: it could be anything.
  const isKnown = (name: string) => name === "retries" || name === "validated";
  if (!Object.keys(options).every(isKnown)) return malformed(UNKNOWN_OPTION, requestId);
  try {
    const request = createRequest({ ...(options as Omit<NewRequest, "requestId">), requestId });
    requests.set(requestId, request);
    const came = `submit, ${request.retries} ${request.retries === 1 ? "retry" : "retries"}`;
    return { kind: "submitted", requestId, came, did: request.state };
  } catch (error) {
    return malformed((error as TypeError).message, requestId);
  }
}

/** A log may begin with any event of a request: that it was submitted goes without saying. */
function replayEvent(requests: Requests, requestId: string, event: LifecycleEvent): Entry {
  const members: Members = isObject(event) ? event : {};
  const validated = members.type !== "validationPassed" && members.type !== "validationFailed";
  const request = requests.get(requestId) ?? createRequest({ requestId, validated });
  const outcome = applyLifecycleEvent(request, event);
  requests.set(requestId, outcome.request);

  const known = LIFECYCLE_EVENTS.find((type) => type === members.type);
  const name = known ?? "unknown event";
  const came = `${name}${payloadText(name, members, outcome)}`;
  return { requestId, came, ...named(known), ...changeOf(outcome, explain(outcome, event)) };
}

function payloadText(
  name: string,
  { result, at, message, requestHandle }: Members,
  { kind, request }: Outcome,
): string {
  // The handler's answer is told once it was accepted: until then it could be any text.
  const isAnswer = name === "postProcessed" && (kind === "transitioned" || kind === "recorded");
  const answer = isAnswer ? ` ${result}` : "";
  const minute = typeof at === "number" ? minuteOf(at) : undefined;
  const time = minute === undefined ? "" : ` at ${minute}`;
  return answer + time + quoted(message, handlesOf(request, { requestHandle }), name);
}

/** What a server does with a callback, in the same order. */
function replayCallback(requests: Requests, requestId: string, body: unknown): Entry {
  const request = requests.get(requestId);
  const callback = parseExecutionStatus(body);
  const members: Members = isObject(body) ? body : {};
  const name = EXECUTION_STATUSES.find((known) => known === members.status);
  const came = callbackText(name, members, handlesOf(request, body));
  const entry = { requestId, came, ...named(name) };
  if (request === undefined) {
    return { ...entry, kind: "unknown request", ...answerOf(requestId, { problem: 404 }), did: "no such request" };
  }
  if (callback.issues !== undefined) {
    return { ...entry, kind: "invalid body", ...answerOf(requestId, callback), did: "invalid body" };
  }
  const outcome = applyExecutionStatus(request, callback.value);
  requests.set(requestId, outcome.request);
  const { answer } = answerOf(requestId, outcome);
  return { ...entry, answer, ...changeOf(outcome, explain(outcome, callback.value)) };
}

const named = (event: ChartEvent | undefined) => (event === undefined ? {} : { event });

function callbackText(name: ExecutionStatus | undefined, { statusMessage }: Members, handles: readonly string[]) {
  if (name === undefined) return "callback";
  const hasIgnored = typeof statusMessage === "string" && ignoresMessage(name);
  return `${name}${hasIgnored ? " (its message is ignored)" : quoted(statusMessage, handles, name)}`;
}

/** As much of a text as fits beside the name of what came. */
const quoted = (text: unknown, handles: readonly string[], name: string): string =>
  typeof text === "string" ? ` "${plain(text, handles, CAME_WIDTH - name.length - 3)}"` : "";

function answerOf(requestId: string, answerable: Answerable): Required<Pick<Entry, "answer">> & Pick<Entry, "why"> {
  const answer = toHttpResponse(answerable, { href: `/ess/rest/scheduler/v1/requests/${requestId}/executionStatus` });
  return "detail" in answer.body ? { answer, why: answer.body.detail } : { answer };
}

type Change = "kind" | "did" | "outcome" | "explanation" | "why";

function changeOf(outcome: Outcome, explanation: string): Pick<Entry, Change> {
  const { kind, request, effects } = outcome;
  const told = { kind, outcome, explanation };
  if (kind === "ignored" || kind === "rejected") return { ...told, did: `${kind} ${outcome.reason}`, why: explanation };
  const attempt = kind === "transitioned" && outcome.to === "RUNNING" ? `, attempt ${request.attempt}` : "";
  const change = kind === "transitioned" ? `${outcome.from} → ${outcome.to}${attempt}` : "recorded";
  return { ...told, did: effects.length === 0 ? change : `${change}; owes ${effects.join(", ")}` };
}

const malformed = (why: string, requestId?: string): Entry => ({
  kind: "malformed line",
  did: "malformed line",
  why,
  ...(requestId !== undefined && { requestId }),
});
