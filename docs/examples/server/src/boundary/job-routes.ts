import * as ess from "ess-request-machine";
import type { Command, CommandResult } from "../lifecycle/command.js";
import { hashHandle } from "../lifecycle/handles.js";
import type { RequestStore } from "../storage/request-store.js";
import { type AppContext, addToLog, answer, readJson, validate } from "./json.js";
import { Problem } from "./problem.js";
import { checkIn } from "./schemas.js";

/** The operations of a job: to report, and to ask whether it should stop. Its handle is its permission. */

export interface JobRouteOptions {
  readonly store: RequestStore;
  /** Where requests are reached from outside, for links. No header of a request decides it. */
  readonly requestsUrl: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

export function jobRoutes({ store, requestsUrl, now }: JobRouteOptions) {
  const answerOutcome = (c: AppContext, id: string, answerable: ess.Answerable) => {
    const { status, body, headers } = ess.toHttpResponse(answerable, { href: `${requestsUrl}/${id}` });
    return answer(c, status, body, headers);
  };

  return {
    async setExecutionStatus(c: AppContext) {
      const id = requestIdOf(c);
      const body = ess.parseExecutionStatus(await readJson(c));
      if (body.issues) {
        await change(c, store, id, { fault: body.issues.map(({ message }) => message).join(" ") });
        return answerOutcome(c, id, body);
      }
      const { outcome } = await change(c, store, id, withoutHandle(body.value));
      return answerOutcome(c, id, outcome);
    },

    /** Oracle's answer is a bare boolean. A job that reports to nobody any more should stop, too. */
    async checkInCancelling(c: AppContext) {
      const id = requestIdOf(c);
      const { requestHandle } = await validate(checkIn, await readJson(c));
      const event = { type: "checkIn", requestHandle: hashHandle(requestHandle), at: now() } as const;
      const { outcome } = await change(c, store, id, event);
      if (outcome.kind === "rejected") return answerOutcome(c, id, outcome);
      return answer(c, 200, ess.shouldStop(outcome as ess.LifecycleOutcome));
    },
  };
}

/** The callback with the hash of its handle. A handle of any form is taken out of the text that comes with it. */
function withoutHandle({ requestHandle, status, statusMessage }: ess.ExecutionStatusInput): Command {
  const isLong = typeof requestHandle === "string" && requestHandle.length >= MIN_SECRET;
  const text = isLong ? statusMessage?.replaceAll(requestHandle, "***") : statusMessage;
  return { requestHandle: hashHandle(requestHandle), status, ...(typeof text === "string" && { statusMessage: text }) };
}
/** A shorter one is not a handle, and could be a word. */
const MIN_SECRET = 16;

export function requestIdOf(c: AppContext, id: unknown = c.req.param("requestId")): string {
  const parsed = ess.parseRequestId(id);
  if (parsed.issues) throw new Problem(400, parsed.issues.map(({ message }) => message).join(" "));
  addToLog(c, { requestId: parsed.value });
  return parsed.value;
}

export const unknownRequest = () => new Problem(404, "No request has this id. Check the id.");

/** Applies the command and stores the result; 404 if the request is unknown. */
export async function change(
  c: AppContext,
  store: RequestStore,
  id: string,
  command: Command,
  seed?: string,
): Promise<CommandResult> {
  const result = await store.change(id, command, { seed });
  if (result === undefined) throw unknownRequest();
  const { name, outcome } = result;
  const { kind, request, effects } = outcome;
  addToLog(c, { name, kind, reason: "reason" in outcome ? outcome.reason : null, state: request.state, effects });
  return result;
}
