import assert from "node:assert/strict";
import { test } from "node:test";
import { createRequest, type LifecycleEvent } from "ess-request-machine";
import {
  type ConformanceAdapter,
  type ConformanceOptions,
  conformance,
  formatReport,
  type PartialJobRequest,
} from "ess-request-machine/testing";
import { serve } from "./harness.js";

const FIELDS = Object.keys(createRequest({ requestId: 1 }));

/** The library's conformance kit, over HTTP: callbacks, check-ins and every event go through the server's routes. */

/** All of the kit takes about ten minutes over HTTP: `CONFORMANCE=full`. Without it, the race of cancellation and reports. */
const OPTIONS: ConformanceOptions =
  process.env.CONFORMANCE === "full"
    ? { coverage: "full", maxTextLength: 1000 }
    : {
        maxTextLength: 1000,
        numRuns: 2,
        only: [
          { state: "CANCELLING", event: "SUCCESS" },
          { state: "CANCELLING", event: "checkIn" },
          { state: "RUNNING", event: "ERROR" },
        ],
      };

test("the server does what the lifecycle says", { timeout: 1_200_000 }, async (t) => {
  // The kit says what time it is and which handle comes next, malformed ones too.
  let now: unknown;
  let handle: unknown;
  const handles = { fromSeed: (seed: string) => seed, create: () => ({ seed: "made-up", handle: handle as string }) };
  const harness = await serve({ handles, now: () => now as number, pollMs: 0 });
  t.after(() => harness.stop());
  const { client } = harness;

  /** The log line of the answer that was just received. */
  function lastLogged(httpStatus: number) {
    const { kind, reason = null, effects } = JSON.parse(harness.lines.at(-1) ?? "{}");
    // A malformed body has no outcome.
    return kind === undefined ? { httpStatus, kind: "rejected" as const } : { httpStatus, kind, reason, effects };
  }

  const adapter: ConformanceAdapter<string> = {
    async create(submitted) {
      assert.equal((await client.operate("", { ...submitted, automatic: false })).status, 201);
      return submitted.requestId;
    },
    async applyExecutionStatus(id, callback) {
      return lastLogged((await client.report(id, callback)).status);
    },
    async applyLifecycleEvent(id, event) {
      const { type, requestHandle, at, ...payload } = event as LifecycleEvent & { requestHandle?: string; at?: number };
      now = at;
      handle = requestHandle;
      if (type === "checkIn") {
        // The time of a check-in is the server's: no client can send another one.
        if (!Number.isSafeInteger(at) || Number(at) < 0) return "unsupported";
        return lastLogged((await client.checkIn(id, requestHandle)).status);
      }
      const { status, body } = await client.operate(`/${id}/${type}`, payload);
      if (status !== 200) return { httpStatus: status, kind: "rejected", reason: body.reason, effects: [] };
      return { httpStatus: status, kind: body.kind, reason: body.reason ?? null, effects: body.effects };
    },
    async read(id) {
      // Links and other members of the answer are not part of the record.
      const { body } = await client.read(`/${id}`);
      return Object.fromEntries(Object.entries(body).filter(([name]) => FIELDS.includes(name))) as PartialJobRequest;
    },
  };
  t.diagnostic(formatReport(await conformance(adapter, OPTIONS)));
});
