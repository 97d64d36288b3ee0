import * as ess from "ess-request-machine";

/** What an HTTP server answers to one callback: any server, any framework. */
export function answerCallback(requests: Map<string, ess.JobRequest>, pathId: string, body: unknown): ess.HttpResponse {
  const href = `https://scheduler.example/ess/rest/scheduler/v1/requests/${encodeURIComponent(pathId)}`;
  const id = ess.parseRequestId(pathId);
  const callback = ess.parseExecutionStatus(body);
  const request = requests.get(pathId);
  if (id.issues) return ess.toHttpResponse(id, { href });
  if (!request) return ess.toHttpResponse({ problem: 404 }, { href });
  if (callback.issues) return ess.toHttpResponse(callback, { href });
  const outcome = ess.applyExecutionStatus(request, callback.value);
  requests.set(id.value, outcome.request); // Then carry out what outcome.effects names.
  return ess.toHttpResponse(outcome, { href }); // { status, headers, body }
}
