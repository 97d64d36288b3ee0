import type { ExecutionStatusInput, LifecycleEvent } from "./events.js";
import { OUTCOME_REASONS } from "./facts.js";
import { isExecutionStatus, isLifecycleEventName } from "./names.js";
import type { Outcome } from "./outcome.js";
import type { JobRequest } from "./request.js";

/**
 * The one maker of sentences. Whatever is refused is told as: what was expected, what was found, what to do. Neither a
 * handle nor any other content of an input is ever in it.
 */
export const expectation = (expected: string, found: string, advice: string): string =>
  `Expected ${expected}, but found ${found}. ${advice}`;

/** The name of what came, if it has a known one: an unknown one could be anything, a handle too. */
function nameOf(input: unknown): string {
  const { status, type } = (input ?? {}) as { status?: unknown; type?: unknown };
  if (isExecutionStatus(status)) return status;
  return isLifecycleEventName(type) ? type : "Something unknown";
}

/**
 * Tells what an outcome means, in a sentence or two, for logs, timelines and problem details.
 *
 * @param request the record that the callback or event was applied to
 * @param input the callback or event; only its name is told
 * @param outcome what `applyExecutionStatus` or `applyLifecycleEvent` answered
 */
export function explain(request: JobRequest, input: ExecutionStatusInput | LifecycleEvent, outcome: Outcome): string {
  const name = nameOf(input);
  const owed = outcome.effects.length === 0 ? "Nothing is owed." : `Owed next: ${outcome.effects.join(", ")}.`;
  switch (outcome.kind) {
    case "transitioned":
      return `${name} moved request ${request.requestId} from ${outcome.from} to ${outcome.to}. ${owed}`;
    case "recorded":
      return `${name} was recorded for request ${request.requestId}, which stays ${request.state}. ${owed}`;
    case "ignored":
    case "rejected": {
      const { sentence } = OUTCOME_REASONS[outcome.reason];
      return `${name} for request ${request.requestId} in ${request.state} was ${outcome.kind}: ${outcome.reason}. ${sentence}`;
    }
  }
}
