import * as ess from "ess-request-machine";
import type { z } from "zod";
import { type Handles, hashed, masked } from "../lifecycle/handles.js";
import { answer, type Handler, Problem, readJson, readOptionalJson, type Served, tell, validated } from "./http.js";
import type { OperationName } from "./operations.js";
import { checkIn, listing, payload, submission } from "./schemas.js";
import type { Command, StoredRequest, Store } from "../storage/store.js";

/** What each operation does. */

export interface HandlerOptions {
  readonly store: Store;
  readonly handles: Handles;
  /** Where requests are reached from outside, for links: no header of a request says so. */
  readonly requestsUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export const createHandlers = (options: HandlerOptions): Record<OperationName, Handler> => ({
  ...callbacks(options),
  ...requests(options),
  apply: events(options),
});

const unknownRequest = () => new Problem(404, ["the id of a request", "none that is known here", "Check it."]);

function idOf(c: Served, given: unknown = c.req.param("requestId")): string {
  const id = ess.parseRequestId(given);
  if (id.issues) throw new Problem(400, id.issues.map(({ message }) => message).join(" "));
  tell(c, { requestId: id.value });
  return id.value;
}

/** Has it judged and stored; 404 if there is no such request. */
async function applyCommand(c: Served, store: Store, id: string, command: Command, seed?: string) {
  const done = await store.change(id, command, { seed });
  if (done === undefined) throw unknownRequest();
  const { name, outcome } = done;
  const { kind, request } = outcome;
  tell(c, { name, kind, reason: "reason" in outcome ? outcome.reason : null, state: request.state });
  return done;
}

/** What a job may ask for. */
function callbacks({ store, requestsUrl, now }: HandlerOptions) {
  const answered = (c: Served, id: string, answerable: ess.Answerable) => {
    const { status, body, headers } = ess.toHttpResponse(answerable, { href: `${requestsUrl}/${id}` });
    return answer(c, status, body, headers);
  };

  return {
    async setExecutionStatus(c: Served) {
      const id = idOf(c);
      const body = ess.parseExecutionStatus(await readJson(c));
      if (body.issues) {
        await applyCommand(c, store, id, { fault: body.issues.map(({ message }) => message).join(" ") });
        return answered(c, id, body);
      }
      const { requestHandle, status, statusMessage } = body.value;
      const text = typeof statusMessage === "string" && { statusMessage: masked(statusMessage, requestHandle ?? "") };
      const { outcome } = await applyCommand(c, store, id, { requestHandle: hashed(requestHandle), status, ...text });
      return answered(c, id, outcome);
    },

    // Oracle answers with a bare boolean. A job that nobody waits for any more is to stop, too.
    async checkInCancelling(c: Served) {
      const id = idOf(c);
      const { requestHandle } = await validated(checkIn, await readJson(c));
      const event = { type: "checkIn", requestHandle: hashed(requestHandle), at: now() } as const;
      const { outcome } = await applyCommand(c, store, id, event);
      if (outcome.kind === "rejected") return answered(c, id, outcome);
      return answer(c, 200, outcome.kind === "recorded" || ("reason" in outcome && outcome.reason === "ALREADY_ENDED"));
    },
  };
}

/** What the operator sees: all but the hashes of the handles. */
function shown({ request, settings, version }: StoredRequest) {
  const { requestHandle, earlierHandles, ...record } = request;
  return { ...record, version, settings };
}

/** Submits and shows requests, for the operator. */
function requests({ store, requestsUrl }: HandlerOptions) {
  /** Under the id that is asked for, or else by the next number that nobody asked for before; 409 if it is in use. */
  async function submitted(c: Served, body: z.infer<typeof submission>): Promise<StoredRequest> {
    const { requestId: asked, retries, validated: isValid, ...settings } = body;
    for (;;) {
      const requestId = idOf(c, asked ?? (await store.nextId()));
      const request = ess.createRequest({ requestId, retries, validated: isValid });
      if (await store.submit(request, settings)) return { request, settings, version: "1" };
      if (asked !== undefined) throw new Problem(409, ["an id that is free", "one in use", "Choose another, or none."]);
    }
  }

  return {
    async submit(c: Served) {
      const found = await submitted(c, await validated(submission, await readOptionalJson(c)));
      tell(c, { name: "submit", state: found.request.state });
      const href = `${requestsUrl}/${found.request.requestId}`;
      return answer(c, 201, { href, rel: "self", request: shown(found) }, { location: href });
    },

    async list(c: Served) {
      const { state, after, limit } = await validated(listing, c.req.query());
      const items = (await store.list(state, after, limit)).map(shown);
      if (items.length < limit) return answer(c, 200, { items });
      const last = items.at(-1)?.requestId ?? after;
      const query = new URLSearchParams({ ...(state && { state }), after: last, limit: String(limit) });
      return answer(c, 200, { items, next: `${requestsUrl}?${query}` });
    },

    async read(c: Served) {
      const found = await store.find(idOf(c));
      if (found === undefined) throw unknownRequest();
      return answer(c, 200, shown(found));
    },

    async history(c: Served) {
      const items = await store.history(idOf(c));
      if (items.length === 0) throw unknownRequest();
      return answer(c, 200, { items });
    },
  };
}

/** Applies a lifecycle event, for the operator. The time and the handle are the server's to say. */
function events({ store, handles, requestsUrl, now }: HandlerOptions): Handler {
  return async (c) => {
    const id = idOf(c);
    const type = c.req.param("event");
    const { seed, handle } = handles.fresh();
    const begins = type === "start" || type === "resume";
    const given = { type, at: now(), ...(begins && { requestHandle: hashed(handle) }) };
    const event = { ...(await validated(payload, await readOptionalJson(c))), ...given } as ess.LifecycleEvent;
    const { outcome, told } = await applyCommand(c, store, id, event, seed);
    const href = `${requestsUrl}/${id}`;
    if (outcome.kind === "rejected") {
      const { status, body } = ess.toHttpResponse(outcome, { href });
      return answer(c, status, { ...body, detail: told });
    }
    const { request, ...rest } = outcome;
    const once = begins && outcome.kind === "transitioned" && { requestHandle: handle };
    return answer(c, 200, { href, rel: "self", ...rest, state: request.state, told, ...once });
  };
}
