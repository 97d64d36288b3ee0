import * as ess from "ess-request-machine";

/** A received input, with the hash of its handle: a callback, an event, or a body that is neither, with its faults. */
export type Command = ess.ExecutionStatusInput | ess.LifecycleEvent | { readonly fault: string };

export interface CommandResult {
  /** The status or event; "unknown" for any other name, which could be a handle. */
  readonly name: string;
  readonly outcome: ess.Outcome;
  /** The library's explanation, for the history and the operator. */
  readonly explanation: string;
}

const KNOWN_NAMES: ReadonlySet<string> = new Set([...ess.EXECUTION_STATUSES, ...ess.LIFECYCLE_EVENTS]);

export function applyCommand(request: ess.JobRequest, command: Command): CommandResult {
  if ("fault" in command) {
    const outcome = { kind: "rejected", reason: "INVALID_PAYLOAD", request, effects: [] } as const;
    return { name: "unknown", outcome, explanation: command.fault };
  }
  const [name, outcome] =
    "type" in command
      ? [command.type, ess.applyLifecycleEvent(request, command)]
      : [command.status, ess.applyExecutionStatus(request, command)];
  return {
    name: KNOWN_NAMES.has(name) ? name : "unknown",
    outcome,
    explanation: ess.explain(outcome, command),
  };
}
