import type { ExecutionStatus, ExecutionStatusInput, FinalStatus, JobRequest, RequestState } from "ess-request-machine";
import { switchExecutionStatus } from "./hand-written-switch.js";

/** What the benchmark applies: thousands of varied records, each with the callback that comes for it. */

/** The whole mix of a working day, or only the callbacks of one outcome. */
export const CASES = ["mix", "transitioned", "recorded", "ignored", "rejected"] as const;
export type Case = (typeof CASES)[number];

/** A record as its row is stored, and a callback as its body arrives. */
export interface Written {
  readonly row: string;
  readonly body: string;
}

/** In percent. The malformed ones are seen only among the rejected: a mix of real traffic has next to none. */
const WEIGHTS = { update: 55, final: 25, late: 12, wrongHandle: 8, malformed: 0 };
const REJECTED_WEIGHTS = { ...WEIGHTS, malformed: 2 };
type Sort = keyof typeof WEIGHTS;

type Pair = readonly [JobRequest, ExecutionStatusInput];

const write = ([request, input]: Pair): Written => ({ row: JSON.stringify(request), body: JSON.stringify(input) });

/** Mulberry32: small, and the same everywhere. */
export function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

/** An item repeated is drawn as often. */
const LIVE: readonly RequestState[] = [
  ...Array<RequestState>(17).fill("RUNNING"),
  ...Array<RequestState>(2).fill("CANCELLING"),
  "ERROR_MANUAL_RECOVERY",
];
const FINALS: readonly FinalStatus[] = [
  ...Array<FinalStatus>(11).fill("SUCCESS"),
  ...["WARNING", "WARNING", "ERROR", "ERROR", "ERROR", "BUSINESS_ERROR", "PAUSE", "CANCEL", "SUSPEND"],
] as FinalStatus[];
const ENDED: readonly RequestState[] = ["CANCELLED", "CANCELLED", "SUCCEEDED", "ERROR"];
const RECOVERED: readonly RequestState[] = ["WAIT", "READY", "HOLD", "BLOCKED"];
const TEXTS = [
  "38 of 100 files",
  "step 3: loading",
  "ORA-01555: snapshot too old",
  "Two rows were skipped – see the log",
];

/** A pair just read: no string of the record is the same heap object as one of the input. */
export const read = ({ row, body }: Written): Pair => [copied(JSON.parse(row)), JSON.parse(body)];

/**
 * One literal in the record's own order gives the records the hidden class that the library gives them. It is a literal of
 * our own because these records live on: one that the library had made would teach the engine to put all of its in the
 * old generation.
 */
const copied = (request: JobRequest): JobRequest => ({
  schemaVersion: request.schemaVersion,
  requestId: request.requestId,
  state: request.state,
  requestHandle: request.requestHandle,
  earlierHandles: request.earlierHandles,
  reportedStatus: request.reportedStatus,
  attempt: request.attempt,
  retries: request.retries,
  retriedCount: request.retriedCount,
  message: request.message,
  update: request.update,
  pausedState: request.pausedState,
  executableState: request.executableState,
  errorType: request.errorType,
  timedOut: request.timedOut,
  cancelSeenAt: request.cancelSeenAt,
});

/** As many pairs as asked for, the same for the same seed. */
export function writtenFor(name: Case, count: number, seed: number): Written[] {
  const random = randomFrom(seed);
  const draw = drawers(random);
  const weights = name === "rejected" ? REJECTED_WEIGHTS : WEIGHTS;
  const sorts = Object.entries(weights).flatMap(([sort, weight]) => Array<Sort>(weight).fill(sort as Sort));
  const written: Written[] = [];
  while (written.length < count) {
    const pair = write(draw[sorts[Math.floor(random() * sorts.length)]!]());
    if (name === "mix" || switchExecutionStatus(...read(pair)).kind === name) written.push(pair);
  }
  return written;
}

function drawers(random: () => number): Record<Sort, () => Pair> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const digits = (count: number): string => Array.from({ length: count }, () => pick([..."0123456789ABCDEF"])).join("");
  const handle = () => digits(32 + Math.floor(random() * 9));
  const earlier = () => Array.from({ length: pick([0, 0, 0, 0, 0, 1, 1, 2]) }, handle);

  const record = (state: RequestState, earlierHandles = earlier()): JobRequest => {
    const retries = pick([0, 0, 2, 3]);
    return {
      ...{ schemaVersion: 1, requestId: String(1e9 + Math.floor(random() * 1e9)), state },
      ...{ requestHandle: handle(), earlierHandles, reportedStatus: null, attempt: earlierHandles.length + 1 },
      ...{ retries, retriedCount: pick([0, retries]), message: null, update: pick([null, ...TEXTS]) },
      ...{ pausedState: null, executableState: null, errorType: null, timedOut: random() < 0.05 },
      cancelSeenAt: state === "CANCELLING" ? 1.7e12 + Math.floor(random() * 1e10) : null,
    };
  };
  /** Most bodies have a message where it is carried, some where it is not. */
  const body = (requestHandle: string, status: ExecutionStatus): ExecutionStatusInput => {
    const hasText = random() < (status === "SUCCESS" || status === "CANCEL" ? 0.2 : 0.9);
    return { requestHandle, status, ...(hasText && { statusMessage: pick(TEXTS) }) };
  };
  const report = (request: JobRequest, status: ExecutionStatus): Pair => [
    request,
    body(request.requestHandle!, status),
  ];
  const anyStatus = () => pick<ExecutionStatus>(["UPDATE", "UPDATE", ...FINALS]);

  const late = (): Pair => {
    const chance = random();
    if (chance < 0.25) {
      const stale = handle();
      return [record(pick(LIVE), [stale]), body(stale, anyStatus())];
    }
    if (chance < 0.35) return report(record(pick(ENDED)), anyStatus());
    if (chance < 0.45) return report(record(pick(RECOVERED)), anyStatus());
    const [before, input] = read(write(report(record(pick(LIVE)), pick(FINALS))));
    const { request } = switchExecutionStatus(before, input);
    return chance < 0.75 ? [request, input] : report(request, anyStatus());
  };

  return {
    update: () => report(record(pick(LIVE)), "UPDATE"),
    final: () => report(record(pick(LIVE)), pick(FINALS)),
    late,
    wrongHandle: () => [record(pick(LIVE)), body(handle(), anyStatus())],
    malformed: () => [record(pick(LIVE)), random() < 0.5 ? body("", anyStatus()) : body(handle(), "DONE" as "UPDATE")],
  };
}
