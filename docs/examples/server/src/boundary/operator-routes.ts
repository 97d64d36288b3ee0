import * as ess from "ess-request-machine";
import type { z } from "zod";
import type { JobNetworks } from "../background/job-networks.js";
import { type Handles, hashHandle } from "../lifecycle/handles.js";
import type { StoredRequest } from "../storage/write-result.js";
import type { JobRouteOptions } from "./job-routes.js";
import { type AppContext, addToLog, answer, type Handler, readBody, validate } from "./json.js";
import { Problem } from "./problem.js";
import { historyQuery, listQuery, payload, submission } from "./schemas.js";

/** The operations of the operator: to submit, to read, and to apply lifecycle events. */

export interface OperatorRouteOptions extends JobRouteOptions {
  readonly handles: Handles;
  readonly networks: JobNetworks;
}

export const operatorRoutes = (options: OperatorRouteOptions) => ({
  submit: submit(options),
  ...reads(options),
  apply: apply(options),
});

function requestIdOf(c: AppContext, id: unknown = c.req.param("requestId")): string {
  const parsed = ess.parseRequestId(id);
  if (parsed.issues) throw new Problem(400, parsed.issues.map(({ message }) => message).join(" "));
  addToLog(c, { requestId: parsed.value });
  return parsed.value;
}

const unknownRequest = () => new Problem(404, "No request has this id. Check the id.");

/** The record as the operator sees it: without the hashes of the handles. */
function toShownRequest({ request, settings, version }: StoredRequest) {
  const { requestHandle, earlierHandles, ...record } = request;
  return { ...record, version, settings };
}

function submit({ store, requestsUrl, networks }: OperatorRouteOptions): Handler {
  /** Stores the request under the given id, 409 if it is in use, or under the next free number. */
  async function storeNew(c: AppContext, body: z.infer<typeof submission>): Promise<StoredRequest> {
    const { requestId: given, retries, validated, ...settings } = body;
    for (;;) {
      const requestId = requestIdOf(c, given ?? (await store.nextId()));
      const request = ess.createRequest({ requestId, retries, validated });
      if (await store.submit(request, settings)) return { request, settings, version: "1" };
      if (given !== undefined) throw new Problem(409, "The id is in use. Choose another, or none.");
    }
  }

  return async (c) => {
    const body = await readBody(c, submission);
    const problem = body.job === undefined ? undefined : networks.findProblem(body.job);
    if (problem !== undefined) throw new Problem(400, `The job can never be called: ${problem}. Correct job.`);
    const stored = await storeNew(c, body);
    const { requestId, state } = stored.request;
    addToLog(c, { name: "submit", state });
    const href = `${requestsUrl}/${requestId}`;
    return answer(c, 201, { href, rel: "self", request: toShownRequest(stored) }, { location: href });
  };
}

function reads({ store, requestsUrl }: OperatorRouteOptions) {
  /** A page of items, with the address of the next one if there may be more. */
  function answerPage(c: AppContext, items: readonly object[], url: string, query: Record<string, string>) {
    const isLast = items.length < Number(query.limit);
    return answer(c, 200, { items, ...(!isLast && { next: `${url}?${new URLSearchParams(query)}` }) });
  }

  return {
    async list(c: AppContext) {
      const { state, after, limit } = validate(listQuery, c.req.query());
      const items = (await store.list(state, after, limit)).map(toShownRequest);
      const last = items.at(-1)?.requestId ?? after;
      return answerPage(c, items, requestsUrl, { ...(state && { state }), after: last, limit: String(limit) });
    },

    async read(c: AppContext) {
      const stored = await store.find(requestIdOf(c));
      if (stored === undefined) throw unknownRequest();
      return answer(c, 200, toShownRequest(stored));
    },

    async history(c: AppContext) {
      const id = requestIdOf(c);
      const { after, limit } = validate(historyQuery, c.req.query());
      const items = await store.history(id, after, limit);
      if (items.length === 0 && (await store.find(id)) === undefined) throw unknownRequest();
      const last = items.at(-1)?.id ?? after;
      return answerPage(c, items, `${requestsUrl}/${id}/history`, { after: last, limit: String(limit) });
    },
  };
}

/** Applies a lifecycle event. Time and handle are the server's. */
function apply({ store, handles, requestsUrl, now }: OperatorRouteOptions): Handler {
  return async (c) => {
    const id = requestIdOf(c);
    const type = c.req.param("event");
    const { seed, handle } = handles.create();
    const issuesHandle = type === "start" || type === "resume";
    const own = { type, at: now(), ...(issuesHandle && { requestHandle: hashHandle(handle) }) };
    const event = { ...(await readBody(c, payload)), ...own } as ess.LifecycleEvent;
    const result = await store.change(id, event, { seed });
    if (result === undefined) throw unknownRequest();
    const { name, outcome, explanation } = result;
    const { request, ...rest } = outcome;
    addToLog(c, { name, ...rest, state: request.state });
    const href = `${requestsUrl}/${id}`;
    if (outcome.kind === "rejected") {
      const { status, body } = ess.toHttpResponse(outcome, { href });
      return answer(c, status, { ...body, detail: explanation });
    }
    const once = issuesHandle && outcome.kind === "transitioned" && { requestHandle: handle };
    return answer(c, 200, { href, rel: "self", ...rest, state: request.state, explanation, ...once });
  };
}
