import type { ExecutionStatusInput, LifecycleEvent } from "ess-request-machine";

/** The scenarios of `npm run inspect`. The handles are made up, and no inspector sees them. */

/** A callback of the job, or an event of the scheduler or the operator. */
export type Step = { readonly note: string } & (
  | { readonly callback: ExecutionStatusInput }
  | { readonly event: LifecycleEvent }
);

export interface Scenario {
  readonly title: string;
  readonly retries: number;
  readonly steps: readonly Step[];
}

const FIRST = "handle-of-the-first-execution";
const SECOND = "handle-of-the-second-execution";
const FOREIGN = "handle-of-another-request";
const NINE = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

const started: readonly Step[] = [
  { note: "The request is due.", event: { type: "dispatch" } },
  { note: "The scheduler calls the remote job.", event: { type: "start", requestHandle: FIRST } },
];

const pause: Scenario = {
  title: "A job pauses for its sub-requests and resumes as a second execution",
  retries: 0,
  steps: [
    ...started,
    {
      note: "The job reports its progress.",
      callback: { requestHandle: FIRST, status: "UPDATE", statusMessage: "3 of 7 files" },
    },
    {
      note: "It pauses, and its sub-requests start.",
      callback: { requestHandle: FIRST, status: "PAUSE", statusMessage: "file 4" },
    },
    { note: "The sub-requests have ended: the job resumes.", event: { type: "resume", requestHandle: SECOND } },
    {
      note: "The first execution reports an error, too late.",
      callback: { requestHandle: FIRST, status: "ERROR", statusMessage: "connection lost" },
    },
    { note: "The second execution is done.", callback: { requestHandle: SECOND, status: "SUCCESS" } },
    { note: "It received no answer and reports again.", callback: { requestHandle: SECOND, status: "SUCCESS" } },
    { note: "Post-processing is done.", event: { type: "postProcessed", result: "PROCEED" } },
  ],
};

const retry: Scenario = {
  title: "The first attempt fails, and the second ends with a warning",
  retries: 1,
  steps: [
    ...started,
    {
      note: "The attempt fails, and one retry is left.",
      callback: { requestHandle: FIRST, status: "ERROR", statusMessage: "tax service not reachable" },
    },
    { note: "The scheduler retries.", event: { type: "retry" } },
    { note: "The request is due again.", event: { type: "dispatch" } },
    { note: "The second execution starts, with its own handle.", event: { type: "start", requestHandle: SECOND } },
    { note: "The first execution reports again, too late.", callback: { requestHandle: FIRST, status: "SUCCESS" } },
    { note: "A job of another request reports.", callback: { requestHandle: FOREIGN, status: "SUCCESS" } },
    {
      note: "The second attempt ends.",
      callback: { requestHandle: SECOND, status: "WARNING", statusMessage: "2 of 40 rates are from yesterday" },
    },
    { note: "Post-processing keeps the warning.", event: { type: "postProcessed", result: "PROCEED" } },
  ],
};

const cancelRace: Scenario = {
  title: "The job finishes before it sees that it was cancelled",
  retries: 0,
  steps: [
    ...started,
    { note: "An operator cancels the request.", event: { type: "cancel", at: NINE } },
    { note: "The operator cancels again.", event: { type: "cancel", at: NINE + MINUTE } },
    {
      note: "The job asks whether it was cancelled: it is alive.",
      event: { type: "checkIn", requestHandle: FIRST, at: NINE + 2 * MINUTE },
    },
    {
      note: "The operator forces the cancellation, one minute after the job was seen.",
      event: { type: "forceCancel", at: NINE + 3 * MINUTE },
    },
    { note: "The job was faster than the cancellation.", callback: { requestHandle: FIRST, status: "SUCCESS" } },
    { note: "Then it acknowledges the cancellation as well.", callback: { requestHandle: FIRST, status: "CANCEL" } },
  ],
};

export const SCENARIOS: Readonly<Record<string, Scenario>> = { pause, retry, "cancel-race": cancelRace };
