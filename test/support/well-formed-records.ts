import {
  createRequest,
  EXECUTION_STATUSES,
  type FinalStatus,
  type JobRequest,
  parseJobRequest,
  REQUEST_STATES,
  type RequestState,
} from "ess-request-machine";

/**
 * Every well-formed record of a state, up to differences that no guard reads: several executions or none, every final
 * report, retries left or none. Only callbacks depend on the retries and only events on the time-out, so they vary
 * together.
 */

export const LATEST = "handle-2";
export const EARLIER = "handle-1";
export const CANCEL_SEEN_AT = 30 * 60 * 1000;

const REPORTS: readonly (FinalStatus | null)[] = [
  null,
  ...EXECUTION_STATUSES.filter((status): status is FinalStatus => status !== "UPDATE"),
];
const RESULTS: { readonly [S in FinalStatus]?: JobRequest["executableState"] } = {
  SUCCESS: "SUCCEEDED",
  WARNING: "WARNING",
};

const VARIANTS = [
  { retriedCount: 1, timedOut: false },
  { retriedCount: 2, timedOut: true },
];
const TEXTS = { message: "old message", update: "old update", pausedState: "old state" };

const DRAFTS: readonly JobRequest[] = VARIANTS.flatMap((variant) => {
  const created = { ...createRequest({ requestId: "7", retries: 2 }), ...TEXTS, ...variant };
  const started = { ...created, requestHandle: LATEST, earlierHandles: [EARLIER, "handle-0"], attempt: 3 };
  const reported = REPORTS.map((reportedStatus) => ({
    ...started,
    reportedStatus,
    executableState: (reportedStatus && RESULTS[reportedStatus]) ?? null,
    cancelSeenAt: CANCEL_SEEN_AT,
  }));
  return [created, ...reported];
});

const isWellFormed = (request: JobRequest) => parseJobRequest(request).issues === undefined;

const RECORDS = new Map(
  REQUEST_STATES.map((state) => [state, DRAFTS.map((draft) => ({ ...draft, state })).filter(isWellFormed)]),
);

export const wellFormedRecordsIn = (state: RequestState): readonly JobRequest[] => RECORDS.get(state) ?? [];
