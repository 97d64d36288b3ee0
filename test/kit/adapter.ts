import type { ConformanceAdapter, ConformanceAnswer } from "ess-request-machine/testing";
import { Scheduler } from "./scheduler.js";
import type { Body } from "./store.js";

/** Connects the kit to a store. `read` returns the store's own row, which later steps change. */
export function adapterFor(store = new Scheduler()): ConformanceAdapter<string> {
  return {
    create({ requestId, retries, validated }) {
      store.submit(requestId, retries, validated);
      return requestId;
    },
    applyExecutionStatus: (id, input) => store.report(id, input as unknown as Body) as ConformanceAnswer,
    applyLifecycleEvent: (id, event) => store.handleEvent(id, event as unknown as Body) as ConformanceAnswer,
    read: (id) => store.row(id),
  };
}
