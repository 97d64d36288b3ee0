import * as ess from "ess-request-machine";

type Owe = (effects: readonly ess.Effect[], request: ess.JobRequest) => void;

/** What an HTTP server answers to one callback: any server, any framework. */
export function answerCallback(requests: Map<string, ess.JobRequest>, owe: Owe, pathId: string, body: unknown) {
  const href = `https://scheduler.example/ess/rest/scheduler/v1/requests/${encodeURIComponent(pathId)}`;
  const id = ess.parseRequestId(pathId);
  if (id.issues) return ess.toHttpResponse(id, { href });
  const request = requests.get(id.value);
  if (!request) return ess.toHttpResponse({ problem: 404 }, { href });
  const callback = ess.parseExecutionStatus(body);
  if (callback.issues) return ess.toHttpResponse(callback, { href });
  const outcome = ess.applyExecutionStatus(request, callback.value);
  requests.set(id.value, outcome.request); // What is ignored or rejected gives back what was there.
  owe(outcome.effects, outcome.request); // Often nothing: the list is empty then.
  return ess.toHttpResponse(outcome, { href }); // { status, headers, body }
}
