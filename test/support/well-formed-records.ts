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
 * Every well-formed record of a state, up to what no guard distinguishes: with several executions, one or none, every
 * final report and result of the executable, retries left or not, timed out or not.
 */

export const LATEST = "handle-2";
export const EARLIER = "handle-1";
export const CANCEL_SEEN_AT = 30 * 60 * 1000;

const REPORTS: readonly (FinalStatus | null)[] = [
  null,
  ...EXECUTION_STATUSES.filter((status): status is FinalStatus => status !== "UPDATE"),
];

const TEXTS = { message: "old message", update: "old update", pausedState: "old state" };
const CREATED: readonly JobRequest[] = [false, true].map((timedOut) => ({
  ...createRequest({ requestId: "7", retries: 2 }),
  ...TEXTS,
  timedOut,
}));

const DRAFTS: readonly JobRequest[] = CREATED.flatMap((created) => [
  created,
  ...[[], [EARLIER, "handle-0"]].flatMap((earlierHandles) =>
    REPORTS.flatMap((reportedStatus) =>
      ([null, "SUCCEEDED", "WARNING"] as const).flatMap((executableState) =>
        [1, 2].map((retriedCount) => ({
          ...created,
          ...{ requestHandle: LATEST, earlierHandles, attempt: 2, cancelSeenAt: CANCEL_SEEN_AT },
          ...{ reportedStatus, executableState, retriedCount },
        })),
      ),
    ),
  ),
]);

const isWellFormed = (request: JobRequest) => parseJobRequest(request).issues === undefined;

const RECORDS = new Map(
  REQUEST_STATES.map((state) => [state, DRAFTS.map((draft) => ({ ...draft, state })).filter(isWellFormed)]),
);

export const wellFormedRecordsIn = (state: RequestState): readonly JobRequest[] => RECORDS.get(state) ?? [];
