import { applyLifecycleEvent, createRequest } from "ess-request-machine";
import { createFetchHandler } from "ess-request-machine/fetch";

// One running request to try. A server of your own has a database here.
const ready = applyLifecycleEvent(createRequest({ requestId: "101" }), { type: "dispatch" }).request;
const running = applyLifecycleEvent(ready, { type: "start", requestHandle: "made-up" }).request;
const requests = new Map([[running.requestId, running]]);

export const handler = createFetchHandler({
  now: Date.now,
  update(requestId, decide) {
    const request = requests.get(requestId);
    if (!request) return undefined;
    const outcome = decide(request);
    requests.set(requestId, outcome.request);
    return outcome;
  },
  log: ({ httpStatus, explanation }) => console.log(httpStatus, explanation),
});
