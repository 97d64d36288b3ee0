import type { ExecutionStatusInput, LifecycleEvent } from "ess-request-machine";

/** What happens to a request in each story. The handles are made up, and no inspector ever sees them. */

/** One thing that happens: a callback of the job, or an event of the scheduler's or the operator's. */
export type Step = { readonly note: string } & (
  | { readonly callback: ExecutionStatusInput }
  | { readonly event: LifecycleEvent }
);

export interface Story {
  readonly title: string;
  readonly retries: number;
  readonly steps: readonly Step[];
}

const FIRST = "handle-of-the-first-execution";
const SECOND = "handle-of-the-second-execution";
const FOREIGN = "handle-of-somebody-else";
const NINE = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

const started: readonly Step[] = [
  { note: "Its time has come.", event: { type: "dispatch" } },
  { note: "The remote job is called.", event: { type: "start", requestHandle: FIRST } },
];

export const STORIES: Readonly<Record<string, Story>> = {
  pause: {
    title: "A job pauses for its sub-requests and goes on as a second execution",
    retries: 0,
    steps: [
      ...started,
      {
        note: "The job says how far it is.",
        callback: { requestHandle: FIRST, status: "UPDATE", statusMessage: "3 of 7 files" },
      },
      {
        note: "It pauses, and its sub-requests start.",
        callback: { requestHandle: FIRST, status: "PAUSE", statusMessage: "file 4" },
      },
      { note: "They have ended: the job goes on where it was.", event: { type: "resume", requestHandle: SECOND } },
      {
        note: "What the first execution still has to say comes too late.",
        callback: { requestHandle: FIRST, status: "ERROR", statusMessage: "connection lost" },
      },
      { note: "The second one is done.", callback: { requestHandle: SECOND, status: "SUCCESS" } },
      { note: "It got no answer and says it again.", callback: { requestHandle: SECOND, status: "SUCCESS" } },
      { note: "And post-processing is done.", event: { type: "postProcessed", result: "PROCEED" } },
    ],
  },
  retry: {
    title: "The first attempt fails, the second ends with a warning",
    retries: 1,
    steps: [
      ...started,
      {
        note: "The attempt fails, and a retry is left.",
        callback: { requestHandle: FIRST, status: "ERROR", statusMessage: "tax service not reachable" },
      },
      { note: "Once more.", event: { type: "retry" } },
      { note: "Its time has come again.", event: { type: "dispatch" } },
      { note: "Another execution, with a handle of its own.", event: { type: "start", requestHandle: SECOND } },
      {
        note: "The first attempt reports again, too late.",
        callback: { requestHandle: FIRST, status: "SUCCESS" },
      },
      {
        note: "Somebody reports who was never asked.",
        callback: { requestHandle: FOREIGN, status: "SUCCESS" },
      },
      {
        note: "The second attempt ends.",
        callback: { requestHandle: SECOND, status: "WARNING", statusMessage: "2 of 40 rates are of yesterday" },
      },
      { note: "Post-processing goes on with the warning.", event: { type: "postProcessed", result: "PROCEED" } },
    ],
  },
  "cancel-race": {
    title: "The job is done before it hears that it was cancelled",
    retries: 0,
    steps: [
      ...started,
      { note: "An operator cancels the request.", event: { type: "cancel", at: NINE } },
      { note: "And again, to be sure.", event: { type: "cancel", at: NINE + MINUTE } },
      {
        note: "The job asks whether it was cancelled: it is alive.",
        event: { type: "checkIn", requestHandle: FIRST, at: NINE + 2 * MINUTE },
      },
      {
        note: "The operator loses patience, but the job was seen a minute ago.",
        event: { type: "forceCancel", at: NINE + 3 * MINUTE },
      },
      { note: "The job was faster than the cancellation.", callback: { requestHandle: FIRST, status: "SUCCESS" } },
      {
        note: "Then it acknowledges the cancellation all the same.",
        callback: { requestHandle: FIRST, status: "CANCEL" },
      },
    ],
  },
};
