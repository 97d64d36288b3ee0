import {
  acceptedEvents,
  chart,
  isAwaitingCallback,
  isExecutionStatus,
  isTerminal,
  type JobRequest,
  LIFECYCLE_EVENTS,
} from "ess-request-machine";
import type { Entry } from "./entry.js";
import type { LateRequests } from "./late-requests.js";
import { handlesOf, INPUT_WIDTH, safeText, wrapped } from "./safe-text.js";
import { kindFormat, type Style, stateFormat, styled } from "./style.js";

/** The rows that the timeline prints. */

function rowOf(line: string, request: string, input: string, answer: string, result: string): string {
  return `${[line, request, input, answer, result].join("  ").trimEnd()}\n`;
}

export const headerRow = (style: Style): string =>
  style("bold", rowOf(" line", "request", "callback or event".padEnd(INPUT_WIDTH), "HTTP", "result").trimEnd()).concat(
    "\n",
  );

/** Only the part of the row that has a meaning of its own is coloured. */
export function entryRows(number: number, entry: Entry, style: Style): string {
  const { kind, requestId = "", note, input = "", event, answer, result, outcome, explanation } = entry;
  const format = kindFormat(kind);
  const inputFormat = format ?? (isExecutionStatus(event) ? "blue" : undefined);
  const resultFormat = format ?? (outcome?.kind === "transitioned" ? stateFormat(outcome.to) : undefined);
  const heading = note === undefined ? "" : `\n${style("bold", note)}\n`;
  const row = rowOf(
    String(number).padStart(5),
    requestId.padEnd(7),
    styled(input.padEnd(INPUT_WIDTH), inputFormat, style),
    String(answer?.status ?? "").padEnd(4),
    styled(result, resultFormat, style),
  );
  if (format === undefined || explanation === undefined) return heading + row;
  return heading + row + style("dim", wrapped(explanation, 16).trimEnd()).concat("\n");
}

/** One row at a time: there may be as many requests as lines. */
export function* endRows(
  requests: ReadonlyMap<string, JobRequest>,
  late: LateRequests,
  style: Style,
): Generator<string> {
  let width = 7;
  for (const id of requests.keys()) width = Math.max(width, id.length);
  for (const [id] of late.states()) width = Math.max(width, id.length);
  const header = ["request".padEnd(width), "state".padEnd(21), "result".padEnd(18), "attempts", "message; next"];
  yield `${style("bold", header.join("  "))}\n`;
  for (const request of requests.values()) {
    const message = request.message === null ? [] : [`"${safeText(request.message, handlesOf(request))}"`];
    const cells = [
      request.requestId.padEnd(width),
      styled(request.state.padEnd(21), stateFormat(request.state), style),
      resultText(request).padEnd(18),
      String(request.attempt).padEnd(8),
      [...message, ...nextSteps(request)].join("; "),
    ];
    yield `${cells.join("  ").trimEnd()}\n`;
  }
  for (const [id, states = []] of late.states()) {
    const state = states.length === 1 ? `${states[0]}` : "not known";
    yield `${id.padEnd(width)}  ${state.padEnd(21)}  its log begins late\n`;
  }
}

export function resultText({ state, errorType }: JobRequest): string {
  const { terminal, result } = chart.states[state].meta;
  if (!terminal) return "not final";
  if (result === null) return "see its children";
  return errorType === null ? result : `${result} (${errorType})`;
}

function nextSteps(request: JobRequest): string[] {
  const { state } = request;
  if (isTerminal(state)) return [];
  if (isAwaitingCallback(request)) return ["awaits a callback"];
  const next = LIFECYCLE_EVENTS.filter((event) => event !== "cancel" && acceptedEvents(state).includes(event));
  return [`next: ${next.join(", ")}`];
}
