import * as ess from "ess-request-machine";
import type { MalformedBody } from "ess-request-machine/fetch";

/** A received input, with the hash of its handle: a callback, an event, or a body that is neither. */
export type Command = ess.ExecutionStatusInput | ess.LifecycleEvent | MalformedBody;
/** Pure: it may be repeated after a conflict. */
export type Decide = (request: ess.JobRequest) => ess.Outcome;

export interface CommandResult {
  /** The status or event; "unknown" for any other name, which could be a handle. */
  readonly name: string;
  readonly outcome: ess.Outcome;
  /** The library's explanation, for the history and the operator. */
  readonly explanation: string;
}

const KNOWN_NAMES: ReadonlySet<string> = new Set([...ess.EXECUTION_STATUSES, ...ess.LIFECYCLE_EVENTS]);

const decisionOn =
  (command: Command): Decide =>
  (request) =>
    "type" in command
      ? ess.applyLifecycleEvent(request, command)
      : ess.applyExecutionStatus(request, command as ess.ExecutionStatusInput);

/** `decide` is the endpoint's, which answers with what it decided. Default: what the library says of the command. */
export function applyCommand(request: ess.JobRequest, command: Command, decide = decisionOn(command)): CommandResult {
  const outcome = decide(request);
  if ("malformed" in command) return { name: "unknown", outcome, explanation: command.malformed };
  const name = "type" in command ? command.type : command.status;
  return { name: KNOWN_NAMES.has(name) ? name : "unknown", outcome, explanation: ess.explain(outcome, command) };
}
