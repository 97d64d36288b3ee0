import type * as ess from "ess-request-machine";
import { createFetchHandler } from "ess-request-machine/fetch";

type PerformEffects = (effects: readonly ess.Effect[], request: ess.JobRequest) => void;

/** Answers POST /ess/rest/scheduler/v1/requests/{requestId}/executionStatus and …/checkInCancelling. */
export const createEndpoint = (requests: Map<string, ess.JobRequest>, performEffects: PerformEffects) =>
  createFetchHandler({
    now: Date.now,
    update(requestId, decide) {
      const request = requests.get(requestId);
      if (!request) return undefined; // 404
      const outcome = decide(request); // Pure: a database may repeat it.
      requests.set(requestId, outcome.request); // In a database: in one transaction with the effects (an outbox).
      performEffects(outcome.effects, outcome.request);
      return outcome;
    },
  });
