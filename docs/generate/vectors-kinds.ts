import type { JobRequest, Outcome, OutcomeReason } from "ess-request-machine";
import { MAX_EARLIER_HANDLES } from "../../src/lifecycle/assign-actions.js";
import { CANCELLED_AT, type Probe } from "./vectors-inputs.js";

/** Which trials are of one kind. There is one test vector of each kind, and its id names the kind. */

export interface Trial {
  readonly request: JobRequest;
  readonly probe: Probe;
  readonly outcome: Outcome;
}

interface Facet {
  /** Where the facet matters, as STATE/name. */
  readonly where: RegExp;
  readonly holds: (request: JobRequest) => boolean;
  readonly words: string | ((request: JobRequest) => string);
}

const isFull = ({ earlierHandles }: JobRequest) => earlierHandles.length === MAX_EARLIER_HANDLES;
const hasReported = ({ reportedStatus }: JobRequest) => reportedStatus !== null;
const hasRetryLeft = ({ retriedCount, retries }: JobRequest) => retriedCount < retries;
const hasCheckedIn = ({ cancelSeenAt }: JobRequest) => (cancelSeenAt ?? 0) > CANCELLED_AT;

/** Facts of a record that make a difference, or that a faulty implementation may read. */
const FACETS: readonly Facet[] = [
  {
    where: /\/[A-Z_]+$|^RUNNING\/(cancel|manual)|RECOVERY\/complete/,
    holds: ({ timedOut }) => timedOut,
    words: "after the time-out",
  },
  { where: /\/BUSINESS_ERROR$|(CANCELLING|RECOVERY)\/ERROR$/, holds: hasRetryLeft, words: "with a retry left" },
  { where: /\/start$/, holds: ({ attempt }) => attempt === 0, words: "for the first time" },
  { where: /\/(start|resume)$/, holds: isFull, words: "with sixteen earlier handles" },
  { where: /\/forceCancel$/, holds: hasCheckedIn, words: "after a check-in" },
  { where: /RECOVERY\/[a-z]/, holds: hasReported, words: "after a report" },
  {
    where: /^((CANCELLING|COMPLETED)\/[a-z]|PAUSED\/cancel)/,
    holds: hasReported,
    words: ({ reportedStatus }) => `after ${reportedStatus}`,
  },
];

function facetsOf(request: JobRequest, name: string): readonly string[] {
  const where = `${request.state}/${name}`;
  const facets = FACETS.filter((facet) => facet.where.test(where) && facet.holds(request));
  return facets.map(({ words }) => (typeof words === "string" ? words : words(request)));
}

/** These reasons are about the input, the others about the record. */
const ABOUT_INPUT: readonly OutcomeReason[] = [
  "UNKNOWN_STATUS",
  "UNKNOWN_EVENT",
  "HANDLE_MISSING",
  "STALE_HANDLE",
  "HANDLE_MISMATCH",
  "INVALID_PAYLOAD",
  "HANDLE_REUSED",
];
const ABOUT_REQUEST: readonly OutcomeReason[] = ["NOT_AWAITING_CALLBACK", "NOT_POST_PROCESSING", "TOO_EARLY"];

export const destination = (outcome: Outcome): string => {
  if (outcome.kind === "transitioned") return `to ${outcome.to}`;
  return outcome.kind === "recorded" ? "recorded" : outcome.reason;
};

const joined = (words: readonly string[], by: string): string => words.filter((some) => some !== "").join(by);

/** Returns the id of the trial's kind; undefined if it combines two things that have vectors of their own. */
export function idOf({ request, probe, outcome }: Trial): string | undefined {
  const { name, words } = probe;
  const facets = facetsOf(request, name);
  const plain = [request.state, name, destination(outcome)];
  if ("reason" in outcome) {
    if (words.includes("time before")) return undefined;
    const isUnstarted = outcome.reason === "HANDLE_MISMATCH" && request.requestHandle === null;
    if (ABOUT_INPUT.includes(outcome.reason))
      return joined([...plain, isUnstarted ? "before any execution" : words], "/");
    return joined([...plain, ...(ABOUT_REQUEST.includes(outcome.reason) ? facets : [])], "/");
  }
  if (facets.length > 1 || (facets.length === 1 && words.includes("text"))) return undefined;
  return joined([...plain, joined([...facets, words], ", ")], "/");
}
